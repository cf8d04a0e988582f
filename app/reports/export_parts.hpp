#pragma once
// What the exports of fixes and of events share.

#include <ostream>
#include <string>

#include "app/reports/export.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {

[[nodiscard]] const std::string& unit_name(const History& history, const Fix& fix);
/// A 1e-7 degree value as decimal degrees, exactly.
[[nodiscard]] std::string degrees(std::int32_t value_e7);
void write_point(JsonWriter& json, LonLat place);
/// The heading of the CSV's last column: it says DATA SIMULASI also where no row follows.
[[nodiscard]] std::string note_column(const Operation& operation);
/// Up to and including the '[' of "features".
void begin_feature_collection(std::ostream& out, const Operation& operation, ExportRange range);
/// Up to and including the metadata; times of the GPX are UTC, as the format wants.
void begin_gpx(std::ostream& out, const Operation& operation);

}  // namespace siaga::app
