// siagactl as it is typed: what wrong use is told, what help there is, where the operation is found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <ostream>
#include <string>
#include <vector>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

using Words = std::vector<std::string>;

bool one_line(const std::string& text) {
    return text.size() > 1 && text.back() == '\n' && std::count(text.begin(), text.end(), '\n') == 1;
}

const std::vector<Words>& every_command() {
    static const std::vector<Words> all{{"init"},  {"token"},    {"token", "add"}, {"token", "list"},
                                        {"serve"}, {"simulate"}, {"state"},        {"export"},
                                        {"track"}, {"prune"},    {"status"}};
    return all;
}

struct WrongUse {
    std::string name;
    Words words;
    std::string said;  ///< all of the line after "siagactl", or how it begins
};

void PrintTo(const WrongUse& use, std::ostream* out) { *out << testing::PrintToString(use.words); }

class WrongUseOf : public testing::TestWithParam<WrongUse> {};

// "OPS" stands for a good operation folder.
TEST_P(WrongUseOf, IsExitTwoAndOneLine) {
    const Scratch scratch;
    const std::string ops = scratch / "ops";
    Words words = GetParam().words;
    if (std::find(words.begin(), words.end(), "OPS") != words.end()) {
        ASSERT_EQ(run_siagactl({"init", ops}).exit, 0);
        std::replace(words.begin(), words.end(), std::string("OPS"), ops);
    }
    const FolderBytes before = folder_bytes(ops);
    const Outcome outcome = run_siagactl(words, {.environment = {{"XDG_DATA_HOME", scratch / "data"}}});
    EXPECT_EQ(outcome.exit, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(one_line(outcome.err)) << outcome.err;
    EXPECT_THAT(outcome.err, testing::StartsWith("siagactl" + GetParam().said));
    EXPECT_THAT(changed_files(before, folder_bytes(ops)), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Siagactl, WrongUseOf,
    testing::ValuesIn(std::vector<WrongUse>{
        {"NoCommand", {}, ": names no command; it takes one of token, cert, device, key, init, serve,"},
        {"UnknownCommand", {"fly"}, ": 'fly' is no command; it takes one of token, cert, device, key, init, serve,"},
        {"HostileCommand", {"\x1b[31m\nfly"}, ": '\\x1b[31m\\x0afly' is no command;"},
        {"UnknownTokenCommand",
         {"token", "sing"},
         " token: 'sing' is no command; it takes one of add, list, revoke (see siagactl token --help)"},
        {"UnknownCertCommand",
         {"cert", "sing"},
         " cert: 'sing' is no command; it takes one of init, issue, list, revoke (see siagactl cert --help)"},
        {"CertWithoutNames", {"cert", "init", "--operation", "OPS"}, " cert init: --name is required"},
        {"UnknownOption", {"state", "--oops"}, " state: The following argument was not expected: --oops (see"},
        {"ExtraWord",
         {"state", "--operation", "OPS", "extra"},
         " state: The following argument was not expected: extra"},
        {"InitWithoutFolder", {"init"}, " init: folder is required; folder takes DIR: the folder to make"},
        {"InitDemoWithAreas", {"init", "x", "--demo", "--areas", "y"}, " init: --areas excludes --demo"},
        {"OptionWithoutValue",
         {"state", "--operation"},
         " state: --operation: 1 required DIR missing; --operation takes DIR:"},
        {"NoOperationAtAll", {"state"}, " state: --operation: name the operation folder: "},
        {"TokenWithoutSource",
         {"token", "add", "--operation", "OPS", "--role", "field"},
         " token add: --source is required; --source takes NAME:"},
        {"TokenWithoutRole",
         {"token", "add", "--operation", "OPS", "--source", "a"},
         " token add: --role is required; --role takes ROLE"},
        {"TokenBadRole",
         {"token", "add", "--operation", "OPS", "--source", "a", "--role", "king"},
         " token add: --role: king not in {field,operator,viewer,admin}"},
        {"TokenBadSource",
         {"token", "add", "--operation", "OPS", "--source", "a;b", "--role", "field"},
         " token add: --source: 'a;b' is not 1 to 64 of letters, digits, . _ - and space"},
        {"TokenBadUnit",
         {"token", "add", "--operation", "OPS", "--source", "a", "--role", "field", "--units", "A,b/c"},
         " token add: --units: 'b/c' is not 1 to 64 of"},
        {"TokenOfTheCore",
         {"token", "add", "--operation", "OPS", "--source", "siaga", "--role", "field"},
         " token add: source 'siaga' is the core's own: choose another name"},
        {"StateBadTime",
         {"state", "--operation", "OPS", "--at", "yesterday"},
         " state: --at: 'yesterday' is no time: give 2024-11-30T14:30:00+08:00, or 14:30"},
        {"StateImpossibleTime", {"state", "--operation", "OPS", "--at", "25:00"}, " state: --at: '25:00' is no time"},
        {"ExportWithoutRecords", {"export", "--operation", "OPS"}, " export: records is required; records takes"},
        {"ExportUnknownRecords",
         {"export", "boxes", "--operation", "OPS"},
         " export: records: boxes not in {fixes,events}"},
        {"ExportBadFormat",
         {"export", "fixes", "--operation", "OPS", "--format", "pdf"},
         " export: --format: pdf not in {csv,geojson,gpx,kml}"},
        {"ExportBadFrom", {"export", "fixes", "--operation", "OPS", "--from", "x"}, " export: --from: 'x' is no time"},
        {"ExportBackwards",
         {"export", "fixes", "--operation", "OPS", "--from", "15:00", "--to", "14:00"},
         " export: --from: is later than --to"},
        {"ExportUnitOfEvents",
         {"export", "events", "--operation", "OPS", "--unit", "A"},
         " export: --unit: is for fixes; events are exported all"},
        {"ExportUnknownUnit",
         {"export", "fixes", "--operation", "OPS", "--unit", "A\x1b"},
         " export: --unit: 'A\\x1b' is none of the 0 units that were heard"},
        {"TrackWithoutUnit",
         {"track", "--operation", "OPS"},
         " track: --unit is required; --unit takes NAME: its name"},
        {"TrackUnknownUnit",
         {"track", "--operation", "OPS", "--unit", "A"},
         " track: --unit: 'A' is none of the 0 units that were heard"},
        {"PruneWithoutAge",
         {"prune", "--operation", "OPS"},
         " prune: --older-than is required; --older-than takes AGE:"},
        {"PruneMinutesOrMonths",
         {"prune", "--operation", "OPS", "--older-than", "30m"},
         " prune: --older-than: '30m' is no age: give whole days or hours, for example 30d or 12h"},
        {"ServePortTooLarge",
         {"serve", "--operation", "OPS", "--port", "65536"},
         " serve: --port: Value 65536 not in range 0 to 65535"},
        {"ServePortWord", {"serve", "--operation", "OPS", "--port", "http"}, " serve: "},
        {"ServeClockOnRealOperation",
         {"serve", "--operation", "OPS", "--clock", "14:30"},
         " serve: --clock: the operation is real, its clock is this machine's"},
        {"SimulateWithoutTarget",
         {"simulate", "--operation", "OPS"},
         " simulate: --connect is required; --connect takes HOST:PORT"},
        {"SimulateBadTarget",
         {"simulate", "--operation", "OPS", "--connect", "nowhere"},
         " simulate: --connect: takes HOST:PORT, for example 127.0.0.1:7117"},
        {"SimulateSpeedZero",
         {"simulate", "--operation", "OPS", "--connect", "127.0.0.1:1", "--speed", "0"},
         " simulate: --speed: takes a number above 0"},
    }),
    [](const auto& test) { return test.param.name; });

TEST(CommandLine, EveryCommandHasHelpWithAnExampleAndAVersion) {
    for (Words words : every_command()) {
        SCOPED_TRACE(testing::PrintToString(words));
        words.emplace_back("--help");
        const Outcome help = run_siagactl(words);
        EXPECT_EQ(help.exit, 0);
        EXPECT_EQ(help.err, "");
        EXPECT_THAT(help.out, HasSubstr("Usage: siagactl"));
        const bool group = words == Words{"token", "--help"};
        EXPECT_THAT(help.out, group ? HasSubstr("Subcommands:") : HasSubstr("Example:\n  siagactl " + words.front()));
        words.back() = "--version";
        const Outcome version = run_siagactl(words);
        EXPECT_EQ(version.exit, 0);
        EXPECT_EQ(version.out, "siagactl " SIAGA_VERSION "\n");
    }
    EXPECT_THAT(run_siagactl({"--help"}).out,
                HasSubstr("Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 the environment."));
}

TEST(CommandLine, ItLinksNoWindow) {
    const Outcome linked = run({"ldd", siagactl({}).front()});
    ASSERT_EQ(linked.exit, 0) << linked.err;
    EXPECT_THAT(linked.out, HasSubstr("libsqlite3"));
    for (const char* window : {"libglfw", "libGL", "libOpenGL", "libEGL", "libX11", "imgui", "freetype"}) {
        EXPECT_THAT(linked.out, Not(HasSubstr(window)));
    }
}

TEST(CommandLine, FindsTheOnlyOperationByItself) {
    const Scratch scratch;
    const Surroundings home{.environment = {{"XDG_DATA_HOME", scratch / "data"}}};
    ASSERT_EQ(run_siagactl({"init", scratch / "data/siaga/one"}).exit, 0);
    EXPECT_EQ(run_siagactl({"status"}, home).exit, 0);
    ASSERT_EQ(run_siagactl({"init", scratch / "data/siaga/two"}).exit, 0);
    const Outcome two = run_siagactl({"status"}, home);
    EXPECT_EQ(two.exit, 2);
    EXPECT_THAT(two.err, EndsWith("holds more than one\n"));
}

TEST(CommandLine, ATokenIsShownOnceAndKeptFromOthers) {
    const Scratch scratch;
    const std::string ops = scratch / "ops";
    ASSERT_EQ(run_siagactl({"init", ops}).exit, 0);
    const Outcome added = run_siagactl({"token", "add", "--operation", ops, "--source", "poskotis-7", "--role", "field",
                                        "--units", "RAJAWALI-04,RAJAWALI-05"});
    EXPECT_EQ(added.exit, 0) << added.err;
    ASSERT_THAT(added.out, MatchesRegex("[0-9a-f]{64}\n"));
    const std::string token = added.out.substr(0, added.out.size() - 1);
    const Outcome listed = run_siagactl({"token", "list", "--operation", ops});
    EXPECT_THAT(listed.out, MatchesRegex("poskotis-7 +field +valid +no end +RAJAWALI-04,RAJAWALI-05\n"));
    for (const auto& [file, bytes] : folder_bytes(ops)) EXPECT_THAT(bytes, Not(HasSubstr(token))) << file;
    struct stat kept {};
    ASSERT_EQ(::stat((ops + "/keys/tokens.toml").c_str(), &kept), 0);
    EXPECT_EQ(kept.st_mode & 0777U, 0600U);
    const Outcome again =
        run_siagactl({"token", "add", "--operation", ops, "--source", "poskotis-7", "--role", "field"});
    EXPECT_EQ(again.exit, 3);
    EXPECT_EQ(again.out, "");
    EXPECT_THAT(again.err, HasSubstr("source 'poskotis-7' has a token already"));
}

TEST(CommandLine, ServeEndsWithZeroOnBothSignals) {
    const Scratch scratch;
    ASSERT_EQ(run_siagactl({"init", scratch / "ops"}).exit, 0);
    for (const int number : {SIGINT, SIGTERM}) {
        Serving serving(scratch / "ops");
        ASSERT_NE(serving.await_port(), 0);
        serving.process().signal(number);
        const Outcome ended = serving.process().finish();
        EXPECT_EQ(ended.exit, 0) << ended.err;
        EXPECT_EQ(ended.err, "");
    }
}

}  // namespace
}  // namespace siaga::test
