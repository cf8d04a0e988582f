// Disks that are full or read-only, as the system makes them. They need the right to mount (root); without it these
// tests are skipped, and tests/unit/ingest/core_faults_test.cpp remains.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "data/core/clock.hpp"
#include "data/store/store_reader.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"
#include "tests/support/rounds.hpp"

namespace siaga::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A file system in memory of so many bytes.
class SmallDisk {
public:
    SmallDisk(std::string place, const std::string& size) : place_(std::move(place)) {
        fs::create_directory(place_);
        mounted_ = ::mount("tmpfs", place_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool mounted() const { return mounted_; }
    /// Everything that is left, up to the last byte.
    void fill() const {
        std::ofstream out(place_ + "/ballast", std::ios::binary);
        const std::string piece(4096, 'b');
        while (out.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
        }
    }
    void make_room() const { fs::remove(place_ + "/ballast"); }
    [[nodiscard]] bool read_only() const { return remount(MS_RDONLY); }
    [[nodiscard]] bool writable() const { return remount(0); }

private:
    [[nodiscard]] bool remount(unsigned long flags) const {
        return ::mount(nullptr, place_.c_str(), nullptr, MS_REMOUNT | flags, nullptr) == 0;
    }
    std::string place_;
    bool mounted_ = false;
};

class DiskTest : public testing::Test {
protected:
    void SetUp() override {
        if (!disk_.mounted()) GTEST_SKIP() << "this user may not mount";
        ASSERT_EQ(run_siagactl({"init", ops_}).exit, 0);
    }
    /// Soon: the core publishes how it is after it has answered.
    void expect_status(const testing::Matcher<const std::string&>& expected) const {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        std::string status;
        do {
            status = run_siagactl({"status", "--operation", ops_}).out;
        } while (!expected.Matches(status) && std::chrono::steady_clock::now() < deadline);
        EXPECT_THAT(status, expected);
    }
    Scratch scratch_;
    std::string place_ = scratch_ / "disk";
    SmallDisk disk_{place_, "4m"};
    std::string ops_ = place_ + "/ops";
};

std::string report(std::uint64_t seq) {
    return R"({"type":"event","seq":)" + std::to_string(seq) + R"(,"time":)" +
           std::to_string(unix_ms(SystemClock().now())) +
           R"(,"kind":"report","district":"53.03.05","condition":"KONDUSIF","text":")" + std::string(400, 'x') +
           "\"}\n";
}

TEST_F(DiskTest, AFullOneIsAnsweredAndLeftBehindByItself) {
    const std::string token = add_token(ops_, "poskotis-7", "field");
    Serving serving(ops_);
    Connection connection(serving.await_port());
    ASSERT_TRUE(connection.open());
    connection.send(hello(token, "poskotis-7"));
    ASSERT_THAT(connection.line().value_or(""), HasSubstr("welcome"));
    const int cycles = rounds(3, 100);
    std::uint64_t seq = 1;
    for (int cycle = 0; cycle < cycles && !HasFailure(); ++cycle) {
        disk_.fill();
        std::string answer;
        constexpr int kMostThatFit = 300;  // what a journal still holds
        for (int i = 0; i < kMostThatFit && answer.find("nack") == std::string::npos; ++i, ++seq) {
            connection.send(report(seq));
            answer = connection.line().value_or("nothing");
        }
        EXPECT_THAT(answer, HasSubstr(R"("code":"STORAGE_FULL")"));
        EXPECT_THAT(answer, HasSubstr("make room on the disk"));
        EXPECT_EQ(run_siagactl({"state", "--operation", ops_}).exit, 0);
        expect_status(HasSubstr("recording    NO: cannot write "));
        disk_.make_room();
        connection.send(report(--seq));
        EXPECT_THAT(connection.line().value_or("nothing"), HasSubstr(R"("type":"ack")")) << "by itself";
        expect_status(testing::AllOf(HasSubstr("core         runs"), testing::Not(HasSubstr("recording"))));
        ++seq;
    }
    EXPECT_EQ(serving.end().exit, 0);
    std::uint64_t expected = 1;
    StoreReader(ops_).read_entries(0, [&](const Entry& entry) {
        if (entry.source.text() != "poskotis-7") return;
        EXPECT_EQ(entry.seq, expected++);
    });
    EXPECT_EQ(expected, seq) << "everything acknowledged is there, once";
}

TEST_F(DiskTest, AReadOnlyOneIsReadAndRefusedForWritingUntilItIsNoMore) {
    const std::string token = add_token(ops_, "poskotis-7", "field");
    const int cycles = rounds(2, 100);
    for (int cycle = 1; cycle <= cycles && !HasFailure(); ++cycle) {
        ASSERT_TRUE(disk_.read_only());
        const Outcome serve = run_siagactl({"serve", "--operation", ops_, "--port", "0"});
        EXPECT_EQ(serve.exit, 3);
        EXPECT_THAT(serve.err, testing::AllOf(HasSubstr(ops_), HasSubstr("Read-only file system")));
        EXPECT_EQ(run_siagactl({"state", "--operation", ops_}).exit, 0) << "what is there can be seen";
        const Outcome backup = run_siagactl({"backup", place_ + "/x.tar", "--operation", ops_});
        EXPECT_EQ(backup.exit, 3);
        EXPECT_THAT(backup.err, HasSubstr("Read-only file system"));

        ASSERT_TRUE(disk_.writable());
        Serving serving(ops_);
        Connection connection(serving.await_port());
        ASSERT_TRUE(connection.open());
        connection.send(hello(token, "poskotis-7"));
        EXPECT_THAT(connection.line().value_or(""), HasSubstr("\"last_seq\":" + std::to_string(cycle - 1)));
        connection.send(report(static_cast<std::uint64_t>(cycle)));
        EXPECT_THAT(connection.line().value_or("nothing"), HasSubstr(R"("type":"ack")"));
        EXPECT_EQ(serving.end().exit, 0);
    }
}

TEST_F(DiskTest, ARunningCoreMayNotLoseItToARemount) {
    Serving serving(ops_);
    ASSERT_NE(serving.await_port(), 0);
    EXPECT_FALSE(disk_.read_only()) << "the system refuses while the record is open";
    EXPECT_EQ(errno, EBUSY);
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_TRUE(disk_.read_only());
}

}  // namespace
}  // namespace siaga::test
