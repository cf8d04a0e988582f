#pragma once
// What the exports of fixes and of events share.

#include <ostream>
#include <string>

#include "app/reports/export.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {

/// Every fix of the range, by time; of one unit where it names one.
template <class Visit> void for_each_fix(const History& history, const ExportRange& range, Visit visit) {
    if (!range.unit) return history.tracks().for_each(range.from, range.to, visit);
    for (const Fix& fix : history.tracks().track(*range.unit, range.from, range.to)) visit(fix);
}

[[nodiscard]] const std::string& unit_name(const History& history, const Fix& fix);
/// Does the way of a unit go on at this fix? Not after a gap, of which nothing is known.
[[nodiscard]] bool goes_on(Time last, const Fix& fix);
/// A 1e-7 degree value as decimal degrees, exactly.
[[nodiscard]] std::string degrees(std::int32_t value_e7);
void write_point(JsonWriter& json, LonLat place);
/// The heading of the CSV's last column: it says DATA SIMULASI also where no row follows.
[[nodiscard]] std::string note_column(const Operation& operation);
/// Up to and including the '[' of "features".
void begin_feature_collection(std::ostream& out, const Operation& operation, ExportRange range);
/// Up to and including the metadata; times of the GPX are UTC, as the format wants.
void begin_gpx(std::ostream& out, const Operation& operation);
/// Up to and including the document's description; end_kml closes it.
void begin_kml(std::ostream& out, const Operation& operation);
void end_kml(std::ostream& out);
void write_fixes_kml(std::ostream& out, const Operation& operation, const History& history, ExportRange range);

}  // namespace siaga::app
