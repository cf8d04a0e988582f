#include "app/simulator/day_file.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "data/core/fault.hpp"
#include "data/core/json_writer.hpp"
#include "data/model/event_json.hpp"

namespace siaga::app {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

void write_spans(JsonWriter& out, std::string_view name, const std::vector<DaySpan>& spans) {
    if (spans.empty()) return;
    out.key(name).begin_array();
    for (const DaySpan& span : spans) out.value(span.from_s).value(span.until_s);
    out.end_array();
}

void write_span(JsonWriter& out, std::string_view name, const DaySpan& span) {
    if (span == DaySpan{}) return;
    out.key(name).begin_array().value(span.from_s).value(span.until_s).end_array();
}

std::string day_line(const DayPlan& plan) {
    JsonWriter out;
    out.begin_object().member("type", "day").member("v", 1).member("simulated", true);
    out.member("seed", plan.seed).member("start", unix_ms(plan.start)).member("end", unix_ms(plan.end));
    out.member("fix_every_s", plan.fix_every_s).key("sources").begin_array();
    for (const DaySource& source : plan.sources) {
        out.begin_object().member("name", source.name.text()).member("role", source.role).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::string unit_line(const UnitDay& unit) {
    JsonWriter out;
    out.begin_object().member("type", "unit").member("unit", unit.unit.text());
    out.member("source", unit.source.text()).member("battery_pct", unit.battery_pct);
    write_spans(out, "silent", unit.silent);
    write_spans(out, "off", unit.off);
    write_span(out, "clock_wrong", unit.clock_wrong);
    if (unit.clock_ahead_s != 0) out.member("clock_ahead_s", unit.clock_ahead_s);
    write_span(out, "doubled", unit.doubled);
    if (!unit.doubled_by.empty()) out.member("doubled_by", unit.doubled_by.text());
    out.end_object();
    return out.take();
}

std::string leg_line(const UnitName& unit, const std::vector<TrackPoint>& leg) {
    JsonWriter out;
    out.begin_object().member("type", "leg").member("unit", unit.text());
    const TrackPoint& first = leg.front();
    out.key("at").begin_array().value(first.lon_e5).value(first.lat_e5).value(first.at_s).end_array();
    out.key("steps").begin_array();
    for (std::size_t i = 1; i < leg.size(); ++i) {
        out.value(leg[i].lon_e5 - leg[i - 1].lon_e5).value(leg[i].lat_e5 - leg[i - 1].lat_e5);
        out.value(leg[i].at_s - leg[i - 1].at_s);
    }
    out.end_array().end_object();
    return out.take();
}

std::string event_line(const DayEvent& event) {
    JsonWriter out;
    out.begin_object().member("type", "event").member("send", unix_ms(event.send));
    out.member("source", event.source.text());
    write_event_members(out, event.event);
    out.end_object();
    return out.take();
}

/// Reads one line after the other into the plan; the first problem ends it.
class DayReader {
public:
    [[nodiscard]] std::optional<Problem> read(std::string_view line) {
        object members;
        if (parser_.parse(line.data(), line.size()).get(members) != simdjson::SUCCESS)
            return problem("not a JSON object");
        std::string_view type;
        if (members["type"].get(type) != simdjson::SUCCESS) return problem("no \"type\"");
        if (type == "event") return read_event(members);
        if (type == "leg") return read_leg(members);
        if (type == "unit") return read_unit(members);
        if (type == "day") return read_day(members);
        return problem("type '" + printable(type) + "' is not known");
    }

    DayPlan plan;

private:
    static Problem problem(std::string detail) { return {Refusal::kMalformed, 0, std::move(detail)}; }

    template <class Tag> static bool read_name(const object& members, std::string_view key, Name<Tag>& name) {
        std::string_view text;
        if (members[key].get(text) != simdjson::SUCCESS || !valid_name(text)) return false;
        name = Name<Tag>::literal(text);
        return true;
    }

    /// A list of whole numbers; false when it is something else or is not a multiple of `group` long.
    static bool read_numbers(const object& members, std::string_view key, std::size_t group,
                             std::vector<std::int32_t>& out) {
        simdjson::dom::array list;
        out.clear();
        if (members[key].get(list) != simdjson::SUCCESS) return false;
        for (const element item : list) {
            std::int64_t number = 0;
            if (item.get(number) != simdjson::SUCCESS || number != static_cast<std::int32_t>(number)) return false;
            out.push_back(static_cast<std::int32_t>(number));
        }
        return out.size() % group == 0;
    }

    std::optional<Problem> read_day(const object& members) {
        std::int64_t start = 0;
        std::int64_t end = 0;
        std::int64_t version = 0;
        std::uint64_t every_s = 0;
        simdjson::dom::array sources;
        if (members["v"].get(version) != simdjson::SUCCESS || version != 1) return problem("\"v\" is not 1");
        if (members["start"].get(start) != simdjson::SUCCESS || members["end"].get(end) != simdjson::SUCCESS ||
            members["seed"].get(plan.seed) != simdjson::SUCCESS ||
            members["fix_every_s"].get(every_s) != simdjson::SUCCESS || every_s == 0 || every_s > 3600 ||
            end <= start || members["sources"].get(sources) != simdjson::SUCCESS) {
            return problem("start, end, seed, fix_every_s or sources is missing or wrong");
        }
        plan.start = time_from_ms(start);
        plan.end = time_from_ms(end);
        plan.fix_every_s = static_cast<std::uint32_t>(every_s);
        for (const element item : sources) {
            object source;
            DaySource& added = plan.sources.emplace_back();
            std::string_view role;
            if (item.get(source) != simdjson::SUCCESS || !read_name(source, "name", added.name) ||
                source["role"].get(role) != simdjson::SUCCESS) {
                return problem("a source has no name or no role");
            }
            added.role = role;
        }
        return std::nullopt;
    }

    bool known(const SourceName& name) const {
        return std::any_of(plan.sources.begin(), plan.sources.end(),
                           [&](const DaySource& s) { return s.name == name; });
    }

    bool read_span(const object& members, std::string_view key, DaySpan& span) {
        if (members[key].error() == simdjson::NO_SUCH_FIELD) return true;
        if (!read_numbers(members, key, 2, numbers_) || numbers_.size() != 2) return false;
        span = {numbers_[0], numbers_[1]};
        return true;
    }

    bool read_spans(const object& members, std::string_view key, std::vector<DaySpan>& spans) {
        if (members[key].error() == simdjson::NO_SUCH_FIELD) return true;
        if (!read_numbers(members, key, 2, numbers_)) return false;
        for (std::size_t i = 0; i < numbers_.size(); i += 2) spans.push_back({numbers_[i], numbers_[i + 1]});
        return true;
    }

    std::optional<Problem> read_unit(const object& members) {
        UnitDay& unit = plan.units.emplace_back();
        std::uint64_t battery = 0;
        if (!read_name(members, "unit", unit.unit) || !read_name(members, "source", unit.source) ||
            !known(unit.source)) {
            return problem("the unit has no name, or no source of this day");
        }
        if (members["battery_pct"].get(battery) != simdjson::SUCCESS || battery > 100)
            return problem("battery_pct is wrong");
        unit.battery_pct = static_cast<std::uint32_t>(battery);
        if (!read_spans(members, "silent", unit.silent) || !read_spans(members, "off", unit.off)) {
            return problem("silent or off is not a list of spans");
        }
        if (!read_span(members, "clock_wrong", unit.clock_wrong) || !read_span(members, "doubled", unit.doubled)) {
            return problem("clock_wrong or doubled is not a span");
        }
        std::int64_t ahead_s = 0;
        if (members["clock_ahead_s"].get(ahead_s) == simdjson::SUCCESS)
            unit.clock_ahead_s = static_cast<std::int32_t>(ahead_s);
        if (read_name(members, "doubled_by", unit.doubled_by) && !known(unit.doubled_by)) {
            return problem("doubled_by is no source of this day");
        }
        return std::nullopt;
    }

    std::optional<Problem> read_leg(const object& members) {
        UnitName name;
        if (!read_name(members, "unit", name) || plan.units.empty() || plan.units.back().unit != name) {
            return problem("the leg does not follow its unit");
        }
        if (!read_numbers(members, "at", 3, numbers_) || numbers_.size() != 3)
            return problem("at is not [lon, lat, second]");
        std::vector<TrackPoint> leg{{numbers_[0], numbers_[1], numbers_[2]}};
        if (!read_numbers(members, "steps", 3, numbers_)) return problem("steps is not a list of [lon, lat, second]");
        for (std::size_t i = 0; i < numbers_.size(); i += 3) {
            const TrackPoint& last = leg.back();
            if (numbers_[i + 2] <= 0) return problem("a step takes no time");
            leg.push_back({last.lon_e5 + numbers_[i], last.lat_e5 + numbers_[i + 1], last.at_s + numbers_[i + 2]});
        }
        auto& legs = plan.units.back().legs;
        if (!legs.empty() && legs.back().back().at_s > leg.front().at_s)
            return problem("the leg begins before the last one ends");
        legs.push_back(std::move(leg));
        return std::nullopt;
    }

    std::optional<Problem> read_event(const object& members) {
        DayEvent event;
        std::int64_t send = 0;
        if (members["send"].get(send) != simdjson::SUCCESS) return problem("the event has no send time");
        if (!read_name(members, "source", event.source) || !known(event.source)) {
            return problem("the event has no source of this day");
        }
        event.send = time_from_ms(send);
        if (!plan.events.empty() && event.send < plan.events.back().send)
            return problem("the event is sent before the one above");
        Result<Event> read = event_from_json(members);
        if (!read) return read.problem();
        event.event = std::move(read).value();
        // "send" and "source" are this file's own envelope, not members of the record.
        event.event.extra.clear();
        plan.events.push_back(std::move(event));
        return std::nullopt;
    }

    simdjson::dom::parser parser_;
    std::vector<std::int32_t> numbers_;
};

}  // namespace

std::string day_text(const DayPlan& plan) {
    std::string text = day_line(plan) + "\n";
    for (const UnitDay& unit : plan.units) {
        text += unit_line(unit) + "\n";
        for (const auto& leg : unit.legs) text += leg_line(unit.unit, leg) + "\n";
    }
    for (const DayEvent& event : plan.events) text += event_line(event) + "\n";
    return text;
}

Result<DayPlan> day_from_text(std::string_view text) {
    DayReader reader;
    std::size_t at = 0;
    std::size_t number = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        ++number;
        if (auto problem = reader.read(text.substr(at, end - at))) {
            problem->offset = at;
            problem->detail = fmt::format("line {}: {}", number, problem->detail);
            return *std::move(problem);
        }
        at = end + 1;
    }
    if (reader.plan.end <= reader.plan.start) return Problem{Refusal::kMissingField, 0, "line 1: no \"day\" line"};
    return std::move(reader.plan);
}

DayPlan load_day(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / kDayFile;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Fault(fmt::format("{} cannot be read; give the folder that holds the demonstration day", file.string()));
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Result<DayPlan> plan = day_from_text(text);
    if (!plan)
        throw Fault(fmt::format("{}: {}; make it again with siaga-daygen", file.string(), plan.problem().detail));
    return std::move(plan).value();
}

}  // namespace siaga::app
