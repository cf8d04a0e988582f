#include "app/common/progress_bar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siaga::app {
namespace {

TEST(ProgressBar, ShowsHowFarItIs) {
    EXPECT_EQ(progress_text(0, 10'000), "[--------------------]   0 %, 0 of 10000");
    EXPECT_EQ(progress_text(4'000, 10'000), "[########------------]  40 %, 4000 of 10000");
    EXPECT_EQ(progress_text(10'001, 10'000), "[####################] 100 %, 10000 of 10000");
    EXPECT_EQ(progress_text(0, 0), "[####################] 100 %, 0 of 0");
}

TEST(ProgressBar, WritesOverItsLineAndLeavesItAtTheEnd) {
    std::string written;
    {
        ProgressBar bar(2, [&](std::string_view text) { written += text; });
        bar.show(1);
        bar.show(1);
        bar.show(2);
    }
    EXPECT_EQ(written, "\r" + progress_text(1, 2) + "\r" + progress_text(2, 2) + "\n");
}

TEST(ProgressBar, IsSilentWhenNobodyWatches) {
    ProgressBar bar(2, {});
    bar.show(1);
}

}  // namespace
}  // namespace siaga::app
