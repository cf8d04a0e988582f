#pragma once
// Reading the JSON of field clients: a member that is absent, null or of another type is simply not there,
// apart from what the record cannot do without.

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"
#include "data/model/fix.hpp"
#include "net/field_post.hpp"

namespace siaga::net {

/// "a" or "a/b/c", below `root`.
[[nodiscard]] std::optional<simdjson::dom::element> member(const simdjson::dom::element& root, std::string_view path);
[[nodiscard]] std::optional<double> number_in(const simdjson::dom::element& root, std::string_view path);
[[nodiscard]] std::optional<double> positive_in(const simdjson::dom::element& root, std::string_view path);
[[nodiscard]] std::string text_in(const simdjson::dom::element& root, std::string_view path);
/// A number by its magnitude, or RFC 3339; kMissingField, kBadValue.
[[nodiscard]] Result<Time> time_in(const simdjson::dom::element& root, std::string_view path);
/// Latitude, longitude and time into `report`; the problem when one is missing.
[[nodiscard]] std::optional<Problem> read_place(const simdjson::dom::element& root, std::string_view lat,
                                                std::string_view lon, FixReport& report);
/// kMalformed with the byte; kMalformed also for what is no object.
[[nodiscard]] Result<simdjson::dom::element> parse_object(simdjson::dom::parser& parser, std::string_view text);

}  // namespace siaga::net
