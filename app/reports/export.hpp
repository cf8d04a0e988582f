#pragma once
// Exports of the record between two times, both included. Every export of a simulated operation says
// DATA SIMULASI inside the file; times stand in UTC and in the operation's zone.

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "data/situation/history.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

enum class ExportFormat : std::uint8_t { kCsv, kGeoJson, kGpx, kKml };
/// The name on the command line and the extension of a file, and the format of that name.
struct ExportFormatName {
    std::string_view name;
    ExportFormat format;
};
inline constexpr std::array<ExportFormatName, 4> kExportFormats{{{"csv", ExportFormat::kCsv},
                                                                 {"geojson", ExportFormat::kGeoJson},
                                                                 {"gpx", ExportFormat::kGpx},
                                                                 {"kml", ExportFormat::kKml}}};
[[nodiscard]] std::optional<ExportFormat> export_format_from_name(std::string_view name);

inline constexpr std::string_view kSimulatedNotice = "DATA SIMULASI";

struct ExportRange {
    Time from, to;
    std::optional<UnitIndex> unit{};  ///< of fixes: only those of this unit
};

/// CSV (RFC 4180) or GeoJSON (RFC 7946) points by time, then unit; GPX 1.1 with one track per unit, a
/// new segment after each gap; KML 2.2 with one folder per unit: a line per segment, a point per fix.
void export_fixes(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                  ExportRange range);

/// CSV with one row, or GeoJSON with one feature (null geometry without a place) per entry; GPX and KML
/// have a waypoint or placemark per entry that has a place. By event time, then number.
void export_events(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                   ExportRange range);

/// RFC 4180 quoting; a cell that a spreadsheet would run as a formula (= + - @ tab) is prefixed with '.
/// Numbers are written by the exports themselves and do not pass here.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// The five characters of XML; control characters that XML 1.0 does not allow are dropped.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace siaga::app
