#include "data/store/operation_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "data/store/files.hpp"
#include "data/store/operation_receivers.hpp"
#include "data/store/toml_table.hpp"

namespace siaga {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::string_view kFileName = "operation.toml";
constexpr std::int64_t kMaxSeconds = 366LL * 24 * 3600;
constexpr std::int64_t kMaxMetres = 100'000;

void read_rules(TomlTable& table, RuleSettings& rules) {
    using Seconds = std::pair<std::string_view, Millis RuleSettings::*>;
    using Metres = std::pair<std::string_view, double RuleSettings::*>;
    constexpr std::array kSeconds{
        Seconds{"stale_after_s", &RuleSettings::stale_after},
        Seconds{"lost_after_s", &RuleSettings::lost_after},
        Seconds{"district_silent_after_s", &RuleSettings::district_silent_after},
        Seconds{"stop_after_s", &RuleSettings::stop_after},
        Seconds{"teleport_gap_s", &RuleSettings::teleport_gap},
        Seconds{"clock_ahead_s", &RuleSettings::clock_ahead},
        Seconds{"clock_behind_s", &RuleSettings::clock_behind},
        Seconds{"refusals_window_s", &RuleSettings::refusals_window},
    };
    constexpr std::array kMetres{
        Metres{"stop_radius_m", &RuleSettings::stop_radius_m},
        Metres{"site_radius_m", &RuleSettings::site_radius_m},
        Metres{"teleport_mps", &RuleSettings::teleport_mps},
    };
    for (const Seconds& rule : kSeconds) {
        if (const auto value = table.whole_if_there(rule.first, 1, kMaxSeconds)) {
            rules.*rule.second = std::chrono::seconds(*value);
        }
    }
    for (const Metres& rule : kMetres) {
        if (const auto value = table.whole_if_there(rule.first, 1, kMaxMetres)) {
            rules.*rule.second = static_cast<double>(*value);
        }
    }
    constexpr std::int64_t kMostRefusals = 1'000'000;
    if (const auto value = table.whole_if_there("refusals_alarm", 1, kMostRefusals)) {
        rules.refusals_alarm = static_cast<std::uint32_t>(*value);
    }
    if (rules.refusals_window > 1h) table.refuse("refusals_window_s", "must be at most 3600: older ones are forgotten");
    if (rules.lost_after <= rules.stale_after) table.refuse("lost_after_s", "must be more than stale_after_s");
    table.warn_of_unknown_keys();
}

ContestInfo read_contest(TomlTable& table) {
    const Result<ContestName> name = ContestName::parse(table.text("name"));
    if (!name) table.refuse("name", name.problem().detail);
    const std::string letter = table.text("letter");
    if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'Z')
        table.refuse("letter", "must be one letter from A to Z");
    ContestInfo contest{*name, table.text("title"), letter[0]};
    table.warn_of_unknown_keys();
    return contest;
}

SeaName read_sea(TomlTable& table) {
    const double lon = table.real("lon", -180, 180), lat = table.real("lat", -90, 90);
    SeaName sea{table.text("name"), LonLat::from_degrees(lon, lat)};
    table.warn_of_unknown_keys();
    return sea;
}

void read_field_listener(TomlTable& table, FieldListenerSettings& settings) {
    read_listener(table, settings);
    settings.device_id_alone = table.truth_or("device_id_alone", false);
    if (settings.device_id_alone && !is_loopback(settings.address)) {
        table.refuse("device_id_alone",
                     fmt::format("whoever knows an id could send in its name to {}; use tokens, or a loopback address",
                                 printable(settings.address)));
    }
    table.warn_of_unknown_keys();
}

Device read_device(TomlTable& table, const std::vector<Device>& before) {
    Device device;
    device.id = table.text("id");
    if (!valid_name(device.id) || device.id.size() > Device::kIdMaxBytes) {
        table.refuse("id", fmt::format("'{}' is not 1 to {} of letters, digits, . _ - and space", printable(device.id),
                                       Device::kIdMaxBytes));
    }
    if (std::any_of(before.begin(), before.end(), [&](const Device& other) { return other.id == device.id; })) {
        table.refuse("id", fmt::format("device '{}' is there twice", device.id));
    }
    const Result<UnitName> unit = UnitName::parse(table.text("unit"));
    if (!unit) table.refuse("unit", unit.problem().detail);
    device.unit = *unit;
    const std::string speed = table.text_if_there("speed").value_or("knots");
    if (speed != "knots" && speed != "m/s") table.refuse("speed", R"(expected is "knots" or "m/s")");
    device.speed_unit = speed == "knots" ? SpeedUnit::kKnots : SpeedUnit::kMetresPerSecond;
    table.warn_of_unknown_keys();
    return device;
}

void read_cot(TomlTable& table, ListenerSettings& settings) {
    read_listener(table, settings);
    if (!is_loopback(settings.address)) {
        table.refuse("address",
                     fmt::format("nothing on this wire proves who speaks, so {} is too far; use a loopback address",
                                 printable(settings.address)));
    }
    table.warn_of_unknown_keys();
}

void read_feed(TomlTable& table, ListenerSettings& settings) {
    read_listener(table, settings);
    settings.tls = table.truth_or("tls", false);
    if (!settings.tls && !is_loopback(settings.address)) {
        table.refuse(
            "address",
            fmt::format("tokens and positions would go to {} readable by everybody on the way; write tls = true "
                        "and run siagactl cert init, or use a loopback address",
                        printable(settings.address)));
    }
    table.warn_of_unknown_keys();
}

