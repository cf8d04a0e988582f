#include "net/traccar_json_decoder.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

#include "net/json_members.hpp"

namespace siaga::net {
namespace {

using simdjson::dom::element;

constexpr double kPercent = 100;

std::variant<std::monostate, FixReport, Problem> fix_in_traccar(const element& root) {
    FixReport report;
    if (const auto problem = read_place(root, "location/coords/latitude", "location/coords/longitude", report)) {
        return *problem;
    }
    const Result<Time> time = time_in(root, "location/timestamp");
    if (!time) return Problem{time.problem().code, 0, fmt::format("timestamp: {}", time.problem().detail)};
    report.time = *time;
    report.accuracy_m = positive_in(root, "location/coords/accuracy");
    report.speed_mps = positive_in(root, "location/coords/speed");
    report.course_deg = positive_in(root, "location/coords/heading");
    report.altitude_m = number_in(root, "location/coords/altitude");
    if (const auto level = positive_in(root, "location/battery/level")) report.battery_pct = *level * kPercent;
    return report;
}

}  // namespace

FieldPost decode_traccar_json(std::string_view body) {
    FieldPost post;
    simdjson::dom::parser parser;
    const Result<element> parsed = parse_object(parser, body);
    if (!parsed) {
        post.fix = parsed.problem();
        return post;
    }
    const element& root = *parsed;
    post.device = text_in(root, "device_id");
    post.sos = is_sos(text_in(root, "location/alarm")) || is_sos(text_in(root, "location/extras/alarm"));
    if (member(root, "location/coords")) {
        post.fix = fix_in_traccar(root);
    } else if (!post.sos) {
        post.fix = Problem{Refusal::kMissingField, 0, "field 'location/coords' is missing"};
    }
    return post;
}

}  // namespace siaga::net
