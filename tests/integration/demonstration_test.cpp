// The demonstration day as its users meet it: filled at once, exported, and streamed through a real
// listener by the real simulator.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/common/demonstration.hpp"
#include "app/common/records.hpp"
#include "tests/integration/support/demonstration.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::app {
namespace {

namespace dom = simdjson::dom;
using test::Outcome;
using test::run_siagactl;

constexpr const char* kTemplate = SIAGA_SOURCE_DIR "/assets/ttu";

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

using SeqOfSource = std::map<std::string, std::uint64_t>;

/// Of each source the number of its last message among the first `count`. The second sender of one
/// unit's fixes is left out: what it repeats is stored once, under the first.
SeqOfSource last_sent(const DemonstrationDay& day, std::size_t count) {
    SeqOfSource last;
    for (std::size_t i = 0; i < count; ++i) last[day.sources()[day.source_of(i)].name.text()] = day.seq_of(i);
    for (const UnitDay& unit : day.plan().units) last.erase(unit.doubled_by.text());
    return last;
}

/// The highest stored seq of each source in a folder, read beside whoever writes it.
class LastSeqs {
public:
    explicit LastSeqs(const std::string& folder) : records_(folder) {}

    const SeqOfSource& read() {
        const auto committed = records_.take();
        if (committed == nullptr) return last_;
        const std::vector<std::string> sources = records_.reader().source_names();
        const auto take = [&](const Fix& fix) { note(sources[static_cast<std::size_t>(fix.source)], fix.seq); };
        for (const Fix& fix : committed->fixes) take(fix);
        for (const Fix& fix : committed->open) take(fix);
        if (committed->sealed) {
            TrackSlices(records_.reader().slices()).for_each(Time::min(), Time::max(), take);
        }
        for (const auto& entry : committed->entries) {
            if (entry->source.text() != "siaga") note(entry->source.text(), entry->seq);
        }
        return last_;
    }

private:
    void note(const std::string& source, std::uint64_t seq) {
        std::uint64_t& last = last_[source];
        last = std::max(last, seq);
    }
    RecordsFollower records_;
    SeqOfSource last_;
};

class Demonstration : public testing::Test {
protected:
    /// The whole day in the folder `name`.
    std::string filled(const std::string& name) {
        const std::string folder = scratch / name;
        const std::string said = test::copy_demonstration(folder);
        EXPECT_EQ(count_of(said, "DATA SIMULASI"), 1U) << said;
        return folder;
    }

    /// Only the first two and a half hours: enough for what is true of every fix, and a seventh of the time.
    std::string filled_until_half_past_eight() {
        const std::string folder = scratch / "morning";
        const DemonstrationDay day = DemonstrationDay::load(kTemplate);
        const FillCounts counts =
            make_demonstration(folder, day, {.from = kTemplate, .until = day.start() + 150min, .on_progress = {}});
        EXPECT_EQ(counts.refused, 0U);
        return folder;
    }

    /// The answer of `siagactl state`, parsed; one document per parser.
    static dom::element state_of(const std::string& folder, const std::string& at, dom::parser& parser) {
        const Outcome state = run_siagactl({"state", "--operation", folder, "--at", at, "--json"});
        EXPECT_EQ(state.exit, 0) << state.err;
        EXPECT_EQ(count_of(state.out, "\n"), 1U);
        return parser.parse(state.out);
    }

    /// What `siagactl export` writes to its standard output.
    static std::string exported(const std::string& folder, const std::string& what, const std::string& format,
                                const std::vector<std::string>& more = {}) {
        std::vector<std::string> command{"export", what, "--operation", folder, "--format", format};
        command.insert(command.end(), more.begin(), more.end());
        const Outcome outcome = run_siagactl(command);
        EXPECT_EQ(outcome.exit, 0) << outcome.err;
        return outcome.out;
    }

