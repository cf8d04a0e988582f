#include "app/common/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "tests/unit/store/store_samples.hpp"

namespace siaga::app {
namespace {

/// A program with one command, run on words; what it printed is kept.
class CommandLine : public testing::Test {
protected:
    CommandLine() {
        program_.require_subcommand(1);
        CLI::App* state = program_.add_subcommand("state", "the state at a time");
        state->add_option("--at", at_, "RFC 3339, or 14:30")->type_name("TIME")->required();
        state->add_option("--port", port_, "0 takes a free one")->type_name("PORT");
    }

    int run(
        std::vector<std::string> words, const std::function<Exit()>& body = [] { return Exit::kDone; }) {
        words.insert(words.begin(), "siagactl");
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_command_line(program_, static_cast<int>(arguments.size()), arguments.data(), body);
        out_ = testing::internal::GetCapturedStdout();
        err_ = testing::internal::GetCapturedStderr();
        return code;
    }

    CLI::App program_{"A program.", "siagactl"};
    std::string at_;
    int port_ = 0;
    std::string out_, err_;
};

TEST_F(CommandLine, AnswersWhatTheCommandAnswers) {
    EXPECT_EQ(run({"state", "--at", "14:30"}), 0);
    EXPECT_EQ(at_, "14:30");
    EXPECT_EQ(run({"state", "--at", "14:30"}, [] { return Exit::kCheckFailed; }), 1);
    EXPECT_EQ(err_, "");
}

TEST_F(CommandLine, NamesTheMissingOptionAndWhatItTakes) {
    EXPECT_EQ(run({"state"}, [] { return throw std::logic_error("must not run"), Exit::kDone; }), 2);
    EXPECT_EQ(err_,
              "siagactl state: --at is required; --at takes TIME: RFC 3339, or 14:30 (see siagactl state --help)\n");
    EXPECT_EQ(out_, "");
}

TEST_F(CommandLine, NamesTheOptionWhoseValueDoesNotFit) {
    EXPECT_EQ(run({"state", "--at", "14:30", "--port", "many"}), 2);
    EXPECT_EQ(err_,
              "siagactl state: Could not convert: --port = many; --port takes PORT: 0 takes a free one "
              "(see siagactl state --help)\n");
}

TEST_F(CommandLine, NamesTheWordItDoesNotKnow) {
    EXPECT_EQ(run({"state", "--at", "14:30", "--colour"}), 2);
    EXPECT_EQ(err_, "siagactl state: The following argument was not expected: --colour (see siagactl state --help)\n");
    EXPECT_EQ(run({}), 2);
    EXPECT_EQ(err_, "siagactl: names no command; it takes one of state (see siagactl --help)\n");
    EXPECT_EQ(run({"stat"}), 2);
    EXPECT_EQ(err_, "siagactl: 'stat' is no command; it takes one of state (see siagactl --help)\n");
}

TEST_F(CommandLine, SendsNoControlCharacterToTheTerminal) {
    EXPECT_EQ(run({"state", "--at", "14:30", "--\x1b[2J\n"}), 2);
    EXPECT_EQ(err_, "siagactl state: The following argument was not expected: -- [2J (see siagactl state --help)\n");
}

TEST_F(CommandLine, PrintsHelpAndVersionToTheStandardOutput) {
    EXPECT_EQ(run({"--version"}), 0);
    EXPECT_EQ(out_, "siagactl " SIAGA_VERSION "\n");
    EXPECT_EQ(run({"state", "--version"}), 0);
    EXPECT_EQ(out_, "siagactl " SIAGA_VERSION "\n");
    EXPECT_EQ(run({"state", "--help"}), 0);
    EXPECT_NE(out_.find("--at TIME"), std::string::npos) << out_;
    EXPECT_EQ(err_, "");
}

TEST_F(CommandLine, TurnsAFaultIntoItsExitCodeAndOneLine) {
    EXPECT_EQ(run({"state", "--at", "1"}, []() -> Exit { throw Fault("no room\non the disk\n"); }), 3);
    EXPECT_EQ(err_, "siagactl state: no room on the disk\n");
    EXPECT_EQ(run({"state", "--at", "1"}, []() -> Exit { wrong_use("--at", "is no time"); }), 2);
    EXPECT_EQ(err_, "siagactl state: --at: is no time\n");
    EXPECT_EQ(run({"state", "--at", "1"}, []() -> Exit { throw std::runtime_error("unforeseen"); }), 3);
    EXPECT_EQ(err_, "siagactl state: unforeseen\n");
}

/// The default place of operations, in a folder of the test.
class OperationOptionTest : public testing::Test {
protected:
    OperationOptionTest() { ::setenv("XDG_DATA_HOME", home_.path().c_str(), 1); }
    ~OperationOptionTest() override { ::unsetenv("XDG_DATA_HOME"); }

    void make(const std::string& name) const {
        std::filesystem::create_directories(place() / name);
        test::write_file(place() / name / "operation.toml", "format = 1\n");
    }
    [[nodiscard]] std::filesystem::path place() const { return home_.path() / "siaga"; }
    static std::string fault_of(const OperationOption& option) {
        try {
            return "took " + option.folder().string();
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.exit(), Exit::kUsage);
            return fault.what();
        }
    }

    test::TempFolder home_;
    CLI::App app_;
};

TEST_F(OperationOptionTest, TakesTheOnlyFolderInTheDefaultPlace) {
    const OperationOption option(app_);
    EXPECT_EQ(fault_of(option), "--operation: name the operation folder: " + place().string() + " holds none");
    make("pilkada");
    std::filesystem::create_directory(place() / "no operation");
    EXPECT_EQ(option.folder(), place() / "pilkada");
    make("second");
    EXPECT_EQ(fault_of(option), "--operation: name the operation folder: " + place().string() + " holds more than one");
}

TEST_F(OperationOptionTest, TakesTheNamedFolderUnseen) {
    OperationOption option(app_);
    app_.parse("--operation elsewhere/demo");
    EXPECT_EQ(option.folder(), "elsewhere/demo");
}

}  // namespace
}  // namespace siaga::app
