#include "net/auth.hpp"

#include <algorithm>

namespace siaga::net {

bool Identity::may_speak_for(const UnitName& unit) const {
    return units.empty() || std::find(units.begin(), units.end(), unit) != units.end();
}

}  // namespace siaga::net
