#pragma once
// TrailStamps: a trail's round pen at every age and every eighth of a pixel, as small squares of
// coverage. A trail is stamped along its way; where stamps meet, the stronger counts, so that nothing
// overlaps visibly.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace siaga::render {

class TrailStamps {
public:
    static constexpr int kAges = 32;
    static constexpr int kShares = 8;  ///< of a pixel, in x and in y

    /// Precondition: 0 < width_px <= 40.
    explicit TrailStamps(float width_px);

    [[nodiscard]] float width_px() const { return width_px_; }
    /// Rows of a stamp, and bytes from one to the next: a multiple of 8, of which all are to be used.
    [[nodiscard]] int side() const { return side_; }
    [[nodiscard]] int row_bytes() const { return row_bytes_; }
    /// From the pen's place to the stamp's left and upper edge, px.
    [[nodiscard]] float reach() const { return reach_; }

    [[nodiscard]] const std::uint8_t* stamp(int age, int x_share, int y_share) const {
        const int index = (age * kShares + y_share) * kShares + x_share;
        return texels_.data() + static_cast<std::size_t>(index) * stamp_bytes_;
    }

private:
    float width_px_, reach_;
    int side_, row_bytes_;
    std::size_t stamp_bytes_;
    std::vector<std::uint8_t> texels_;
};

}  // namespace siaga::render
