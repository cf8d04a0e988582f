#pragma once
// FleetDay: a day of positions made from a seed, the same on every run: units that drive and stop in
// the regency, a receiver's noise, intervals that jitter, reception delayed by the network. 2,000 units
// of 5,000 fixes are the 10 million fixes of the bars.
//
//   FleetDay day({.units = 2000, .fixes_per_unit = 5000});
//   day.for_each([&](const Fix& fix) { ... });     // in order of time, then unit

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga::app::bench {

struct FleetDayShape {
    std::uint32_t units = 2000;
    std::uint32_t fixes_per_unit = 5000;
    std::uint64_t seed = 305;
    Time start = time_from_ms(1732896000000);  ///< 2024-11-30 00:00 WITA
    Millis length{24h};
};

class FleetDay {
public:
    explicit FleetDay(FleetDayShape shape) : shape_(shape) {}

    [[nodiscard]] const FleetDayShape& shape() const { return shape_; }
    [[nodiscard]] Time end() const { return shape_.start + shape_.length; }
    [[nodiscard]] std::uint64_t count() const { return std::uint64_t{shape_.units} * shape_.fixes_per_unit; }
    /// "U-0001" and on, by UnitIndex. Every unit is its own source, seq from 1.
    [[nodiscard]] std::vector<std::string> unit_names() const;
    void for_each(const std::function<void(const Fix&)>& visit) const;

private:
    FleetDayShape shape_;
};

}  // namespace siaga::app::bench
