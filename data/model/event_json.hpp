#pragma once
// Events as JSON: the members that stand beside "type", "seq", "time" and "kind" on the wire, in the
// day file and in exports. simdjson reads, data/core/json_writer writes.

#include <simdjson.h>

#include <string>
#include <string_view>

#include "data/core/json_writer.hpp"
#include "data/core/result.hpp"
#include "data/model/event.hpp"

namespace siaga {

/// Reads `kind`, `time` (ms or RFC 3339) and the kind's fields from a parsed object. Members that no
/// field names go to Event::extra, except the envelope's ("type", "seq") and those that could hold
/// a vote, which refuse the event with kVoteField. Missing required fields: kMissingField; an empty
/// string, a false bool, an absent optional or vector need not be written.
/// A LonLat is two members, "lat" and "lon", in degrees.
[[nodiscard]] Result<Event> event_from_json(const simdjson::dom::object& object);

/// True for a member name that could hold a vote (suara, perolehan, votes, ...): lower-cased
/// whole words between '_' and '-'.
[[nodiscard]] bool is_vote_like(std::string_view member);

/// UTC ms that a message may carry: 1970 to 2199.
[[nodiscard]] constexpr bool is_time_ms(std::int64_t ms) {
    constexpr std::int64_t kYear2200Ms = 7'258'118'400'000;
    return ms >= 0 && ms < kYear2200Ms;
}

/// `time`: UTC ms or RFC 3339.
[[nodiscard]] Result<Time> time_from_json(const simdjson::dom::element& element, std::string_view member);

/// Writes "time", "kind", the fields and the extra members into the open object of `out`.
void write_event_members(JsonWriter& out, const Event& event);

}  // namespace siaga
