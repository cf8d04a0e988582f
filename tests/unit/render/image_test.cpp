#include "render/image.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/core/fault.hpp"

namespace siaga::render {
namespace {

Image ramp(int width, int height) {
    Image image{width, height, {}};
    for (int i = 0; i < width * height; ++i) {
        const auto value = static_cast<std::uint8_t>(i * 7 % 256);
        image.rgba.insert(image.rgba.end(), {value, static_cast<std::uint8_t>(255 - value), 40, 255});
    }
    return image;
}

std::filesystem::path in_temp(const char* name) { return std::filesystem::path(testing::TempDir()) / name; }

TEST(Png, ReadsBackWhatWasWritten) {
    const std::filesystem::path file = in_temp("ramp.png");
    write_png(file, ramp(33, 17));
    EXPECT_EQ(read_png(file), ramp(33, 17));
    EXPECT_FALSE(std::filesystem::exists(in_temp("ramp.png.part")));
    std::filesystem::remove(file);
}

TEST(Png, NamesTheFileThatCannotBeWritten) {
    try {
        write_png("/nowhere/wall.png", ramp(2, 2));
        FAIL() << "the picture was written";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), testing::StartsWith("/nowhere/wall.png: cannot be written: "));
    }
}

TEST(Png, NamesTheFileThatIsNone) {
    const std::filesystem::path file = in_temp("none.png");
    std::ofstream(file) << "not a picture";
    try {
        static_cast<void>(read_png(file));
        FAIL() << "the file was read";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), testing::StartsWith(file.string() + ": cannot be read: "));
    }
    std::filesystem::remove(file);
}

TEST(Comparison, CountsPixelsBeyondTheTolerance) {
    const Image a = ramp(10, 10);
    Image b = a;
    b.rgba[0] = static_cast<std::uint8_t>(b.rgba[0] + 30);
    b.rgba[4] = static_cast<std::uint8_t>(b.rgba[4] + 20);
    const ImageDifference difference = compare(a, b, 24);
    EXPECT_TRUE(difference.same_size);
    EXPECT_DOUBLE_EQ(difference.share, 0.01);
    EXPECT_EQ(difference.largest, 30);
}

TEST(Comparison, OfOtherSizesDiffersWholly) {
    const ImageDifference difference = compare(ramp(10, 10), ramp(10, 11), 24);
    EXPECT_FALSE(difference.same_size);
    EXPECT_DOUBLE_EQ(difference.share, 1);
}

}  // namespace
}  // namespace siaga::render
