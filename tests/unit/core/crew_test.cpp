#include "data/core/crew.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace siaga {
namespace {

TEST(Crew, DoesEveryRoundOnceInEveryLoop) {
    for (const unsigned helpers : {0U, 1U, 3U}) {
        Crew crew(helpers);
        constexpr std::size_t kMostRounds = 40;
        constexpr int kLoops = 300;
        std::vector<int> done(kMostRounds, 0);
        for (int loop = 0; loop < kLoops; ++loop) {
            const std::size_t rounds = static_cast<std::size_t>(loop) % (kMostRounds + 1);
            crew.run(rounds, [&](std::size_t i) { ++done[i]; });  // a plain int: no other thread has the round
            const auto before = std::exchange(done, std::vector<int>(kMostRounds, 0));
            EXPECT_EQ(std::accumulate(before.begin(), before.end(), std::size_t{0}), rounds);
            EXPECT_TRUE(std::all_of(before.begin(), before.end(), [](int times) { return times <= 1; }));
        }
    }
}

}  // namespace
}  // namespace siaga
