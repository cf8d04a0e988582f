#include "data/ingest/backups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "data/store/backup_file.hpp"
#include "data/store/backup_schedule.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "tests/unit/store/operation_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

class BackupsTest : public testing::Test {
protected:
    BackupsTest() {
        test::write_template(scratch_.path() / "template");
        init_operation(operation_, {.from = scratch_.path() / "template", .areas = {}, .simulated = false},
                       clock_.now());
        store_ = std::make_unique<Store>(operation_, Durability::kFull);
    }
    [[nodiscard]] std::vector<std::string> there() const {
        return fs::exists(operation_ / "backups") ? test::files_in(operation_ / "backups") : std::vector<std::string>{};
    }
    /// Until nothing is under way; what the ingest thread does in its loop.
    void work(Backups& backups) const {
        do {
            backups.look(*store_);
            while (backups.copy_on()) {
            }
        } while (backups.busy());
    }

    ManualClock clock_{time_from_ms(test::kNoonMs)};
    test::TempFolder scratch_;
    fs::path operation_ = scratch_.path() / "ops";
    std::unique_ptr<Store> store_;
};

TEST_F(BackupsTest, MakesOneAnHourAfterTheRecordBeganHoweverOftenTheCoreStarts) {
    for (const auto later : {0min, 20min, 39min}) {
        clock_.advance(later);
        Backups backups(operation_, clock_, BackupPlan::kHourly);
        work(backups);
        EXPECT_THAT(there(), IsEmpty());
    }
    clock_.advance(1min);
    Backups backups(operation_, clock_, BackupPlan::kHourly);
    work(backups);
    EXPECT_THAT(there(), ElementsAre(backup_name(clock_.now())));
    EXPECT_EQ(check_backup(operation_ / "backups" / there().front()).tip, store_->tip());
    clock_.advance(59min);
    work(backups);
    EXPECT_EQ(there().size(), 1U);
}

TEST_F(BackupsTest, CountsFromTheNewestOneThatIsThere) {
    fs::create_directory(operation_ / "backups");
    test::write_file(operation_ / "backups" / backup_name(clock_.now() - 30min), "");
    Backups backups(operation_, clock_, BackupPlan::kHourly);
    clock_.advance(30min);
    work(backups);
    EXPECT_EQ(there().size(), 2U);
}

TEST_F(BackupsTest, AnswersWhoAskedAndMakesNoneByItselfOnRequest) {
    clock_.advance(hours(5));
    Backups idle(operation_, clock_, BackupPlan::kOnRequest);
    work(idle);
    EXPECT_THAT(there(), IsEmpty());
    fs::create_directory(operation_ / "backups");
    test::write_file(operation_ / "backups" / "ask-a1", "");
    Backups backups(operation_, clock_, BackupPlan::kOnRequest);
    work(backups);
    const std::string name = backup_name(clock_.now());
    EXPECT_THAT(there(), ElementsAre("answer-a1", name));
    EXPECT_EQ(test::content_of(operation_ / "backups" / "answer-a1"), "done " + name + "\n");
}

TEST_F(BackupsTest, SaysWhyThereIsNone) {
    fs::create_directory(operation_ / "backups");
    test::write_file(operation_ / "backups" / "ask-a1", "");
    fs::remove(operation_ / "villages.geojson");
    Backups backups(operation_, clock_, BackupPlan::kOnRequest);
    work(backups);
    EXPECT_THAT(there(), ElementsAre("answer-a1"));
    EXPECT_THAT(test::content_of(operation_ / "backups" / "answer-a1"), StartsWith("failed "));
    store_->commit({});
}

TEST_F(BackupsTest, GivesUpACopyWhenTheCoreEnds) {
    fs::create_directory(operation_ / "backups");
    test::write_file(operation_ / "backups" / "ask-a1", "");
    Backups backups(operation_, clock_, BackupPlan::kOnRequest);
    backups.look(*store_);
    backups.stop();
    EXPECT_THAT(there(), ElementsAre("answer-a1"));
    EXPECT_EQ(test::content_of(operation_ / "backups" / "answer-a1"), "failed the core is ending\n");
}

TEST_F(BackupsTest, RemovesTheOldOnes) {
    fs::create_directory(operation_ / "backups");
    const Time ancient = clock_.now() - hours(24 * 31);
    test::write_file(operation_ / "backups" / backup_name(ancient), "");
    test::write_file(operation_ / "backups" / "notes.txt", "not ours");
    Backups backups(operation_, clock_, BackupPlan::kHourly);
    work(backups);
    EXPECT_THAT(there(), ElementsAre("notes.txt", backup_name(clock_.now())));
}

}  // namespace
}  // namespace siaga
