#pragma once
// UnitBook: what the core remembers of each unit to judge its next fix in O(1): the newest committed fix
// and how fast it sends.

#include <optional>
#include <string>
#include <unordered_map>

#include "data/ingest/fix_checks.hpp"

namespace siaga {

/// 50 live fixes a second sustained, five seconds of it at once (PROTOCOL: Siaga feed, Limits).
class LiveRate {
public:
    static constexpr double kPerSecond = 50;
    static constexpr double kBurst = 250;
    /// A fix older than this is backlog after an outage, and no flood.
    static constexpr Millis kBacklogAfter{30'000};

    /// False: too many. `now` is the core's clock.
    [[nodiscard]] bool take(Time now);

private:
    double tokens_ = kBurst;
    std::optional<Time> filled_;
};

struct UnitPage {
    std::optional<UnitIndex> index;   ///< none before the first accepted fix
    std::optional<Neighbour> newest;  ///< of those that move markers
    LiveRate rate;
};

class UnitBook {
public:
    /// The reference holds for the life of the book.
    [[nodiscard]] UnitPage& page(const UnitName& unit) { return pages_[unit.text()]; }
    /// After the fix was committed.
    void note(const std::string& unit, const Fix& fix);

private:
    std::unordered_map<std::string, UnitPage> pages_;
};

}  // namespace siaga
