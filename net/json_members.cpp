#include "net/json_members.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "net/device_time.hpp"
#include "net/json_fault.hpp"

namespace siaga::net {

using simdjson::dom::element;

std::optional<element> member(const element& root, std::string_view path) {
    const std::string pointer = "/" + std::string(path);
    element found;
    if (root.at_pointer(pointer).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
}

std::optional<double> number_in(const element& root, std::string_view path) {
    const auto found = member(root, path);
    double number = 0;
    if (!found || found->get(number) != simdjson::SUCCESS) return std::nullopt;
    return number;
}

std::optional<double> positive_in(const element& root, std::string_view path) {
    const auto known = number_in(root, path);
    return known ? unless_negative(*known) : std::nullopt;
}

std::string text_in(const element& root, std::string_view path) {
    const auto found = member(root, path);
    std::string_view text;
    if (!found || found->get(text) != simdjson::SUCCESS) return {};
    return std::string(text);
}

Result<Time> time_in(const element& root, std::string_view path) {
    const auto found = member(root, path);
    if (!found) return Problem{Refusal::kMissingField, 0, fmt::format("field '{}' is missing", path)};
    std::string_view text;
    if (found->get(text) == simdjson::SUCCESS) return device_time(text);
    double number = 0;
    if (found->get(number) == simdjson::SUCCESS) return device_time(simdjson::minify(*found));
    return Problem{Refusal::kBadValue, 0, fmt::format("field '{}' is no time", path)};
}

std::optional<Problem> read_place(const element& root, std::string_view lat, std::string_view lon, FixReport& report) {
    const auto read = [&](std::string_view path, double& out) -> std::optional<Problem> {
        const auto number = number_in(root, path);
        if (!number) {
            return Problem{Refusal::kMissingField, 0, fmt::format("field '{}' is missing, or no number", path)};
        }
        out = *number;
        return std::nullopt;
    };
    if (auto problem = read(lat, report.lat_deg)) return problem;
    return read(lon, report.lon_deg);
}

Result<element> parse_object(simdjson::dom::parser& parser, std::string_view text) {
    element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root)) {
        if (const auto fault = find_json_fault(text)) {
            return Problem{Refusal::kMalformed, fault->offset, fmt::format("byte {}: {}", fault->offset, fault->what)};
        }
        return Problem{Refusal::kMalformed, 0, fmt::format("byte 0: {}", simdjson::error_message(error))};
    }
    if (!root.is_object()) return Problem{Refusal::kMalformed, 0, "byte 0: it is no JSON object"};
    return root;
}

}  // namespace siaga::net
