// QR codes, read by another library than the one that made them.
#include "app/common/qr_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>
#include <zbar.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

/// What a camera would read; "" for nothing.
std::string read_png_code(const std::string& bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return "";
    image.format = PNG_FORMAT_GRAY;
    std::vector<std::uint8_t> grey(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, grey.data(), 0, nullptr) == 0) return "";
    zbar::Image picture(image.width, image.height, "Y800", grey.data(), grey.size());
    zbar::ImageScanner scanner;
    if (scanner.scan(picture) != 1) return "";
    return picture.symbol_begin()->get_data();
}

TEST(QrCode, IsReadByACamera) {
    for (const std::string& text :
         {std::string("http://10.8.0.1:5055/ab12?id=hp-04"), std::string("A"), std::string(600, 'x')}) {
        EXPECT_EQ(read_png_code(QrCode(text).png()), text);
    }
}

TEST(QrCode, IsLightAroundAndDarkInItsCorner) {
    const QrCode code("siaga");
    EXPECT_EQ(code.side(), 21);
    EXPECT_TRUE(code.dark(0, 0));
    EXPECT_TRUE(code.dark(20, 0));
    EXPECT_TRUE(code.dark(0, 20));
    EXPECT_FALSE(code.dark(-1, 0));
    EXPECT_FALSE(code.dark(0, 21));
}

TEST(QrCode, InATerminalHasTwoModulesALine) {
    const std::string text = QrCode("siaga").terminal_text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 15);  // 21 modules and 8 of quiet, two a line
    EXPECT_THAT(text, testing::HasSubstr("\u2588"));
}

TEST(QrCode, OfTooMuchIsAFault) { EXPECT_THROW(QrCode(std::string(3000, 'x')), Fault); }

}  // namespace
}  // namespace siaga::app
