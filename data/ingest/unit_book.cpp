#include "data/ingest/unit_book.hpp"

#include <algorithm>

namespace siaga {

bool LiveRate::take(Time now) {
    const double passed = filled_ && now > *filled_ ? std::chrono::duration<double>(now - *filled_).count() : 0;
    tokens_ = std::min(kBurst, tokens_ + passed * kPerSecond);
    filled_ = filled_ ? std::max(now, *filled_) : now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

void UnitBook::note(const std::string& unit, const Fix& fix) {
    UnitPage& page = pages_[unit];
    page.index = fix.unit;
    if (fix.moves_marker() && (!page.newest || page.newest->time <= fix.time)) {
        page.newest = Neighbour{fix.time, fix.position};
    }
}

}  // namespace siaga
