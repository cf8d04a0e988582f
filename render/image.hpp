#pragma once
// Image: RGBA pixels in memory, and PNG files of them.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace siaga::render {

struct Image {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  ///< width * height * 4, first row at the top

    [[nodiscard]] std::size_t pixel_count() const { return rgba.size() / 4; }
    friend bool operator==(const Image&, const Image&) = default;
};

/// Written to a file beside it and renamed, so no half picture is ever seen. Throws Fault naming the file.
void write_png(const std::filesystem::path& file, const Image& image);
/// Throws Fault naming the file when it is missing, no PNG or larger than 16384 pixels a side.
[[nodiscard]] Image read_png(const std::filesystem::path& file);

struct ImageDifference {
    bool same_size = false;
    double share = 1;   ///< of the pixels, those with a channel that differs by more than the tolerance
    int largest = 255;  ///< the largest difference of any channel
};
[[nodiscard]] ImageDifference compare(const Image& a, const Image& b, int channel_tolerance);

}  // namespace siaga::render