void read_listeners(TomlTable& listeners, OperationFile& operation) {
    constexpr std::uint16_t kMetricsPort = 7118, kCotPort = 8087, kCotTlsPort = 8089;
    operation.metrics.port = kMetricsPort;
    operation.cot.port = kCotPort;
    operation.cot_tls.port = kCotTlsPort;
    operation.cot_tls.tls = true;
    if (auto cot = listeners.table_if_there("cot")) read_cot(*cot, operation.cot);
    if (auto cot = listeners.table_if_there("cot_tls")) {
        read_listener(*cot, operation.cot_tls);
        cot->warn_of_unknown_keys();
    }
    if (auto cot = listeners.table_if_there("cot_mesh")) operation.cot_mesh = read_cot_mesh(*cot);
    if (auto feed = listeners.table_if_there("feed")) read_feed(*feed, operation.feed);
    if (auto http = listeners.table_if_there("http")) read_field_listener(*http, operation.field);
    listeners.each_table("nmea", [&](TomlTable& table) { operation.nmea.push_back(read_nmea(table, operation.nmea)); });
    if (auto metrics = listeners.table_if_there("metrics")) {
        read_listener(*metrics, operation.metrics);
        metrics->warn_of_unknown_keys();
    }
    listeners.warn_of_unknown_keys();
}

Zone read_zone(TomlTable& top) {
    const std::string name = top.text("zone");
    std::string label = top.text_if_there("zone_label").value_or(name);
    try {
        return {name, std::move(label)};
    } catch (const Fault&) {
        top.refuse("zone",
                   fmt::format("'{}' is not in the zone database: install tzdata or correct it", printable(name)));
    }
}

void read_day(TomlTable& top, OperationFile& operation) {
    std::optional<TomlTable> day = top.table_if_there("day");
    if (!day) top.refuse("day", "the table [day] with start and end is missing");
    operation.day_start = day->time("start");
    operation.day_end = day->time("end");
    if (operation.day_end <= operation.day_start) day->refuse("end", "must be after start");
    day->warn_of_unknown_keys();
}

void read_tables(TomlTable& top, OperationFile& operation) {
    read_day(top, operation);
    top.each_table("contest", [&](TomlTable& table) { operation.contests.push_back(read_contest(table)); });
    if (operation.contests.empty()) top.refuse("contest", "at least one [[contest]] is expected");
    top.each_table("sea", [&](TomlTable& table) { operation.seas.push_back(read_sea(table)); });
    if (auto rules = top.table_if_there("rules")) read_rules(*rules, operation.rules);
    if (auto listeners = top.table_if_there("listener")) read_listeners(*listeners, operation);
    top.each_table("device",
                   [&](TomlTable& table) { operation.devices.push_back(read_device(table, operation.devices)); });
    top.each_table("gpsd", [&](TomlTable& table) { operation.gpsd.push_back(read_gpsd(table, operation.gpsd)); });
}

toml::table parse(std::string_view text, const std::string& file) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        const toml::source_position& place = error.source().begin;
        throw Fault(fmt::format("{}:{}:{}: {}", file, place.line, place.column, printable(error.description())));
    }
}

std::size_t offset_of(std::string_view text, const toml::source_position& place) {
    std::size_t offset = 0;
    for (toml::source_index line = 1; line < place.line; ++line) offset = text.find('\n', offset) + 1;
    return offset + place.column - 1;
}

}  // namespace

OperationFile parse_operation_file(std::string_view text, const std::filesystem::path& file) {
    const toml::table root = parse(text, file.string());
    TomlTable top(root, file.string(), "");
    const std::int64_t format = top.whole("format", 1, std::numeric_limits<std::int64_t>::max());
    if (format > kOperationFormat) {
        throw Fault(fmt::format("{} has format {} of a newer Siaga, this one knows {}; install the newer Siaga",
                                file.string(), format, kOperationFormat));
    }
    OperationFile operation;
    operation.name = top.text("name");
    operation.region = top.text("region");
    operation.zone = read_zone(top);
    operation.areas = top.file_name("areas");
    operation.context = top.file_name_if_there("context");
    operation.villages = top.file_name("villages");
    operation.sites = top.file_name("sites");
    operation.simulated = top.truth_or("simulated", false);
    read_tables(top, operation);
    top.warn_of_unknown_keys();
    return operation;
}

OperationFile read_operation_file(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        throw Fault(
            fmt::format("{} is no folder; make an operation with: siagactl init {}", folder.string(), folder.string()));
    }
    const std::filesystem::path file = folder / kFileName;
    if (!std::filesystem::exists(file, error) && !error) {
        throw Fault(fmt::format("{} is not an operation folder, it has no {}; make one with: siagactl init DIR",
                                folder.string(), kFileName));
    }
    return parse_operation_file(read_whole_file(file, kMaxBytes), file);
}

std::string with_key(const std::string& text, std::string_view key, std::string_view literal) {
    const toml::table root = toml::parse(text);
    std::string edited = text;
    if (const toml::node* node = root.get(key)) {
        // Keys and values of the top level are ASCII up to the value's end, so columns are bytes.
        const std::size_t begin = offset_of(text, node->source().begin);
        edited.replace(begin, offset_of(text, node->source().end) - begin, literal);
    } else {
        edited.insert(offset_of(text, root.get("format")->source().end), fmt::format("\n{} = {}", key, literal));
    }
    return edited;
}

}  // namespace siaga
