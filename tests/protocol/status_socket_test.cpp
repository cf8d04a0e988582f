#include "net/status_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "tests/unit/store/store_samples.hpp"

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Every member has something to lose.
CoreStatus busy_core() {
    CoreStatus status;
    status.listeners = {{"feed", "127.0.0.1:7117 TLS", 31, 412, 1'204'331, 118.25, {{"AUTH_FAILED", 812}, {"IDLE", 3}}},
                        {"http", "", 0, 0, 0, 0, {}}};
    status.sessions = {{"feed", "poskotis-7", "field", "10.8.0.12", 7'200s, 3s, 4'400, 12, 17, "TELEPORT"},
                       {"http", "a \"quoted\"\x01 name", "", "2001:db8::/64", 1s, 0s, 1, 1, 0, ""}};
    status.queued = 4'096;
    status.queue_room = 8'388'608;
    status.storage_problem = "cannot write ledger.db: No space left on device";
    return status;
}

TEST(CoreStatusJson, ReadsBackTheSame) {
    const Result<CoreStatus> again = parse_core_status(to_json(busy_core()));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, busy_core());
}

TEST(CoreStatusJson, TakesWhatIsMissingOrOfAnotherTypeForNothing) {
    const Result<CoreStatus> poor = parse_core_status(
        R"({"queued":-1,"listeners":[{"name":7,"refused":{"A":"b"}},3],"sessions":{"who":"x"},"more":true})");
    ASSERT_TRUE(poor);
    CoreStatus expected;
    expected.listeners = {{}, {}};
    EXPECT_EQ(*poor, expected);
    EXPECT_FALSE(parse_core_status("[]"));
    EXPECT_FALSE(parse_core_status(R"({"queued":)"));
}

class StatusSocketTest : public testing::Test {
protected:
    siaga::test::TempFolder folder;
};

TEST_F(StatusSocketTest, TellsWhoeverAsks) {
    StatusSocket socket(folder.path(), busy_core);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ask_core(folder.path()), busy_core());
    EXPECT_EQ(fs::status(folder.path() / "core.sock").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    socket.stop();
    EXPECT_FALSE(fs::exists(folder.path() / "core.sock"));
    EXPECT_EQ(ask_core(folder.path()), std::nullopt);
}

TEST_F(StatusSocketTest, TakesThePlaceOfWhatAKilledCoreLeft) {
    auto killed = std::make_unique<StatusSocket>(folder.path(), busy_core);
    fs::rename(folder.path() / "core.sock", folder.path() / "kept");
    killed.reset();
    fs::rename(folder.path() / "kept", folder.path() / "core.sock");
    EXPECT_EQ(ask_core(folder.path()), std::nullopt);
    const StatusSocket socket(folder.path(), busy_core);
    EXPECT_EQ(ask_core(folder.path()), busy_core());
}

TEST_F(StatusSocketTest, AnswersInAFolderTooDeepForASocketsAddress) {
    const fs::path deep = folder.path() / std::string(100, 'a') / std::string(100, 'b');
    fs::create_directories(deep);
    const StatusSocket socket(deep, busy_core);
    EXPECT_EQ(ask_core(deep), busy_core());
}

TEST_F(StatusSocketTest, IsNotThereWhereNoSocketCanBe) {
    const StatusSocket nowhere(folder.path() / "missing", busy_core);
    EXPECT_EQ(ask_core(folder.path() / "missing"), std::nullopt);
}

TEST_F(StatusSocketTest, LooksThoughNobodyAsks) {
    std::atomic<int> looks{0};
    const StatusSocket socket(folder.path(), [&] {
        ++looks;
        return busy_core();
    });
    while (looks == 0) std::this_thread::yield();
    SUCCEED();
}

}  // namespace
}  // namespace siaga::net
