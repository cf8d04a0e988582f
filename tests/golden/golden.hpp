#pragma once
// Golden pictures: what is drawn now against what was accepted. To accept new pictures, look at them
// in the build folder and run tests/tools/accept_golden.sh.

#include <string_view>

#include <gtest/gtest.h>

#include "render/image.hpp"

namespace siaga::render {

/// Drivers differ in rounding and in the last texel of a glyph: of at most 0.5 % of the pixels a
/// channel may differ by more than 24 of 255.
inline constexpr double kGoldenShare = 0.005;
inline constexpr int kGoldenTolerance = 24;

/// Compares with tests/golden/baseline/NAME.png. The picture is always written to BUILD/golden/NAME.png;
/// a missing baseline is a failure.
[[nodiscard]] testing::AssertionResult matches_baseline(const Image& seen, std::string_view name);

}  // namespace siaga::render
