#include "data/store/journal_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "data/store/storage_fault.hpp"
#include "data/store/store.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameBytes = 24 + 4096;

class JournalCheckTest : public testing::Test {
protected:
    JournalCheckTest() {
        create_store(folder_.path());
        store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
        for (std::uint64_t n = 0; n < 3; ++n) {
            StoreBatch batch;
            batch.entries = {test::sample_entry(n, n + 1)};
            store_->commit(batch);
            lengths_.push_back(journal().size());
        }
    }
    [[nodiscard]] std::string journal() const { return test::content_of(folder_.path() / "ledger.db-wal"); }
    /// What the check says of these bytes, "" for nothing.
    [[nodiscard]] static std::string said_of(const std::string& bytes) {
        const test::TempFolder copy;
        test::write_file(copy.path() / "ledger.db-wal", bytes);
        try {
            check_journal(copy.path(), "ledger.db");
        } catch (const StorageFault& fault) {
            EXPECT_EQ(fault.trouble(), StorageTrouble::kCorrupt);
            return fault.what();
        }
        return "";
    }
    static std::string flipped(std::string bytes, std::size_t at) {
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        return bytes;
    }

    test::TempFolder folder_;
    std::unique_ptr<Store> store_;
    std::vector<std::size_t> lengths_;  ///< of the journal after each commit
};

TEST_F(JournalCheckTest, FindsNothingInAWholeJournalOrNone) {
    EXPECT_EQ(said_of(journal()), "");
    EXPECT_EQ(said_of(""), "");
    const test::TempFolder empty;
    EXPECT_NO_THROW(check_journal(empty.path(), "ledger.db"));
}

TEST_F(JournalCheckTest, NamesTheFrameThatLaterCommitsFollow) {
    const std::string bytes = journal();
    for (std::size_t at = kHeaderBytes; at < lengths_[0]; at += 97) {
        const std::size_t frame = (at - kHeaderBytes) / kFrameBytes + 1;
        EXPECT_THAT(said_of(flipped(bytes, at)),
                    AllOf(HasSubstr("ledger.db-wal: frame " + std::to_string(frame) + " is damaged"),
                          HasSubstr("restore the newest backup")))
            << at;
    }
}

TEST_F(JournalCheckTest, LeavesTheLastCommitToTheRecovery) {
    const std::string bytes = journal();
    for (std::size_t at = lengths_[1]; at < lengths_[2]; at += 97) EXPECT_EQ(said_of(flipped(bytes, at)), "") << at;
    EXPECT_EQ(said_of(bytes.substr(0, lengths_[2] - 1)), "");
}

TEST_F(JournalCheckTest, FindsADamagedHeader) {
    for (std::size_t at = 0; at < kHeaderBytes; ++at) {
        EXPECT_THAT(said_of(flipped(journal(), at)), HasSubstr("its header is damaged")) << at;
    }
}

TEST_F(JournalCheckTest, PassesOverWhatAnEarlierJournalLeftBehind) {
    const std::string before = journal();
    store_->close();
    store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
    StoreBatch batch;
    batch.entries = {test::sample_entry(3, 4)};
    store_->commit(batch);
    const std::string now = journal();
    ASSERT_LT(now.size(), before.size());
    EXPECT_EQ(said_of(now + before.substr(now.size())), "");
}

}  // namespace
}  // namespace siaga
