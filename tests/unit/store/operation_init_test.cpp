#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "data/core/fault.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "tests/unit/store/operation_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using test::collection;
using test::content_of;
using test::files_in;
using test::kToml;
using test::square;
using test::write_file;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class OperationInitTest : public testing::Test {
protected:
    OperationInitTest() { test::write_template(template_.path()); }
    [[nodiscard]] InitOptions options() const { return {template_.path(), std::nullopt, false}; }
    [[nodiscard]] fs::path target() const { return parent_.path() / "operasi"; }
    std::string init_fault(const InitOptions& with) {
        try {
            init_operation(target(), with, now_);
        } catch (const Fault& fault) {
            return fault.what();
        }
        return "";
    }
    const Time now_ = time_from_ms(test::kNoonMs);
    test::TempFolder template_, parent_;
};

TEST_F(OperationInitTest, MakesAWholeFolder) {
    init_operation(target(), options(), now_);
    EXPECT_THAT(files_in(target()),
                ElementsAre("areas.geojson", "checkpoints", "keys", "ledger.db", "log", "operation.toml",
                            "sites.geojson", "tracks.db", "villages.geojson", "writer.lock"));
    EXPECT_THAT(files_in(parent_.path()), ElementsAre("operasi"));
    EXPECT_EQ(fs::status(target() / "keys").permissions(), fs::perms::owner_all);
    EXPECT_EQ(content_of(target() / "operation.toml"), kToml);
    EXPECT_EQ(load_operation(target()).roster->boxes.size(), 12U);
}

TEST_F(OperationInitTest, OpensTheLedgerWithTheOperation) {
    InitOptions simulated = options();
    simulated.simulated = true;
    init_operation(target(), simulated, now_);
    const Store store(target(), Durability::kFull);
    Entry expected;
    expected.received = expected.event.time = now_;
    expected.source = SourceName::literal("siaga");
    expected.seq = 1;
    expected.event.body = OperationOpened{"Operasi Uji", true};
    EXPECT_THAT(test::entries_of(store), ElementsAre(expected));
}

TEST_F(OperationInitTest, ChangesOnlyTheSettingsItMust) {
    InitOptions simulated = options();
    simulated.simulated = true;
    init_operation(target(), simulated, now_);
    std::string expected(kToml);
    expected.replace(expected.find("simulated = false"), 17, "simulated = true");
    EXPECT_EQ(content_of(target() / "operation.toml"), expected);
    EXPECT_TRUE(load_operation(target()).simulated);
}

TEST_F(OperationInitTest, AddsASettingTheTemplateDoesNotHave) {
    std::string shorter(kToml);
    const std::string_view line = "simulated = false   # true for the demonstration\n";
    shorter.erase(shorter.find(line), line.size());
    write_file(template_.path() / "operation.toml", shorter);
    InitOptions simulated = options();
    simulated.simulated = true;
    init_operation(target(), simulated, now_);
    EXPECT_TRUE(load_operation(target()).simulated);
}

TEST_F(OperationInitTest, TakesAnEmptyFolderAndAPathThatEndsInASlash) {
    fs::create_directory(target());
    init_operation(target() / "", options(), now_);
    EXPECT_EQ(load_operation(target()).name, "Operasi Uji");
    EXPECT_THAT(files_in(parent_.path()), ElementsAre("operasi"));
}

TEST_F(OperationInitTest, MakesMissingParents) {
    init_operation(target() / "a" / "b", options(), now_);
    EXPECT_EQ(load_operation(target() / "a" / "b").name, "Operasi Uji");
}

TEST_F(OperationInitTest, RefusesAPlaceThatIsTakenAndLeavesIt) {
    fs::create_directory(target());
    write_file(target() / "note.txt", "mine");
    EXPECT_THAT(init_fault(options()), HasSubstr("exists already and is not an empty folder"));
    EXPECT_THAT(files_in(target()), ElementsAre("note.txt"));
    fs::remove_all(target());
    write_file(target(), "a file");
    EXPECT_THAT(init_fault(options()), HasSubstr("exists already and is not an empty folder"));
    EXPECT_EQ(content_of(target()), "a file");
}

TEST_F(OperationInitTest, LeavesNothingBehindWhenTheTemplateIsBad) {
    fs::remove(template_.path() / "sites.geojson");
    EXPECT_THAT(init_fault(options()), HasSubstr("sites.geojson is missing"));
    EXPECT_THAT(files_in(parent_.path()), IsEmpty());
    InitOptions nowhere = options();
    nowhere.from = template_.path() / "gone";
    EXPECT_THAT(init_fault(nowhere), HasSubstr("gone is no folder"));
    EXPECT_THAT(files_in(parent_.path()), IsEmpty());
}

