#pragma once
// UnitBook: what the core remembers of each unit to judge its next fix in O(1): the newest fix and how
// fast it sends.

#include <boost/unordered/unordered_flat_map.hpp>

#include <deque>
#include <optional>
#include <string>

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
    std::optional<Neighbour> newest;  ///< of those that move markers, the staged ones included
    LiveRate rate;

    void note(const Fix& fix);
};

class UnitBook {
public:
    /// The reference holds for the life of the book.
    [[nodiscard]] UnitPage& page(const std::string& unit) {
        const auto [found, fresh] = by_name_.try_emplace(unit, nullptr);
        if (fresh) found->second = &pages_.emplace_back();
        return *found->second;
    }

private:
    std::deque<UnitPage> pages_;
    boost::unordered_flat_map<std::string, UnitPage*> by_name_;  ///< flat: one look-up per fix is the dearest part
};

}  // namespace siaga
