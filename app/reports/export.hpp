#pragma once
// Exports of the record between two times, both included. Every export of a simulated operation says
// DATA SIMULASI inside the file; times stand in UTC and in the operation's zone.

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

#include "data/situation/history.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

enum class ExportFormat : std::uint8_t { kCsv, kGeoJson, kGpx };
[[nodiscard]] std::optional<ExportFormat> export_format_from_name(std::string_view name);

inline constexpr std::string_view kSimulatedNotice = "DATA SIMULASI";

struct ExportRange {
    Time from, to;
};

/// CSV (RFC 4180), GeoJSON (RFC 7946) points, or GPX 1.1 with one track per unit; by time, then unit.
void export_fixes(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                  ExportRange range);

/// CSV with one row, or GeoJSON with one feature (null geometry without a place) per entry; GPX has a
/// waypoint per entry that has a place. By event time, then number.
void export_events(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                   ExportRange range);

/// RFC 4180 quoting; a cell that a spreadsheet would run as a formula (= + - @ tab) is prefixed with '.
/// Numbers are written by the exports themselves and do not pass here.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// The five characters of XML; control characters that XML 1.0 does not allow are dropped.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace siaga::app