TEST_F(OperationInitTest, LeavesNothingBehindWhenAFileCannotBeWritten) {
    // A template may not name a file that init makes itself.
    std::string clash(kToml);
    clash.replace(clash.find("\"sites.geojson\""), 15, "\"ledger.db\"");
    write_file(template_.path() / "operation.toml", clash);
    fs::rename(template_.path() / "sites.geojson", template_.path() / "ledger.db");
    EXPECT_THAT(init_fault(options()), HasSubstr("ledger.db exists already"));
    EXPECT_THAT(files_in(parent_.path()), IsEmpty());
}

TEST_F(OperationInitTest, RefusesAFolderThisUserMayNotWrite) {
    constexpr fs::perms kReadOnly = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                    fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
    fs::permissions(parent_.path(), kReadOnly);
    fs::permissions(template_.path(), fs::perms::all);
    const bool root = ::geteuid() == 0;  // whom permissions do not stop
    constexpr uid_t kNobody = 65534;
    if (root) {
        ASSERT_EQ(::seteuid(kNobody), 0);
    }
    const std::string fault = init_fault(options());
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_THAT(fault, AllOf(HasSubstr("Permission denied"), HasSubstr("name a folder that this user may write")));
}

TEST_F(OperationInitTest, TakesOfficialAreasOfTheSameRegion) {
    InitOptions official = options();
    official.areas = template_.path() / "official.json";
    write_file(*official.areas, collection(square("53.03.01", "Miomaffo Timur", 124.4, -9.5) + "," +
                                           square("53.03.05", "Kota Kefamenanu", 124.5, -9.5)));
    init_operation(target(), official, now_);
    const Operation operation = load_operation(target());
    EXPECT_EQ(operation.roster->districts[1].name, "Kota Kefamenanu");
    EXPECT_EQ(operation.roster->boxes.size(), 12U);
}

TEST_F(OperationInitTest, StartsAnotherRegionWithoutVillages) {
    InitOptions official = options();
    official.areas = template_.path() / "official.json";
    write_file(*official.areas, collection(square("53.04.01", "Belu", 124.8, -9.2)));
    init_operation(target(), official, now_);
    const Operation operation = load_operation(target());
    ASSERT_EQ(operation.roster->districts.size(), 1U);
    EXPECT_EQ(operation.roster->districts[0].name, "Belu");
    EXPECT_THAT(operation.roster->boxes, IsEmpty());
    EXPECT_THAT(operation.roster->sites, IsEmpty());
}

TEST_F(OperationInitTest, RefusesAreasThatLackSomeDistricts) {
    InitOptions official = options();
    official.areas = template_.path() / "official.json";
    write_file(*official.areas, collection(square("53.03.01", "Miomaffo Timur", 124.4, -9.5)));
    EXPECT_THAT(init_fault(official), AllOf(HasSubstr("1 of 3 villages belong to no district of"),
                                            HasSubstr("official.json"), HasSubstr("53.03.05.1001")));
    EXPECT_THAT(files_in(parent_.path()), IsEmpty());
}

TEST_F(OperationInitTest, RefusesAreasThatAreNone) {
    InitOptions official = options();
    official.areas = template_.path() / "official.json";
    write_file(*official.areas, "not GeoJSON");
    EXPECT_THAT(init_fault(official), HasSubstr("official.json"));
    EXPECT_THAT(files_in(parent_.path()), IsEmpty());
}

TEST(OperationFolder, MakesTheShippedTemplate) {
    const test::TempFolder parent;
    const fs::path folder = parent.path() / "ttu";
    init_operation(folder, {fs::path(SIAGA_SOURCE_DIR) / "assets" / "ttu", std::nullopt, false}, time_from_ms(0));
    const Operation operation = load_operation(folder);
    EXPECT_EQ(operation.roster->districts.size(), 24U);
    EXPECT_EQ(operation.roster->boxes.size(), 890U);
}

TEST(OperationFolder, IsUnderTheDataHomeByDefault) {
    const char* before = std::getenv("XDG_DATA_HOME");
    const std::string kept = before != nullptr ? before : "";
    ::setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(default_operations_folder(), "/data/siaga");
    ::setenv("XDG_DATA_HOME", "relative", 1);
    EXPECT_EQ(default_operations_folder().filename(), "siaga");
    EXPECT_THAT(default_operations_folder().string(), StartsWith("/"));
    before != nullptr ? ::setenv("XDG_DATA_HOME", kept.c_str(), 1) : ::unsetenv("XDG_DATA_HOME");
}

}  // namespace
}  // namespace siaga
