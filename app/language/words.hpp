#pragma once
// Words: the domain's enums as people read them, in the language of use_language().

#include "app/language/language.hpp"
#include "data/model/enum_names.hpp"

namespace siaga::app {

[[nodiscard]] const char* words_for(DistrictClass shown);
[[nodiscard]] const char* words_for(PlenaryStage stage);
[[nodiscard]] const char* words_for(PlenaryFlagKind flag);
[[nodiscard]] const char* words_for(BoxStage stage);
[[nodiscard]] const char* words_for(BoxFault fault);
[[nodiscard]] const char* words_for(Condition condition);
[[nodiscard]] const char* words_for(IncidentKind kind);
[[nodiscard]] const char* words_for(IncidentStep step);
[[nodiscard]] const char* words_for(AlertRule rule);
[[nodiscard]] const char* words_for(AlertStep step);
[[nodiscard]] const char* words_for(Role role);
[[nodiscard]] const char* words_for(AccessStep step);
[[nodiscard]] const char* words_for(DeviceStep step);
[[nodiscard]] const char* words_for(SignInFault reason);

/// One short word where there is no room for more.
[[nodiscard]] const char* short_words_for(DistrictClass shown);
[[nodiscard]] const char* short_words_for(PlenaryStage stage);
/// One short word for a tile of the box journey.
[[nodiscard]] const char* short_words_for(BoxStage stage);

}  // namespace siaga::app
