#include "net/owntracks_decoder.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <string>

#include "net/json_members.hpp"

namespace siaga::net {
namespace {

using simdjson::dom::element;

constexpr double kMpsPerKmh = 1000.0 / 3600.0;

std::variant<std::monostate, FixReport, Problem> fix_in_location(const element& root) {
    FixReport report;
    if (const auto problem = read_place(root, "lat", "lon", report)) return *problem;
    const Result<Time> time = time_in(root, "tst");
    if (!time) return Problem{time.problem().code, 0, fmt::format("tst: {}", time.problem().detail)};
    report.time = *time;
    if (const Result<Time> sent = time_in(root, "created_at")) report.sent = *sent;
    report.accuracy_m = positive_in(root, "acc");
    report.altitude_m = number_in(root, "alt");
    report.battery_pct = positive_in(root, "batt");
    if (const auto kmh = positive_in(root, "vel")) report.speed_mps = *kmh * kMpsPerKmh;
    report.course_deg = positive_in(root, "cog");
    return report;
}

}  // namespace

FieldPost decode_owntracks(std::string_view body) {
    FieldPost post;
    if (body.empty()) return post;
    simdjson::dom::parser parser;
    const Result<element> root = parse_object(parser, body);
    if (!root) {
        post.fix = root.problem();
        return post;
    }
    const std::string type = text_in(*root, "_type");
    if (type == "location") {
        post.fix = fix_in_location(*root);
    } else if (type == "encrypted") {
        post.fix = Problem{Refusal::kBadValue, 0, "the app encrypts what it sends: clear its encryption key"};
    }
    return post;
}

}  // namespace siaga::net
