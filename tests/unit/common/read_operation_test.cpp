#include "app/common/read_operation.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <thread>

#include "data/store/store.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::app {
namespace {

using test::kNoon;

TEST(ReadOperationTest, CountsEveryFixOnceWhileTheCoreSeals) {
    const test::TempFolder scratch;
    const std::filesystem::path folder = scratch.path() / "ops";
    init_operation(folder, {.from = SIAGA_SOURCE_DIR "/assets/ttu", .areas = {}, .simulated = false}, kNoon);
    std::atomic<bool> enough{false};
    std::uint64_t all = 0;
    std::thread core([&] {
        Store store(folder, Durability::kFull);
        const UnitIndex unit = store.unit_index(UnitName::literal("U"));
        const SourceIndex source = store.source_index(test::kFeed);
        for (std::uint64_t size = 1; !enough; ++size) {
            StoreBatch batch;
            for (std::uint64_t i = 0; i < size; ++i) test::add_fix(batch, test::sample_fix(unit, source, all++));
            store.commit(batch);
            store.seal(slice_start(batch.fixes.back().time) + kSliceLength);
        }
    });
    for (int look = 0; look < 60; ++look) {
        const std::uint64_t fixes = ReadOperation(folder).figures().fixes_stored;
        std::uint64_t whole = 0;  // as many as in some number of commits
        for (std::uint64_t size = 1; whole < fixes; ++size) whole += size;
        EXPECT_EQ(fixes, whole);
    }
    enough = true;
    core.join();
    EXPECT_EQ(ReadOperation(folder).figures().fixes_stored, all);
}

}  // namespace
}  // namespace siaga::app
