// What is in the way of siagactl: exit 3, one line that names it and the way out, and nothing changed.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;

using Words = std::vector<std::string>;

class InTheWay : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", ops_}).exit, 0); }

    static void expect_refusal(const Outcome& outcome, const std::string& what) {
        EXPECT_EQ(outcome.exit, 3);
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        EXPECT_THAT(outcome.err, testing::StartsWith("siagactl "));
        EXPECT_THAT(outcome.err, HasSubstr(what));
    }

    /// Every command that opens the operation refuses it in these words and leaves it as it was.
    void expect_all_refuse(const std::string& what) const {
        const auto before = folder_bytes(ops_);
        const std::vector<Words> commands{
            {"serve", "--port", "0"}, {"state", "--json"}, {"status"}, {"export", "fixes"}};
        for (Words words : commands) {
            SCOPED_TRACE(words.front());
            words.insert(words.end(), {"--operation", ops_});
            const Outcome outcome = run_siagactl(words);
            expect_refusal(outcome, what);
            EXPECT_EQ(outcome.out, "");
            EXPECT_THAT(changed_files(before, folder_bytes(ops_)), testing::IsEmpty());
        }
    }

    Scratch scratch_;
    std::string ops_ = scratch_ / "ops";
};

// SQLite file format 1.3: both are big-endian, in the first 100 bytes.
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

TEST_F(InTheWay, AMissingFolder) {
    const std::string nowhere = scratch_ / "nowhere";
    for (const char* command : {"state", "status", "serve"}) {
        expect_refusal(run_siagactl({command, "--operation", nowhere}),
                       nowhere + " is no folder; make an operation with: siagactl init " + nowhere);
    }
    EXPECT_FALSE(std::filesystem::exists(nowhere));
}

TEST_F(InTheWay, ALedgerOfANewerVersion) {
    overwrite(ops_ + "/ledger.db", kUserVersionAt, std::string("\0\0\x03\xe7", 4));
    expect_all_refuse("ledger.db");
    expect_all_refuse("version 999");
}

TEST_F(InTheWay, TracksOfANewerVersion) {
    overwrite(ops_ + "/tracks.db", kUserVersionAt, std::string("\0\0\x03\xe7", 4));
    expect_all_refuse("tracks.db");
    expect_all_refuse("version 999");
}

TEST_F(InTheWay, ALedgerOfAnotherProgram) {
    overwrite(ops_ + "/ledger.db", kApplicationIdAt, "GPKG");
    expect_all_refuse("ledger.db");
}

TEST_F(InTheWay, ALedgerThatIsNoDatabase) {
    overwrite(ops_ + "/ledger.db", 0, "not a database at all");
    expect_all_refuse("ledger.db");
}

TEST_F(InTheWay, ABrokenOperationFile) {
    std::ofstream(ops_ + "/operation.toml", std::ios::app) << "\nzone = [\n";
    expect_all_refuse("operation.toml");
}

TEST_F(InTheWay, AReadOnlyFolder) {
    const bool root = ::geteuid() == 0;
    const Surroundings nobody{.folder = "/", .as_nobody = root};
    if (root && run_siagactl({"--version"}, nobody).exit != 0) {
        GTEST_SKIP() << "root may write anywhere, and the program is where nobody else may run it";
    }
    std::filesystem::permissions(ops_, std::filesystem::perms(0555));
    for (const char* file : {"ledger.db", "tracks.db", "operation.toml"}) {
        std::filesystem::permissions(std::filesystem::path(ops_) / file, std::filesystem::perms(0444));
    }
    const auto before = folder_bytes(ops_);
    const Outcome serve = run_siagactl({"serve", "--operation", ops_, "--port", "0"}, nobody);
    EXPECT_EQ(serve.exit, 3);
    EXPECT_THAT(serve.err, HasSubstr(ops_));
    EXPECT_THAT(changed_files(before, folder_bytes(ops_)), testing::IsEmpty());
    const Outcome state = run_siagactl({"state", "--operation", ops_, "--json"}, nobody);
    EXPECT_EQ(state.exit, 0) << state.err;
    EXPECT_THAT(state.out, HasSubstr("\"total\":24"));
    expect_refusal(run_siagactl({"init", ops_ + "/new"}, nobody), "Permission denied");
    std::filesystem::permissions(ops_, std::filesystem::perms(0755));
}

