// Any bytes as a packed slice, read where they lie: the newest fix of each unit, all places, or a refusal.

#include <cstdlib>

#include "data/model/track_slice.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const siaga::Time t = siaga::time_from_ms(1732948202120);
    std::int64_t unit = -1;
    const auto problem = siaga::newest_in_slice({data, size}, t, [&](const siaga::Fix& fix) {
        if (fix.time > t || !fix.moves_marker() || static_cast<std::int64_t>(fix.unit) <= unit) std::abort();
        unit = static_cast<std::int64_t>(fix.unit);
    });
    if (problem && problem->code != siaga::Refusal::kMalformed) std::abort();
    const auto places = siaga::places_in_slice({data, size});
    if (!places && places.problem().code != siaga::Refusal::kMalformed) std::abort();
    return 0;
}
