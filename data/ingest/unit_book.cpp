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

void UnitPage::note(const Fix& fix) {
    index = fix.unit;
    if (fix.moves_marker() && (!newest || newest->time <= fix.time)) newest = Neighbour{fix.time, fix.position};
}

}  // namespace siaga
