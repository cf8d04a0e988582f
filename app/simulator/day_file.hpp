#pragma once
// The day file: JSON Lines. One "day" line, then "unit", "leg" and "event" lines.
//   {"type":"day","v":1,"simulated":true,"seed":20241130,"start":ms,"end":ms,"fix_every_s":5,
//    "sources":[{"name":"relai-1","role":"field"},...]}
//   {"type":"unit","unit":"RAJAWALI-07","source":"relai-1","battery_pct":92,"silent":[from,until,...],"off":[...],...}
//   {"type":"leg","unit":"RAJAWALI-07","at":[lon_e5,lat_e5,second],"steps":[dlon,dlat,dsecond,...]}
//   {"type":"event","send":ms,"source":"poskotis", then the members of the wire (event_json.hpp)}

#include <filesystem>
#include <string>
#include <string_view>

#include "app/simulator/day_plan.hpp"
#include "data/core/result.hpp"

namespace siaga::app {

[[nodiscard]] std::string day_text(const DayPlan& plan);

/// The Problem's offset is that of the line.
[[nodiscard]] Result<DayPlan> day_from_text(std::string_view text);

/// Reads FOLDER/day-2024-11-30.jsonl. Throws Fault naming the file, the line and the reason.
[[nodiscard]] DayPlan load_day(const std::filesystem::path& folder);

}  // namespace siaga::app
