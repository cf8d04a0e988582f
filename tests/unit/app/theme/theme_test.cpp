#include "app/theme/theme.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "net/cot_picture.hpp"

namespace siaga::app::theme {
namespace {

constexpr auto kCount = kEnumCount<DistrictClass>;

TEST(Theme, HasTheColoursThatTakClientsAreShown) {
    for (std::size_t i = 0; i < kCount; ++i) {
        EXPECT_EQ(class_style(static_cast<DistrictClass>(i)).chip, Colour::hex(net::cot_colours()[i])) << i;
    }
}

TEST(Theme, GivesEachClassAPatternOfItsOwn) {
    std::set<render::Pattern> patterns;
    for (std::size_t i = 0; i < kCount; ++i) patterns.insert(class_style(static_cast<DistrictClass>(i)).area.pattern);
    EXPECT_EQ(patterns.size(), kCount);
}

TEST(Theme, DrawsEachPatternSoThatItShowsWithoutColour) {
    for (std::size_t i = 0; i < kCount; ++i) {
        const render::AreaStyle& area = class_style(static_cast<DistrictClass>(i)).area;
        if (area.pattern == render::Pattern::kNone) continue;
        const double ink =
            luma(area.fill) + (luma(area.pattern_colour) - luma(area.fill)) * area.pattern_colour.a / 255.0;
        EXPECT_GE(std::abs(ink - luma(area.fill)), 12) << name_of(static_cast<DistrictClass>(i));
    }
}

TEST(Theme, GivesEachClassAChipOfItsOwn) {
    for (std::size_t i = 0; i < kCount; ++i) {
        for (std::size_t j = i + 1; j < kCount; ++j) {
            const Colour a = class_style(static_cast<DistrictClass>(i)).chip,
                         b = class_style(static_cast<DistrictClass>(j)).chip;
            const int apart = std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b);
            EXPECT_GE(apart, 60) << i << " and " << j;
        }
    }
}

TEST(Theme, NeverPaintsTheUnknownGreen) {
    const Colour chip = class_style(DistrictClass::kUnknown).chip;
    EXPECT_FALSE(chip.g > chip.r && chip.g > chip.b);
}

}  // namespace
}  // namespace siaga::app::theme