TEST_F(InTheWay, APortThatIsInUse) {
    const int held = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    ASSERT_EQ(::bind(held, reinterpret_cast<const sockaddr*>(&here), size), 0);
    ASSERT_EQ(::listen(held, 1), 0);
    ASSERT_EQ(::getsockname(held, reinterpret_cast<sockaddr*>(&here), &size), 0);
    const std::string port = std::to_string(ntohs(here.sin_port));
    const Outcome second = run_siagactl({"serve", "--operation", ops_, "--port", port});
    expect_refusal(second, "127.0.0.1:" + port + ": Address already in use: ");
    EXPECT_EQ(second.out, "");
    ::close(held);
}

TEST_F(InTheWay, AnotherCoreOnTheSameFolder) {
    Serving first(ops_);
    ASSERT_NE(first.await_port(), 0);
    expect_refusal(run_siagactl({"serve", "--operation", ops_, "--port", "0"}),
                   ops_ + " is already open for writing by process ");
    EXPECT_EQ(run_siagactl({"status", "--operation", ops_}).exit, 0) << "reading beside the writer";
    EXPECT_EQ(first.end().exit, 0);
}

TEST_F(InTheWay, AFolderThatIsNotEmpty) {
    const auto before = folder_bytes(ops_);
    expect_refusal(run_siagactl({"init", ops_}), "exists already and is not an empty folder");
    expect_refusal(run_siagactl({"init", ops_, "--demo"}), "not empty");
    EXPECT_THAT(changed_files(before, folder_bytes(ops_)), testing::IsEmpty());
}

TEST_F(InTheWay, ABadAreaFileLeavesNothingHalfMade) {
    const std::string areas = scratch_ / "areas.geojson";
    std::ofstream(areas) << R"({"type":"FeatureCollection","features":[]})";
    const Outcome outcome = run_siagactl({"init", scratch_ / "new", "--areas", areas});
    expect_refusal(outcome, areas);
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(scratch_.path()))
        left.push_back(entry.path().filename());
    EXPECT_THAT(left, testing::UnorderedElementsAre("areas.geojson", "ops"));
}

TEST_F(InTheWay, AnOutputThatCannotBeWritten) {
    expect_refusal(run_siagactl({"export", "events", "--operation", ops_, "--output", scratch_ / "none/x.csv"}),
                   "none/x.csv");
    expect_refusal(
        run({"sh", "-c", "exec \"$0\" export events --operation \"$1\" > /dev/full", siagactl({}).front(), ops_}),
        "the output could not be written whole");
}

TEST_F(InTheWay, AssetsThatAreNotThere) {
    expect_refusal(run_siagactl({"init", scratch_ / "new"}, {.environment = {{"SIAGA_ASSETS", "/nowhere"}}}),
                   "SIAGA_ASSETS names '/nowhere', which is not a folder");
}

TEST_F(InTheWay, TokensThatOthersMayRead) {
    (void)add_token(ops_, "poskotis-7", "field");
    std::filesystem::permissions(ops_ + "/keys/tokens.toml", std::filesystem::perms(0644));
    expect_refusal(run_siagactl({"serve", "--operation", ops_, "--port", "0"}), "run chmod 600 on it");
}

TEST_F(InTheWay, NobodyWhoListensToTheSimulator) {
    expect_refusal(run_siagactl({"simulate", "--operation", ops_, "--connect", "127.0.0.1:1"}),
                   "the operation is real");
    const std::string demo = scratch_ / "demo";
    ASSERT_EQ(run_siagactl({"init", demo, "--simulated"}).exit, 0);
    expect_refusal(run_siagactl({"simulate", "--operation", demo, "--connect", "127.0.0.1:1"}),
                   "127.0.0.1:1: Connection refused");
}

}  // namespace
}  // namespace siaga::test
