#pragma once
// FieldPost: what one post of a field client (Traccar Client, OsmAnd, GPSLogger, OwnTracks) says, whoever
// sent it; and the submission it becomes once the device is known (PROTOCOL, sections 2 and 3).

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "data/core/time.hpp"
#include "data/ingest/submission.hpp"
#include "data/model/fix.hpp"
#include "data/store/operation.hpp"

namespace siaga::net {

struct FieldPost {
    /// As the client names itself, unchecked; "" when it does not.
    std::string device;
    /// The position, its unit still empty. A Problem: there was one and it could not be read. Nothing: there was none,
    /// which is no fault.
    std::variant<std::monostate, FixReport, Problem> fix;
    /// In the unit of the device's setting; the fix has no speed then. The other protocols fix the unit themselves.
    std::optional<double> device_speed;
    bool sos = false;
};

/// An SOS comes first, then the fix; none when the post says nothing to keep. The source is "http." and the device's
/// id, apart from what the same token may send on the feed. `raw` goes to the quarantine with what is refused; `now`
/// is the core's time, which an SOS takes that brings none, one ahead of it or one a day behind.
[[nodiscard]] Submission submission_of(FieldPost&& post, const Device& device, std::string_view raw, Time now);

/// Of the values of "alarm", the one that Traccar Client's button sends; the others are no call for help.
[[nodiscard]] bool is_sos(std::string_view alarm);

/// Phones write a negative number for a speed, course, accuracy or battery they do not know (Traccar: -1, in knots
/// -1.94).
[[nodiscard]] inline std::optional<double> unless_negative(double value) {
    return value < 0 ? std::nullopt : std::optional(value);
}

}  // namespace siaga::net
