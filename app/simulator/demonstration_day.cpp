#include "app/simulator/demonstration_day.hpp"

#include <algorithm>
#include <utility>

#include "app/simulator/day_file.hpp"
#include "data/core/json_writer.hpp"
#include "data/model/event_json.hpp"

namespace siaga::app {
namespace {

void write_fix(JsonWriter& out, const FixReport& fix) {
    out.member("unit", fix.unit.text()).member("time", unix_ms(fix.time));
    out.member("lat", fix.lat_deg).member("lon", fix.lon_deg);
    if (fix.speed_mps) out.member("speed_mps", *fix.speed_mps);
    if (fix.course_deg) out.member("course_deg", *fix.course_deg);
    if (fix.accuracy_m) out.member("accuracy_m", *fix.accuracy_m);
    if (fix.battery_pct) out.member("battery_pct", *fix.battery_pct);
}

FixReport report_of(const PackedFix& fix, const DayPlan& plan) {
    FixReport report;
    report.unit = plan.units[fix.unit].unit;
    report.time = plan.start + Millis{fix.fix_ms};
    report.lat_deg = fix.lat_e7 / LonLat::kUnitsPerDegree;
    report.lon_deg = fix.lon_e7 / LonLat::kUnitsPerDegree;
    report.speed_mps = fix.speed_dmps / 10.0;
    if (fix.course_deg != PackedFix::kNoCourse) report.course_deg = fix.course_deg;
    report.accuracy_m = fix.accuracy_m;
    report.battery_pct = fix.battery_pct;
    return report;
}

std::uint16_t source_index(const DayPlan& plan, const SourceName& name) {
    const auto found = std::find_if(plan.sources.begin(), plan.sources.end(),
                                    [&](const DaySource& source) { return source.name == name; });
    return static_cast<std::uint16_t>(found - plan.sources.begin());
}

}  // namespace

std::string wire_line(const DayMessage& message) {
    JsonWriter out;
    out.begin_object();
    if (const auto* fix = std::get_if<FixReport>(&message.record)) {
        out.member("type", "fix").member("seq", message.seq);
        write_fix(out, *fix);
    } else {
        out.member("type", "event").member("seq", message.seq);
        write_event_members(out, std::get<Event>(message.record));
    }
    out.end_object();
    return out.take();
}

DemonstrationDay DemonstrationDay::load(const std::filesystem::path& folder) {
    return DemonstrationDay(load_day(folder));
}

DemonstrationDay::DemonstrationDay(DayPlan plan) : plan_(std::move(plan)) {
    const auto fixes_of_unit = static_cast<std::size_t>((plan_.end - plan_.start) / Millis{plan_.fix_every_s * 1000});
    fixes_.reserve(plan_.units.size() * (fixes_of_unit + fixes_of_unit / 8));
    for (std::size_t unit = 0; unit < plan_.units.size(); ++unit) expand_fixes(plan_, unit, fixes_);
    event_source_.reserve(plan_.events.size());
    order_.reserve(plan_.events.size() + fixes_.size());
    for (const DayEvent& event : plan_.events) {
        const auto send_ms = static_cast<std::int32_t>((event.send - plan_.start).count());
        order_.push_back({send_ms, static_cast<std::uint32_t>(order_.size()), 0});
        event_source_.push_back(source_index(plan_, event.source));
    }
    for (const PackedFix& fix : fixes_) {
        order_.push_back({fix.send_ms, static_cast<std::uint32_t>(order_.size()), 0});
    }
    // Ties keep the order of the file: events first, then units.
    std::sort(order_.begin(), order_.end(), [](const Place& a, const Place& b) {
        return a.send_ms != b.send_ms ? a.send_ms < b.send_ms : a.record < b.record;
    });
    std::vector<std::uint32_t> last_seq(plan_.sources.size(), 0);
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i].seq = ++last_seq[source_of(i)];
}

Time DemonstrationDay::send_time(std::size_t i) const { return plan_.start + Millis{order_[i].send_ms}; }

std::size_t DemonstrationDay::source_of(std::size_t i) const {
    const std::size_t record = order_[i].record;
    return record < event_source_.size() ? event_source_[record] : fixes_[record - event_source_.size()].source;
}

DayMessage DemonstrationDay::message(std::size_t i) const {
    const std::size_t record = order_[i].record;
    DayMessage message{send_time(i), plan_.sources[source_of(i)].name, order_[i].seq, FixReport{}};
    if (record < plan_.events.size()) {
        message.record = plan_.events[record].event;
    } else {
        message.record = report_of(fixes_[record - plan_.events.size()], plan_);
    }
    return message;
}

std::size_t DemonstrationDay::first_at(Time t) const {
    const auto at = std::partition_point(order_.begin(), order_.end(),
                                         [&](const Place& place) { return plan_.start + Millis{place.send_ms} < t; });
    return static_cast<std::size_t>(at - order_.begin());
}

void DemonstrationDay::forget_before(Time t) {
    order_ = {order_.begin() + static_cast<std::ptrdiff_t>(first_at(t)), order_.end()};
    const std::size_t events = event_source_.size();
    std::vector<PackedFix> kept;
    for (Place& place : order_) {
        if (place.record < events) continue;
        kept.push_back(fixes_[place.record - events]);
        place.record = static_cast<std::uint32_t>(events + kept.size() - 1);
    }
    fixes_ = {kept.begin(), kept.end()};  // no more room than they take
}

}  // namespace siaga::app
