#include "app/simulator/day_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

constexpr const char* kDayLine =
    R"({"type":"day","v":1,"simulated":true,"seed":7,"start":1000000,"end":2000000,"fix_every_s":5,)"
    R"("sources":[{"name":"relai-1","role":"field"},{"name":"poskotis","role":"operator"}]})";

std::string with_day(const std::string& lines) { return fmt::format("{}\n{}", kDayLine, lines); }

void expect_problem(const std::string& text, const std::string& detail) {
    const auto plan = day_from_text(text);
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.problem().detail, detail);
}

DayPlan small_plan() {
    DayPlan plan;
    plan.start = time_from_ms(1'000'000);
    plan.end = time_from_ms(2'000'000);
    plan.seed = 7;
    plan.sources = {{SourceName::literal("relai-1"), "field"}, {SourceName::literal("poskotis"), "operator"}};
    UnitDay unit;
    unit.unit = UnitName::literal("RAJAWALI-01");
    unit.source = SourceName::literal("relai-1");
    unit.battery_pct = 90;
    unit.silent = {{100, 200}, {300, 400}};
    unit.off = {{500, 600}};
    unit.clock_wrong = {10, 20};
    unit.clock_ahead_s = 420;
    unit.doubled = {30, 40};
    unit.doubled_by = SourceName::literal("relai-1");
    unit.legs = {{{12448000, -945000, 0}}, {{12448000, -945000, 60}, {12448100, -945200, 70}, {12448050, -945300, 82}}};
    plan.units.push_back(unit);
    plan.events.push_back({time_from_ms(1'500'000),
                           SourceName::literal("poskotis"),
                           {time_from_ms(1'499'000),
                            DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive, "Laporan nihil"},
                            {}}});
    return plan;
}

TEST(DayFile, ReadsBackWhatItWrites) {
    const DayPlan plan = small_plan();
    const auto read = day_from_text(day_text(plan));
    ASSERT_TRUE(read.ok()) << read.problem().detail;
    EXPECT_EQ(*read, plan);
}

TEST(DayFile, NamesTheLineThatIsNoJson) { expect_problem(with_day("{\"type\":"), "line 2: not a JSON object"); }

TEST(DayFile, RefusesAnotherVersion) { expect_problem(R"({"type":"day","v":2})", "line 1: \"v\" is not 1"); }

TEST(DayFile, RefusesATextWithoutADay) { expect_problem("", "line 1: no \"day\" line"); }

TEST(DayFile, RefusesAnUnknownType) {
    expect_problem(with_day(R"({"type":"boat"})"), "line 2: type 'boat' is not known");
}

TEST(DayFile, RefusesALegBeforeItsUnit) {
    expect_problem(with_day(R"({"type":"leg","unit":"A","at":[1,2,3],"steps":[]})"),
                   "line 2: the leg does not follow its unit");
}

TEST(DayFile, RefusesAStepThatTakesNoTime) {
    expect_problem(with_day("{\"type\":\"unit\",\"unit\":\"A\",\"source\":\"relai-1\",\"battery_pct\":50}\n"
                            "{\"type\":\"leg\",\"unit\":\"A\",\"at\":[1,2,3],\"steps\":[5,5,0]}"),
                   "line 3: a step takes no time");
}

TEST(DayFile, RefusesASourceOfNoOne) {
    expect_problem(with_day(R"({"type":"unit","unit":"A","source":"relai-9","battery_pct":50})"),
                   "line 2: the unit has no name, or no source of this day");
}

TEST(DayFile, RefusesEventsOutOfOrder) {
    const std::string report =
        R"("source":"poskotis","time":1,"kind":"report","district":"53.03.05","condition":"KONDUSIF"})";
    expect_problem(with_day("{\"type\":\"event\",\"send\":1500000," + report + "\n" +
                            "{\"type\":\"event\",\"send\":1400000," + report),
                   "line 3: the event is sent before the one above");
}

TEST(DayFile, SaysWhereTheDayShouldBe) {
    const std::filesystem::path folder = std::filesystem::path(SIAGA_BINARY_DIR) / "no-such-folder";
    try {
        static_cast<void>(load_day(folder));
        FAIL() << "a missing day was loaded";
    } catch (const Fault& fault) {
        EXPECT_EQ(std::string(fault.what()),
                  (folder / kDayFile).string() + " cannot be read; give the folder that holds the demonstration day");
    }
}

}  // namespace
}  // namespace siaga::app