    test::Scratch scratch;
};

TEST_F(Demonstration, SaysNineteenOfTwentyFourAtHalfPastTwo) {
    const std::string folder = filled("demo");
    dom::parser parser;
    const dom::element state = state_of(folder, "2024-11-30T14:30+08:00", parser);
    EXPECT_EQ(state["time"].get_int64().value(), 1732948200000);
    EXPECT_TRUE(state["simulated"].get_bool().value());
    EXPECT_EQ(simdjson::minify(dom::element(state["plenary"])), R"({"finished":19,"total":24})");
    EXPECT_EQ(state["boxes"]["expected"].get_uint64().value(), 890U);
    std::uint64_t boxes = 0;
    for (const auto stage : dom::object(state["boxes"]["by_stage"])) boxes += stage.value.get_uint64().value();
    EXPECT_EQ(boxes, 890U);

    std::set<std::string_view> unfinished;
    for (const dom::element district : dom::array(state["districts"])) {
        for (const auto contest : dom::object(district["plenary"])) {
            if (contest.value.get_string().value() != "SELESAI")
                unfinished.insert(district["name"].get_string().value());
        }
    }
    EXPECT_EQ(unfinished.size(), 5U);
    EXPECT_TRUE(unfinished.contains("Kota Kefamenanu"));

    const Outcome text = run_siagactl({"state", "--operation", folder, "--at", "14:30"});
    EXPECT_NE(text.out.find("plenary finished: 19 of 24\n"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("DATA SIMULASI"), std::string::npos);
}

TEST_F(Demonstration, HoldsEveryMessageOfTheDay) {
    const DemonstrationDay day = DemonstrationDay::load(kTemplate);
    LastSeqs records(filled("demo"));
    EXPECT_EQ(records.read(), last_sent(day, day.size()));
}

TEST_F(Demonstration, ExportsEveryFixAndSaysThatItIsSimulated) {
    const std::string folder = filled_until_half_past_eight();
    dom::parser parser;
    const std::uint64_t stored = state_of(folder, "08:00", parser)["fixes"]["stored"];
    ASSERT_GT(stored, 50'000U);
    const std::string all = exported(folder, "fixes", "csv");
    EXPECT_EQ(count_of(all, "\r\n"), stored + 1) << "a row per fix and the heading";
    EXPECT_EQ(count_of(all, ",DATA SIMULASI\r\n"), stored);

    const std::vector<std::string> range{"--from", "07:30", "--to", "08:00"};
    const std::string part = exported(folder, "fixes", "csv", range);
    const std::string rows = part.substr(part.find("\r\n") + 2);
    const std::size_t in_range = count_of(rows, "\r\n");
    EXPECT_GT(in_range, 10'000U);
    const std::size_t first = all.find(rows.substr(0, rows.find("\r\n")));
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(all.compare(first, rows.size(), rows), 0) << "the rows of half an hour are a run of all rows";
    std::size_t expected = 0;
    for (std::size_t at = all.find("\r\n") + 2; at < all.size(); at = all.find("\r\n", at) + 2) {
        const std::string_view time = std::string_view(all).substr(all.find(',', at) + 1, 24);
        if (time >= "2024-11-29T23:30:00.000Z" && time <= "2024-11-30T00:00:00.000Z") ++expected;
    }
    EXPECT_EQ(in_range, expected);

    const std::string geojson = exported(folder, "fixes", "geojson", range);
    const dom::element collection = parser.parse(geojson);
    EXPECT_EQ(collection["notice"].get_string().value(), "DATA SIMULASI");
    EXPECT_EQ(dom::array(collection["features"]).size(), in_range);
    const std::string gpx = exported(folder, "fixes", "gpx", range);
    EXPECT_EQ(count_of(gpx, "<trkpt "), in_range);
    EXPECT_EQ(count_of(gpx, "DATA SIMULASI"), 1U);
}

TEST_F(Demonstration, ExportsEveryEventAndSaysThatItIsSimulated) {
    const std::string folder = filled("demo");
    dom::parser parser;
    const std::uint64_t entries = state_of(folder, "14:30", parser)["ledger"]["entries"];
    const std::string csv = exported(folder, "events", "csv");
    EXPECT_EQ(count_of(csv, ",DATA SIMULASI\r\n"), entries);
    const std::string geojson = exported(folder, "events", "geojson");
    const dom::element collection = parser.parse(geojson);
    EXPECT_EQ(collection["notice"].get_string().value(), "DATA SIMULASI");
    const dom::array features = collection["features"];
    EXPECT_EQ(features.size(), entries);
    const std::size_t with_place = static_cast<std::size_t>(std::count_if(
        features.begin(), features.end(), [](dom::element feature) { return !feature["geometry"].is_null(); }));
    EXPECT_GT(with_place, 0U);
    const std::string gpx = exported(folder, "events", "gpx");
    EXPECT_EQ(count_of(gpx, "<wpt "), with_place);
    EXPECT_EQ(count_of(gpx, "DATA SIMULASI"), 1U);
    EXPECT_LT(count_of(exported(folder, "events", "csv", {"--to", "14:30"}), "\r\n"), entries);
}

TEST_F(Demonstration, ExportsGpxThatAnXmlReaderAccepts) {
    if (test::run({"xmllint", "--version"}).exit != 0) GTEST_SKIP() << "xmllint is missing (package libxml2-utils)";
    const std::string folder = filled_until_half_past_eight();
    for (const std::string what : {"fixes", "events"}) {
        const std::string file = scratch / (what + ".gpx");
        const std::string said = exported(folder, what, "gpx", {"--from", "08:00", "--to", "08:10", "--output", file});
        EXPECT_EQ(said, "");
        const Outcome checked = test::run({"xmllint", "--noout", file});
        EXPECT_EQ(checked.exit, 0) << checked.err;
    }
}

TEST_F(Demonstration, ExportsKmlOfOneUnitThatAnXmlReaderFindsInOrder) {
    if (test::run({"xmllint", "--version"}).exit != 0) GTEST_SKIP() << "xmllint is missing (package libxml2-utils)";
    const std::string folder = filled_until_half_past_eight();
    const std::vector<std::string> range{"--from", "08:00", "--to", "08:10", "--unit", "RAJAWALI-04"};
    const std::size_t fixes = count_of(exported(folder, "fixes", "csv", range), "\r\n") - 1;
    ASSERT_GT(fixes, 100U);
    const std::string file = scratch / "one.kml";
    std::vector<std::string> to_file = range;
    to_file.insert(to_file.end(), {"--output", file});
    EXPECT_EQ(exported(folder, "fixes", "kml", to_file), "");
    const auto asked = [&](const std::string& question) {
        const Outcome answer = test::run({"xmllint", "--xpath", question, file});
        EXPECT_EQ(answer.exit, 0) << answer.err;
        return answer.out;
    };
    const auto all = [](const std::string& name) { return "//*[local-name()='" + name + "']"; };
    EXPECT_EQ(asked("count(" + all("Point") + ")"), std::to_string(fixes) + "\n");
    EXPECT_EQ(asked("count(" + all("when") + ")"), std::to_string(fixes) + "\n");
    EXPECT_EQ(asked("count(" + all("LineString") + ")"), "1\n");
    EXPECT_EQ(asked("string(/*/@*|/*/*/*[local-name()='description'])"), "DATA SIMULASI\n");
    EXPECT_EQ(asked("string(" + all("Folder") + "/*[local-name()='name'])"), "RAJAWALI-04\n");
    EXPECT_EQ(asked("namespace-uri(/*)"), "http://www.opengis.net/kml/2.2\n");
    // The line has as many places as there are points.
    const std::string line = asked("string(" + all("LineString") + "/*[local-name()='coordinates'])");
    EXPECT_EQ(count_of(line, ","), fixes);
}

TEST_F(Demonstration, TellsTheWayOfAUnit) {
    const std::string folder = filled_until_half_past_eight();
    const Outcome told = run_siagactl({"track", "--operation", folder, "--unit", "RAJAWALI-04", "--json"});
    ASSERT_EQ(told.exit, 0) << told.err;
    dom::parser parser;
    const dom::element track = parser.parse(told.out);
    // From Noemuti to the warehouse in Kota Kefamenanu and back again: 0.15 degrees south, twice.
    const double metres = track["distance_m"];
    EXPECT_GT(metres, 30'000);
    EXPECT_LT(metres, 60'000);
    std::vector<std::string> districts;
    std::int64_t covered = 0;
    for (const dom::element visit : dom::array(track["visits"])) {
        districts.emplace_back(visit["district"].get_string().value());
        covered += visit["to"].get_int64().value() - visit["from"].get_int64().value();
    }
    EXPECT_EQ(districts, (std::vector<std::string>{"53.03.04", "53.03.14", "53.03.05", "53.03.14", "53.03.04"}));
    EXPECT_EQ(covered, track["covered_ms"].get_int64().value());
    EXPECT_GE(dom::array(track["stops"]).size(), 2U);
    const Outcome text = run_siagactl({"track", "--operation", folder, "--unit", "RAJAWALI-04", "--to", "07:00"});
    EXPECT_EQ(text.exit, 0) << text.err;
    EXPECT_THAT(text.out, testing::StartsWith("RAJAWALI-04 · Operasi Mantap Praja Turangga 2024  DATA SIMULASI\n"));
    EXPECT_THAT(text.out, testing::HasSubstr("\nin        2024-11-30 05:59:00 for "));
}

TEST_F(Demonstration, PrunesItsMorningAndKeepsEverythingElse) {
    const std::string folder = filled("demo");
    // The clock of a simulated day is its newest record's, a little before 20:00.
    const auto seen_at = [&](const std::string& at) {
        const std::string state = run_siagactl({"state", "--operation", folder, "--at", at, "--json"}).out;
        return state.substr(0, state.find("\"ledger\""));
    };
    std::map<std::string, std::string> before;
    for (const std::string at : {"14:00", "14:30", "17:00"}) before[at] = seen_at(at);
    const std::string afternoon = exported(folder, "fixes", "csv", {"--from", "14:00"});
    const std::string events = exported(folder, "events", "csv");
    const test::FolderBytes whole = test::folder_bytes(folder);

    const Outcome dry = run_siagactl({"prune", "--operation", folder, "--older-than", "6h", "--dry-run"});
    ASSERT_EQ(dry.exit, 0) << dry.err;
    EXPECT_THAT(dry.out, testing::MatchesRegex("would remove [0-9]+ fixes measured before 2024-11-30T13:5.*\n"));
    EXPECT_TRUE(test::changed_files(whole, test::folder_bytes(folder)).empty());
    const Outcome done = run_siagactl({"prune", "--operation", folder, "--older-than", "6h"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(done.out.substr(0, done.out.find('\n')), "removed" + dry.out.substr(12, dry.out.find('\n') - 12));

    for (const auto& [at, state] : before) EXPECT_EQ(seen_at(at), state) << at;
    EXPECT_EQ(exported(folder, "fixes", "csv", {"--from", "14:00"}), afternoon);
    EXPECT_EQ(count_of(exported(folder, "fixes", "csv", {"--to", "13:50"}), "\r\n"), 1U) << "the heading";
    const std::string explained = exported(folder, "events", "csv");
    EXPECT_EQ(explained.substr(0, events.size()), events);
    EXPECT_EQ(count_of(explained.substr(events.size()), ",pruned,"), 1U);
    EXPECT_EQ(run_siagactl({"prune", "--operation", folder, "--older-than", "6h"}).out, "nothing is that old\n");
    const Outcome verified = run_siagactl({"verify", "--operation", folder});
    EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
}

/// Five minutes of the day, streamed from process to process into a folder filled up to then.
class StreamedDemonstration : public Demonstration {
protected:
    static constexpr const char* kFrom = "14:25";
    static Time at(const char* rfc3339) { return parse_rfc3339(rfc3339).value(); }
    const Time begin = at("2024-11-30T14:25:00+08:00");
    const Time compared = at("2024-11-30T14:27:30+08:00");
    const Time until = at("2024-11-30T14:28:00+08:00");

    void fill_until_begin() {
        const FillCounts counts =
            make_demonstration(folder, day, {.from = kTemplate, .until = begin, .on_progress = {}});
        ASSERT_EQ(counts.refused, 0U);
    }

    /// Follows the log as a viewer, so that each commit wakes it, until all that is sent before `until`
    /// is stored. The viewer hears a head every second: `kHeads` of them are long enough for anything.
    void await_everything(std::uint16_t port) {
        constexpr int kHeads = 120;
        const std::string token = test::add_token(folder, "layar", "viewer");
        test::Connection viewer(port);
        ASSERT_TRUE(viewer.open());
        viewer.send(test::hello(token, "layar") + R"({"type":"follow","from":0,"fixes":"all"})" + "\n");
        const SeqOfSource goal = last_sent(day, day.first_at(until));
        LastSeqs stored(folder);
        const auto reached = [&](const auto& last) {
            return std::all_of(goal.begin(), goal.end(), [&](const auto& one) {
                const auto of_source = last.find(one.first);
                return of_source != last.end() && of_source->second >= one.second;
            });
        };
        for (int heads = 0; !reached(stored.read());) {
            const auto line = viewer.line();
            ASSERT_TRUE(line.has_value()) << "the listener has gone";
            if (line->find(R"("type":"head")") != std::string::npos) ++heads;
            ASSERT_LT(heads, kHeads) << "stored: " << testing::PrintToString(stored.read());
        }
    }

    void stream() {
        test::Serving serving(folder, {"--clock", std::string(kFrom) + "@60"});
        const std::uint16_t port = serving.await_port();
        ASSERT_NE(port, 0);
        test::Process simulator(
            test::siagactl({"simulate", "--operation", folder, "--connect", "127.0.0.1:" + std::to_string(port),
                            "--speed", "60", "--from", kFrom}));
        await_everything(port);
        simulator.signal(SIGTERM);
        const Outcome played = simulator.finish();
        EXPECT_EQ(played.exit, 0) << played.err;
        EXPECT_NE(played.out.find("refused 0, "), std::string::npos) << played.out;
        const Outcome served = serving.end();
        EXPECT_EQ(served.exit, 0) << served.err;
        EXPECT_NE(served.out.find("ended: everything acknowledged is on disk\n"), std::string::npos) << served.out;
    }

    /// What happened before `compared` and was sent only after `until`: the filled folder alone can know it.
    std::size_t heard_too_late() const {
        std::size_t count = 0;
        for (std::size_t i = day.first_at(until); i < day.size(); ++i) {
            if (std::visit([&](const auto& record) { return record.time <= compared; }, day.message(i).record)) ++count;
        }
        return count;
    }

    const DemonstrationDay day = DemonstrationDay::load(kTemplate);
    const std::string folder = scratch / "streamed";
};

TEST_F(StreamedDemonstration, GivesTheSameStateAsTheFilledOne) {
    ASSERT_EQ(heard_too_late(), 0U) << "choose times between which nobody is out of reach";
    ASSERT_NO_FATAL_FAILURE(fill_until_begin());
    ASSERT_NO_FATAL_FAILURE(stream());
    dom::parser live_parser, replay_parser;
    const std::string time = to_rfc3339(compared);
    const dom::element live = state_of(folder, time, live_parser);
    const dom::element replay = state_of(filled("filled"), time, replay_parser);
    for (const char* member : {"plenary", "boxes", "districts", "units", "incidents", "guards"}) {
        EXPECT_EQ(simdjson::minify(dom::element(live[member])), simdjson::minify(dom::element(replay[member])))
            << member;
    }
    EXPECT_EQ(dom::array(live["units"]).size(), day.plan().units.size());
    EXPECT_GT(day.first_at(until), day.first_at(begin) + 900) << "so many of them were streamed";
}

}  // namespace
}  // namespace siaga::app
