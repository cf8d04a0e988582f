#include "render/image.hpp"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "data/core/fault.hpp"

namespace siaga::render {
namespace {

constexpr unsigned kLargestSide = 16384;

png_image described(unsigned width, unsigned height) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = width;
    png.height = height;
    png.format = PNG_FORMAT_RGBA;
    return png;
}

}  // namespace

void write_png(const std::filesystem::path& file, const Image& image) {
    std::filesystem::path half = file;
    half += ".part";
    png_image png = described(static_cast<unsigned>(image.width), static_cast<unsigned>(image.height));
    png.flags |= PNG_IMAGE_FLAG_FAST;
    if (png_image_write_to_file(&png, half.c_str(), 0, image.rgba.data(), 0, nullptr) == 0) {
        std::error_code ignored;
        std::filesystem::remove(half, ignored);
        throw Fault(fmt::format("{}: cannot be written: {}; check the folder and its permissions", file.string(),
                                static_cast<const char*>(png.message)));
    }
    std::error_code error;
    std::filesystem::rename(half, file, error);
    if (error) throw Fault(fmt::format("{}: cannot be written: {}", file.string(), error.message()));
}

Image read_png(const std::filesystem::path& file) {
    png_image png = described(0, 0);
    if (png_image_begin_read_from_file(&png, file.c_str()) == 0) {
        throw Fault(fmt::format("{}: cannot be read: {}", file.string(), static_cast<const char*>(png.message)));
    }
    if (png.width > kLargestSide || png.height > kLargestSide) {
        png_image_free(&png);
        throw Fault(fmt::format("{}: larger than {} pixels a side", file.string(), kLargestSide));
    }
    png.format = PNG_FORMAT_RGBA;
    Image image{static_cast<int>(png.width), static_cast<int>(png.height), {}};
    image.rgba.resize(PNG_IMAGE_SIZE(png));
    if (png_image_finish_read(&png, nullptr, image.rgba.data(), 0, nullptr) == 0) {
        throw Fault(fmt::format("{}: cannot be read: {}", file.string(), static_cast<const char*>(png.message)));
    }
    return image;
}

ImageDifference compare(const Image& a, const Image& b, int channel_tolerance) {
    if (a.width != b.width || a.height != b.height || a.rgba.size() != b.rgba.size()) return {};
    ImageDifference difference{true, 0, 0};
    std::size_t differing = 0;
    for (std::size_t pixel = 0; pixel < a.pixel_count(); ++pixel) {
        int largest = 0;
        for (std::size_t channel = pixel * 4; channel < pixel * 4 + 4; ++channel) {
            largest = std::max(largest, std::abs(a.rgba[channel] - b.rgba[channel]));
        }
        difference.largest = std::max(difference.largest, largest);
        if (largest > channel_tolerance) ++differing;
    }
    if (a.pixel_count() > 0) difference.share = static_cast<double>(differing) / static_cast<double>(a.pixel_count());
    return difference;
}

}  // namespace siaga::render
