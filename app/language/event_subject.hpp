#pragma once
// Whom an event is about, without writing its text: cheap enough to ask of every entry of a day.

#include <string_view>

#include "data/model/event.hpp"

namespace siaga::app {

[[nodiscard]] bool is_about(const Event& event, const DistrictCode& district);
[[nodiscard]] bool is_about(const Event& event, const UnitName& unit);

}  // namespace siaga::app
