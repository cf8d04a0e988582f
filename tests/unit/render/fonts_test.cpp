#include "render/fonts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/core/fault.hpp"

namespace siaga::render {
namespace {

class FontFolder : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  (std::string("fonts_") + testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void put(const std::string& file) const { std::ofstream(folder_ / file) << "x"; }

    std::filesystem::path folder_;
};

TEST_F(FontFolder, GivesTheFontThatIsThere) {
    put("Inter-SemiBold.otf");
    const FontFile file = font_file("Inter-SemiBold", {"/nowhere", folder_});
    EXPECT_EQ(file.path, folder_ / "Inter-SemiBold.otf");
    EXPECT_EQ(file.warning, "");
}

TEST_F(FontFolder, FallsBackAndSaysSo) {
    put("DejaVuSans-Bold.ttf");
    const FontFile file = font_file("Inter-SemiBold", {folder_});
    EXPECT_EQ(file.path, folder_ / "DejaVuSans-Bold.ttf");
    EXPECT_EQ(file.warning,
              "font Inter-SemiBold is not installed, DejaVuSans-Bold takes its place; install the "
              "package fonts-inter");
}

TEST_F(FontFolder, NamesThePackageWhenNothingIsThere) {
    try {
        static_cast<void>(font_file("Inter-Medium", {folder_}));
        FAIL() << "a font was found";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.exit(), Exit::kEnvironment);
        EXPECT_THAT(fault.what(), testing::HasSubstr("neither Inter-Medium nor DejaVuSans is installed"));
        EXPECT_THAT(fault.what(), testing::HasSubstr("fonts-inter"));
    }
}

}  // namespace
}  // namespace siaga::render
