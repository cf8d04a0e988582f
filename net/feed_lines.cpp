#include "net/feed_lines.hpp"

#include <optional>

#include "data/core/json_writer.hpp"
#include "data/model/event_json.hpp"

namespace siaga::net {
namespace {

std::string finished(JsonWriter& out) {
    std::string line = out.end_object().take();
    line += '\n';
    return line;
}

JsonWriter begun(std::string_view type) {
    JsonWriter out;
    out.begin_object().member("type", type);
    return out;
}

void optional_member(JsonWriter& out, std::string_view name, const std::optional<double>& value) {
    if (value) out.member(name, *value);
}

void write_fix(JsonWriter& out, const Fix& fix, std::string_view unit) {
    out.begin_object().member("unit", unit).member("time", unix_ms(fix.time)).member("received", unix_ms(fix.received));
    out.key("lat").decimal(fix.position.lat_e7, 7).key("lon").decimal(fix.position.lon_e7, 7);
    if (fix.speed_cmps != Fix::kNone16) out.key("speed_mps").decimal(fix.speed_cmps, 2);
    if (fix.course_cdeg != Fix::kNone16) out.key("course_deg").decimal(fix.course_cdeg, 2);
    if (fix.accuracy_dm != Fix::kNone16) out.key("accuracy_m").decimal(fix.accuracy_dm, 1);
    if (fix.altitude_m != Fix::kNoAltitude) out.member("altitude_m", static_cast<int>(fix.altitude_m));
    if (fix.battery_pct != Fix::kNoBattery) out.member("battery_pct", static_cast<int>(fix.battery_pct));
    if (!fix.moves_marker()) out.member("clock_wrong", true);
    if ((fix.flags & kLateFlag) != 0) out.member("late", true);
    out.end_object();
}

}  // namespace

std::string hello_line(std::string_view token, const SourceName& source) {
    JsonWriter out = begun("hello");
    out.member("v", 1);
    if (!token.empty()) out.member("token", token);
    out.member("source", std::string_view(source.text()));
    return finished(out);
}

std::string fix_line(std::uint64_t seq, const FixReport& report) {
    JsonWriter out = begun("fix");
    out.member("seq", seq).member("unit", std::string_view(report.unit.text())).member("time", unix_ms(report.time));
    out.member("lat", report.lat_deg).member("lon", report.lon_deg);
    optional_member(out, "speed_mps", report.speed_mps);
    optional_member(out, "course_deg", report.course_deg);
    optional_member(out, "accuracy_m", report.accuracy_m);
    optional_member(out, "altitude_m", report.altitude_m);
    optional_member(out, "battery_pct", report.battery_pct);
    if (report.sent) out.member("sent", unix_ms(*report.sent));
    std::string line = finished(out);
    constexpr std::size_t kEmptyObject = 2;
    if (report.extra.size() > kEmptyObject) line.replace(line.size() - 2, 1, "," + report.extra.substr(1));
    return line;
}

std::string event_line(std::uint64_t seq, const Event& event) {
    JsonWriter out = begun("event");
    out.member("seq", seq);
    write_event_members(out, event);
    return finished(out);
}

std::string follow_line(std::uint64_t from, bool fixes) {
    JsonWriter out = begun("follow");
    out.member("from", from).member("fixes", fixes ? "all" : "none");
    return finished(out);
}

std::string welcome_line(const Identity& identity, std::uint64_t last_seq) {
    JsonWriter out = begun("welcome");
    out.member("v", 1).member("source", std::string_view(identity.source.text()));
    out.member("role", name_of(identity.role)).member("last_seq", last_seq);
    return finished(out);
}

std::string ack_line(std::uint64_t seq) {
    JsonWriter out = begun("ack");
    out.member("seq", seq);
    return finished(out);
}

std::string nack_line(std::uint64_t seq, const Problem& problem) {
    JsonWriter out = begun("nack");
    if (seq != 0) out.member("seq", seq);
    out.member("code", siaga::name_of(problem.code));
    if (problem.code == Refusal::kMalformed || problem.code == Refusal::kLineTooLong) {
        out.member("offset", static_cast<std::uint64_t>(problem.offset));
    }
    out.member("detail", std::string_view(problem.detail));
    return finished(out);
}

std::string entry_line(const Entry& entry) {
    JsonWriter out = begun("entry");
    out.member("n", entry.n).member("received", unix_ms(entry.received));
    out.member("source", std::string_view(entry.source.text())).member("seq", entry.seq);
    write_event_members(out, entry.event);
    return finished(out);
}

std::string fixes_line(std::span<const Fix> fixes, const std::vector<std::string>& unit_names) {
    JsonWriter out = begun("fixes");
    out.key("fixes").begin_array();
    for (const Fix& fix : fixes) write_fix(out, fix, unit_names[static_cast<std::size_t>(fix.unit)]);
    out.end_array();
    return finished(out);
}

std::string head_line(std::uint64_t entries, Time now) {
    JsonWriter out = begun("head");
    out.member("n", entries).member("time", unix_ms(now));
    return finished(out);
}

}  // namespace siaga::net
