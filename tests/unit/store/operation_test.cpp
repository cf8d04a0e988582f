#include "data/store/operation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "data/core/fault.hpp"
#include "tests/unit/store/operation_samples.hpp"
#include "tests/unit/store/record_samples.hpp"

namespace siaga {
namespace {

using test::collection;
using test::kToml;
using test::point;
using test::village;
using test::write_file;
using test::write_template;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// What the fault says; "" when there was none.
using test::fault_of;

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string result(text);
    result.replace(result.find(from), from.size(), to);
    return result;
}

class OperationTest : public testing::Test {
protected:
    OperationTest() { write_template(folder_.path()); }
    void set_toml(std::string_view from, std::string_view to) {
        write_file(folder_.path() / "operation.toml", replaced(kToml, from, to));
    }
    [[nodiscard]] std::string load_fault() const {
        return fault_of([&] { (void)load_operation(folder_.path()); });
    }
    test::TempFolder folder_;
};

TEST_F(OperationTest, LoadsWhatTheFilesSay) {
    const Operation operation = load_operation(folder_.path());
    EXPECT_EQ(operation.name, "Operasi Uji");
    EXPECT_EQ(operation.region, "Kab. Contoh");
    EXPECT_EQ(operation.zone.iana_name(), "Asia/Makassar");
    EXPECT_EQ(operation.zone.label(), "WITA");
    EXPECT_FALSE(operation.simulated);
    EXPECT_EQ(to_rfc3339(operation.day_start), "2024-11-29T22:00:00.000Z");
    EXPECT_EQ(operation.day_end - operation.day_start, 14h);
    EXPECT_EQ(operation.roster->rules.stale_after, 45s);
    EXPECT_EQ(operation.roster->rules.lost_after, RuleSettings{}.lost_after);
    EXPECT_EQ(operation.roster->rules.stop_radius_m, 200);
    EXPECT_TRUE(operation.feed.enabled);
    EXPECT_EQ(operation.feed.address, "127.0.0.1");
    EXPECT_EQ(operation.feed.port, 7200);
    EXPECT_TRUE(operation.context.empty());
}

TEST_F(OperationTest, HasItsHoursOnEveryDate) {
    const Operation operation = load_operation(folder_.path());
    const auto at = [](const char* text) { return parse_rfc3339(text).value(); };
    const auto day = [&](const char* t, const char* now) {
        const OperationDay found = day_of(operation, at(t), at(now));
        return operation.zone.to_rfc3339(found.start) + " to " + operation.zone.to_rfc3339(found.end);
    };
    const char* const named = "2024-11-30T14:30:00+08:00";
    EXPECT_EQ(day(named, named), "2024-11-30T06:00:00.000+08:00 to 2024-11-30T20:00:00.000+08:00");
    const std::string whole = "2024-11-30T06:00:00.000+08:00 to 2024-12-01T05:59:59.999+08:00";
    EXPECT_EQ(day(named, "2024-11-30T20:00:01+08:00"), whole);
    EXPECT_EQ(day("2024-12-01T05:59:59+08:00", "2024-12-01T05:59:59+08:00"), whole);
    EXPECT_EQ(day("2024-11-30T06:00:00+08:00", "2026-01-01T00:00:00+08:00"), whole);
    EXPECT_EQ(day("2024-12-01T06:00:00+08:00", "2024-12-01T06:00:00+08:00"),
              "2024-12-01T06:00:00.000+08:00 to 2024-12-01T20:00:00.000+08:00");
    EXPECT_EQ(day("2024-03-01T00:10:00+08:00", "2024-03-01T00:10:00+08:00"),
              "2024-02-29T06:00:00.000+08:00 to 2024-03-01T05:59:59.999+08:00");
}

TEST_F(OperationTest, HasOneDayWhenItIsSimulatedOrNamesSeveralDates) {
    Operation operation = load_operation(folder_.path());
    const Time later = operation.day_end + 100h;
    const OperationDay named{operation.day_start, operation.day_end};
    EXPECT_NE(day_of(operation, later, later), named);
    operation.simulated = true;
    EXPECT_EQ(day_of(operation, later, later), named);
    operation.simulated = false;
    operation.day_end += 96h;
    const OperationDay whole{operation.day_start, operation.day_end};
    EXPECT_EQ(day_of(operation, operation.day_start, later), whole);
    EXPECT_EQ(day_of(operation, operation.day_end, later), whole);
    const OperationDay after = day_of(operation, operation.day_end + 24h, later);
    EXPECT_EQ(after.end - after.start, 24h - 1ms);
}

TEST_F(OperationTest, FollowsTheClockOfAZoneThatChangesIt) {
    set_toml("Asia/Makassar", "Europe/Berlin");
    const Operation operation = load_operation(folder_.path());
    for (const char* text : {"2026-03-29T12:00:00+02:00", "2026-10-25T12:00:00+01:00"}) {  // changed in their nights
        const Time noon = parse_rfc3339(text).value();
        for (const Time t : {noon - 24h, noon - 12h, noon, noon + 12h}) {
            const OperationDay day = day_of(operation, t, t);
            EXPECT_LE(day.start, t) << text;
            EXPECT_GE(day.end, t) << text;
            EXPECT_EQ(day_of(operation, day.end, t + 24h).start, day.start) << text;
        }
    }
}

TEST_F(OperationTest, OrdersDistrictsAndAreasAlike) {
    const Operation operation = load_operation(folder_.path());
    ASSERT_EQ(operation.areas.size(), 2U);
    for (std::size_t i = 0; i < operation.areas.size(); ++i) {
        EXPECT_EQ(operation.areas[i].code, operation.roster->districts[i].code.text());
        EXPECT_EQ(operation.areas[i].name, operation.roster->districts[i].name);
    }
    EXPECT_EQ(operation.areas[0].code, "53.03.01");
    EXPECT_EQ(operation.roster->districts[0].villages, 2U);
    EXPECT_EQ(operation.roster->districts[0].tps, 4U);
}

TEST_F(OperationTest, GivesEachVillageAPpsUnlessTheSitesHaveIt) {
    const Operation operation = load_operation(folder_.path());
    const Roster& roster = *operation.roster;
    ASSERT_EQ(roster.sites.size(), 4U);
    const auto explicit_one = roster.site_index(SiteCode::literal("PPS 53.03.05.1001"));
    ASSERT_TRUE(explicit_one);
    EXPECT_EQ(roster.sites[*explicit_one].name, "Kantor lurah");
    const auto made = roster.site_index(SiteCode::literal("PPS 53.03.01.2002"));
    ASSERT_TRUE(made);
    EXPECT_EQ(roster.sites[*made].kind, SiteKind::kPps);
    EXPECT_EQ(roster.sites[*made].place, LonLat::from_degrees(124.45, -9.45));
    EXPECT_EQ(roster.sites[*roster.site_index(SiteCode::literal("GUDANG"))].guards_required, 4U);
}

TEST_F(OperationTest, LeavesTheListenerOffUnlessItIsNamed) {
    set_toml("[listener.feed]\nport = 7200", "");
    EXPECT_FALSE(load_operation(folder_.path()).feed.enabled);
}

TEST_F(OperationTest, RefusesAFolderThatIsNone) {
    EXPECT_THAT(fault_of([&] { (void)load_operation(folder_.path() / "gone"); }),
                AllOf(HasSubstr("gone is no folder"), HasSubstr("siagactl init")));
    const test::TempFolder empty;
    EXPECT_THAT(fault_of([&] { (void)load_operation(empty.path()); }),
                AllOf(HasSubstr("is not an operation folder"), HasSubstr("siagactl init")));
}

TEST_F(OperationTest, RefusesANewerFormatBeforeAnythingElse) {
    set_toml("format = 1\nname = \"Operasi Uji\"", "format = 2\nname = 7");
    EXPECT_THAT(load_fault(), AllOf(HasSubstr("format 2 of a newer Siaga, this one knows 1"), HasSubstr("install")));
}

TEST_F(OperationTest, NamesEachMissingFile) {
    for (const char* name : {"areas.geojson", "villages.geojson", "sites.geojson"}) {
        write_template(folder_.path());
        std::filesystem::remove(folder_.path() / name);
        EXPECT_THAT(load_fault(), HasSubstr(name));
    }
}

TEST_F(OperationTest, NamesPlaceValueAndExpectationOfAWrongType) {
    set_toml("port = 7200", "port = 70000");
    EXPECT_THAT(load_fault(),
                HasSubstr("operation.toml:31:8: 'port' is the number 70000, expected is a whole number from "
                          "0 to 65535"));
    set_toml("simulated = false", "simulated = \"no\"");
    EXPECT_THAT(load_fault(),
                HasSubstr("operation.toml:10:13: 'simulated' is the text 'no', expected is true or false"));
    set_toml("name = \"Operasi Uji\"", "name = 7");
    EXPECT_THAT(load_fault(), HasSubstr("operation.toml:3:8: 'name' is the number 7, expected is text in quotes"));
    set_toml("stale_after_s = 45", "stale_after_s = 45.5");
    EXPECT_THAT(load_fault(), HasSubstr("'stale_after_s' is of type floating-point, expected is a whole number"));
    set_toml("[day]", "[dag]");
    EXPECT_THAT(load_fault(), HasSubstr("[day] with start and end is missing"));
    set_toml("region = \"Kab. Contoh\"\n", "");
    EXPECT_THAT(load_fault(), HasSubstr("'region' is missing"));
}

TEST_F(OperationTest, RefusesValuesThatMakeNoSense) {
    set_toml("2024-11-30T20:00:00+08:00", "2024-11-30T05:00:00+08:00");
    EXPECT_THAT(load_fault(), HasSubstr("'end': must be after start"));
    set_toml("2024-11-30T06:00:00+08:00", "06:00");
    EXPECT_THAT(load_fault(), AllOf(HasSubstr("'start'"), HasSubstr("is not RFC 3339")));
    set_toml("letter = \"B\"", "letter = \"Bu\"");
    EXPECT_THAT(load_fault(), HasSubstr("'letter': must be one letter from A to Z"));
    set_toml("letter = \"B\"", "letter = \"G\"");
    EXPECT_THAT(load_fault(), HasSubstr("have the same letter G"));
    set_toml("Asia/Makassar", "Asia/Nowhere");
    EXPECT_THAT(load_fault(), HasSubstr("Asia/Nowhere"));
    set_toml("stale_after_s = 45", "stale_after_s = 400");
    EXPECT_THAT(load_fault(), HasSubstr("must be more than stale_after_s"));
    set_toml("\"sites.geojson\"", "\"../sites.geojson\"");
    EXPECT_THAT(load_fault(), HasSubstr("'../sites.geojson' is not the name of a file in this folder"));
}

TEST_F(OperationTest, NamesThePlaceOfASyntaxError) {
    set_toml("format = 1", "format = = 1");
    EXPECT_THAT(load_fault(), HasSubstr("operation.toml:2:"));
}

TEST_F(OperationTest, TakesAnUnknownKeyAsAWarningOnly) {
    set_toml("format = 1", "format = 1\nfuture = true");
    EXPECT_EQ(load_fault(), "");
}

TEST_F(OperationTest, NamesTheVillagesOfNoDistrict) {
    write_file(folder_.path() / "villages.geojson",
               collection(village("53.03.99.2001", "53.03.99", 2) + "," + village("53.03.01.2001", "53.03.01", 1)));
    EXPECT_THAT(load_fault(), AllOf(HasSubstr("villages.geojson: 1 of 2 villages belong to no district"),
                                    HasSubstr("53.03.99.2001 Desa 53.03.99.2001 (district 53.03.99)")));
}

TEST_F(OperationTest, NamesTheFeatureThatIsWrong) {
    const auto fault_with_sites = [&](const std::string& content) {
        write_file(folder_.path() / "sites.geojson", content);
        return load_fault();
    };
    EXPECT_THAT(fault_with_sites("{"), HasSubstr("sites.geojson: is not JSON"));
    EXPECT_THAT(fault_with_sites("[]"), HasSubstr("is not a GeoJSON FeatureCollection"));
    EXPECT_THAT(fault_with_sites(collection("7")), HasSubstr("feature 1: is not a GeoJSON Feature"));
    EXPECT_THAT(fault_with_sites(collection(R"({"type":"Feature","geometry":null})")), HasSubstr("has no properties"));
    const std::string good = R"("code":"X","name":"X","kind":"kpu")";
    EXPECT_THAT(fault_with_sites(collection(point(good, "[1]"))), HasSubstr("feature 1 (X): its geometry"));
    EXPECT_THAT(fault_with_sites(collection(point(good, "[-9.4,124.4]"))), HasSubstr("look swapped"));
    EXPECT_THAT(fault_with_sites(collection(point(good, "[190,95]"))), HasSubstr("outside [-180, 180]"));
    EXPECT_THAT(fault_with_sites(collection(point(good) + "," + point(R"("code":"Y","name":"Y","kind":"bar")"))),
                HasSubstr("feature 2 (Y): kind 'bar' is none of pps, ppk"));
    EXPECT_THAT(fault_with_sites(collection(point(R"("code":"a/b","name":"Y","kind":"kpu")"))),
                HasSubstr("'code': 'a/b' is not 1 to 64"));
    EXPECT_THAT(fault_with_sites(collection(point(R"("code":"Y","kind":"kpu")"))), HasSubstr("'name' is missing"));
    EXPECT_THAT(fault_with_sites(collection(point(good + R"(,"guards_required":-1)"))), HasSubstr("'guards_required'"));
    EXPECT_THAT(fault_with_sites(collection(point(good) + "," + point(good))), HasSubstr("site 'X' is there twice"));
}

TEST_F(OperationTest, RefusesTooManyPollingStations) {
    write_file(folder_.path() / "villages.geojson", collection(village("53.03.01.2001", "53.03.01", 1000)));
    EXPECT_THAT(load_fault(), HasSubstr("'tps' is not a whole number from 0 to 999"));
}

}  // namespace
}  // namespace siaga
