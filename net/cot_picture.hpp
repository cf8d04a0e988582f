#pragma once
// CotPicture: what connected TAK clients are shown, as Cursor on Target: units with course and age, calls for help,
// sites, and the districts as shapes in the colour of their status (PROTOCOL, section 4, Out). Functions of situations
// alone; who gets it, and when, is net/cot_server's.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "data/geo/areas.hpp"
#include "data/situation/situation.hpp"

namespace siaga::net {

/// 0xRRGGBB of each DistrictClass: those of the wall's chips.
using CotColours = std::array<std::uint32_t, kEnumCount<DistrictClass>>;
[[nodiscard]] const CotColours& cot_colours();

class CotPicture {
public:
    /// `districts`: as Roster::districts; their outlines are simplified to about 50 m.
    explicit CotPicture(const std::vector<Area>& districts);

    /// One event or several, and whose they are: nobody is shown itself.
    struct Part {
        UnitName unit;  ///< empty: of no unit
        std::string xml;
    };
    /// Everything, for who has just connected.
    [[nodiscard]] std::vector<Part> whole(const Situation& now) const;
    /// What is not as it was.
    [[nodiscard]] std::vector<Part> changes(const Situation& before, const Situation& now) const;

private:
    [[nodiscard]] std::string district(const Situation& now, std::size_t i) const;

    std::vector<std::vector<Ring>> outlines_;  ///< by district
};

}  // namespace siaga::net
