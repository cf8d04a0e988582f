// The record edited at random with SQL, as anybody with the file can: verify finds every edit.
// 100 edits; 2,000 with SIAGA_LONG. The seed is printed; SIAGA_SEED=N repeats a run's choices.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <random>

#include "data/store/verify.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/store/record_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

struct Edit {
    const char* file;
    std::string sql;
};

/// Every kind of edit, with places and values by chance; none writes what was there before.
class Edits {
public:
    explicit Edits(std::uint64_t seed) : random_(seed) {}

    Edit next() {
        static constexpr std::array kKinds = {&Edits::entry_number, &Edits::entry_text,   &Edits::entry_blob,
                                              &Edits::entry_gone,   &Edits::entry_added,  &Edits::entries_swapped,
                                              &Edits::tail_gone,    &Edits::batch_number, &Edits::batch_blob,
                                              &Edits::batch_gone,   &Edits::batch_added,  &Edits::batches_swapped,
                                              &Edits::name,         &Edits::total,        &Edits::object};
        return (this->*kKinds.at(below(kKinds.size())))();
    }

private:
    std::uint64_t below(std::uint64_t count) {
        return std::uniform_int_distribution<std::uint64_t>(0, count - 1)(random_);
    }
    std::uint64_t at_least_one(std::uint64_t most) { return 1 + below(most); }
    std::uint64_t entry() { return below(test::kSampleEntries); }
    template <std::size_t N> const char* one_of(const std::array<const char*, N>& names) { return names.at(below(N)); }
    /// One byte of a blob becomes another: X || byte || Y.
    std::string changed_blob(const char* table, const char* column, const char* key, std::uint64_t row) {
        const std::uint64_t at = below(1000);
        return fmt::format(
            "UPDATE {0} SET {1} = CAST(substr({1}, 1, {3} % length({1})) || "
            "CASE WHEN substr({1}, 1 + {3} % length({1}), 1) = x'{4:02x}' THEN x'{5:02x}' ELSE x'{4:02x}' END || "
            "substr({1}, 2 + {3} % length({1})) AS BLOB) WHERE {2} = {6}",
            table, column, key, at, below(255), 255, row);
    }

    Edit entry_number() {
        const char* column = one_of(std::array{"n", "event_time", "received", "seq"});
        return {"ledger.db", fmt::format("UPDATE entry SET {0} = {0} + {1} WHERE n = {2}", column,
                                         100 + at_least_one(1000), entry())};
    }
    Edit entry_text() {
        const char* change = one_of(std::array{"source || 'x'", "'other'", "upper(source)", "source || char(0)"});
        return {"ledger.db", fmt::format("UPDATE entry SET source = {} WHERE n = {}", change, entry())};
    }
    Edit entry_blob() {
        return {"ledger.db", changed_blob("entry", one_of(std::array{"body", "leaf", "chain"}), "n", entry())};
    }
    Edit entry_gone() { return {"ledger.db", fmt::format("DELETE FROM entry WHERE n = {}", entry())}; }
    Edit entry_added() {
        const std::uint64_t n = below(2) == 0 ? test::kSampleEntries : 1000 + below(1000);
        return {"ledger.db", fmt::format("INSERT INTO entry SELECT {}, event_time, received, source, seq + 5000, body, "
                                         "leaf, chain FROM entry WHERE n = {}",
                                         n, entry())};
    }
    Edit entries_swapped() {
        const std::uint64_t a = entry(), b = (a + at_least_one(test::kSampleEntries - 1)) % test::kSampleEntries;
        return {"ledger.db",
                fmt::format("UPDATE entry SET n = -1 WHERE n = {0}; UPDATE entry SET n = {0} WHERE n = {1}; "
                            "UPDATE entry SET n = {1} WHERE n = -1",
                            a, b)};
    }
    Edit tail_gone() {
        return {"ledger.db", fmt::format("DELETE FROM entry WHERE n >= {}", test::kSampleEntries - at_least_one(5))};
    }
    Edit batch_number() {
        const char* column = one_of(std::array{"id", "needs_entries", "received", "count", "min_time", "max_time"});
        return {"tracks.db", fmt::format("UPDATE batch SET {0} = {0} + {1} WHERE id = {2}", column,
                                         100 + at_least_one(1000), entry())};
    }
    Edit batch_blob() {
        return {"tracks.db", changed_blob("batch", one_of(std::array{"payload", "checksum"}), "id", entry())};
    }
    Edit batch_gone() { return {"tracks.db", fmt::format("DELETE FROM batch WHERE id = {}", entry())}; }
    Edit batch_added() {
        return {"tracks.db", fmt::format("INSERT INTO batch SELECT {}, needs_entries, received, count, min_time, "
                                         "max_time, payload, checksum FROM batch WHERE id = {}",
                                         test::kSampleEntries + below(3), entry())};
    }
    Edit batches_swapped() {
        const std::uint64_t a = entry(), b = (a + at_least_one(test::kSampleEntries - 1)) % test::kSampleEntries;
        return {"tracks.db",
                fmt::format("UPDATE batch SET id = -1 WHERE id = {0}; UPDATE batch SET id = {0} WHERE id = {1}; "
                            "UPDATE batch SET id = {1} WHERE id = -1",
                            a, b)};
    }
    Edit name() {
        const char* table = one_of(std::array{"unit", "source"});
        const std::string row = std::string(table) == "unit" ? std::to_string(below(4)) : "0";
        switch (below(4)) {
            case 0:
                return {"tracks.db",
                        fmt::format("UPDATE {} SET name = name || '{}' WHERE idx = {}", table, at_least_one(99), row)};
            case 1:
                return {"tracks.db", fmt::format("UPDATE {} SET idx = idx + 10 WHERE idx = {}", table, row)};
            case 2:
                return {"tracks.db", fmt::format("DELETE FROM {} WHERE idx = {}", table, row)};
            default:
                return {"tracks.db", fmt::format("INSERT INTO {0}(name) SELECT 'GHOST {1}'", table, at_least_one(99))};
        }
    }
    Edit total() {
        const char* change = one_of(std::array{"UPDATE total SET next_batch = next_batch + 1",
                                               "UPDATE total SET quarantined = quarantined + 2", "DELETE FROM total",
                                               "INSERT INTO total SELECT next_batch, quarantined FROM total"});
        return {"tracks.db", change};
    }
    Edit object() {
        static const std::array<Edit, 6> kEdits = {{
            {"ledger.db", "DROP INDEX entry_by_time"},
            {"ledger.db", "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END"},
            {"ledger.db", "ALTER TABLE entry ADD COLUMN more TEXT"},
            {"ledger.db", "CREATE VIEW v AS SELECT * FROM entry"},
            {"tracks.db", "ALTER TABLE unit RENAME COLUMN name TO title"},
            {"tracks.db", "DROP TABLE quarantine"},
        }};
        return kEdits.at(below(kEdits.size()));
    }

    std::mt19937_64 random_;
};

/// Edits of slices, of what was pruned and of the quarantine, in test::make_sealed_record().
class SealedEdits {
public:
    explicit SealedEdits(std::uint64_t seed) : random_(seed) {}

    std::string next() {
        switch (below(8)) {
            case 0:
                return fmt::format("UPDATE slice SET {0} = {0} + {1} WHERE start = {2}",
                                   one_of({"start", "needs_entries", "received", "fixes", "moving", "first", "last"}),
                                   1 + below(1000), slice());
            case 1:
                return fmt::format(
                    "UPDATE slice SET payload = CAST(substr(payload, 1, {0}) || x'{1:02x}' || "
                    "substr(payload, {0} + 3) AS BLOB) WHERE start = {2}",
                    below(400), below(255), slice());
            case 2:
                return fmt::format("DELETE FROM slice WHERE start {} {}", below(2) == 0 ? "=" : "<=", slice());
            case 3:
                return fmt::format("UPDATE {0} SET {1} = {1} + {2}", seq_table(), one_of({"first", "last"}),
                                   1 + below(20));
            case 4:
                return fmt::format("DELETE FROM {}", seq_table());
            case 5:
                return fmt::format("INSERT INTO {} VALUES(0, {}, {})", seq_table(), 700 + below(9), 710 + below(9));
            case 6:
                return fmt::format(
                    "UPDATE quarantine SET {} WHERE id = {}",
                    one_of({"source = source || 'x'", "reasons = ''", "seq = seq + 1", "batch = batch + 1",
                            "received = received - 1", "raw = x'00'", "checksum = 0"}),
                    1 + below(test::kSampleRefused));
            default:
                return fmt::format("DELETE FROM quarantine WHERE id = {}", 1 + below(test::kSampleRefused));
        }
    }

private:
    std::uint64_t below(std::uint64_t count) {
        return std::uniform_int_distribution<std::uint64_t>(0, count - 1)(random_);
    }
    const char* one_of(const std::vector<const char*>& names) { return names.at(below(names.size())); }
    const char* seq_table() { return below(2) == 0 ? "sealed_seq" : "pruned_seq"; }
    std::int64_t slice() {
        const auto left = static_cast<std::uint64_t>(test::kSampleSlices - test::kSamplePruned);
        return test::kNoonMs + 300'000 * static_cast<std::int64_t>(test::kSamplePruned + below(left));
    }
    std::mt19937_64 random_;
};

class VerifyEditsTest : public testing::Test {
protected:
    VerifyEditsTest() { test::make_record(record()); }
    [[nodiscard]] fs::path record() const {
        fs::create_directory(folder.path() / "record");
        return folder.path() / "record";
    }
    [[nodiscard]] fs::path edited() const { return folder.path() / "edited"; }
    void expect_found(const std::string& what) const {
        const VerifyReport report = verify_record(edited());
        EXPECT_FALSE(report.sound()) << "not found: " << what;
    }
    test::TempFolder folder;
};

TEST_F(VerifyEditsTest, EveryRandomEditIsFound) {
    const std::uint64_t seed = test::chosen_seed();
    const int count = std::getenv("SIAGA_LONG") != nullptr ? 2000 : 100;
    fmt::print("seed {}, {} edits\n", seed, count);
    Edits edits(seed);
    for (int i = 0; i < count; ++i) {
        const Edit edit = edits.next();
        test::copy_record(record(), edited());
        test::edit(edited() / edit.file, edit.sql);
        expect_found(fmt::format("SIAGA_SEED={} edit {}: {}: {}", seed, i, edit.file, edit.sql));
    }
}

/// The shell itself, with its own version of SQLite and its own habits.
void edit_with_shell(const fs::path& file, const std::string& sql) {
    std::array<std::string, 3> words{"sqlite3", file.string(), sql};
    std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
    pid_t child = 0;
    ASSERT_EQ(::posix_spawnp(&child, "sqlite3", nullptr, nullptr, arguments.data(), environ), 0)
        << "the package sqlite3 is missing";
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0) << sql;
}

TEST_F(VerifyEditsTest, EveryEditOfTheShellIsFound) {
    const std::uint64_t seed = test::chosen_seed();
    const int count = std::getenv("SIAGA_LONG") != nullptr ? 1000 : 20;
    fmt::print("seed {}, {} edits\n", seed, count);
    Edits edits(seed);
    for (int i = 0; i < count; ++i) {
        const Edit edit = edits.next();
        test::copy_record(record(), edited());
        edit_with_shell(edited() / edit.file, edit.sql);
        expect_found(fmt::format("SIAGA_SEED={} edit {}: {}: {}", seed, i, edit.file, edit.sql));
    }
}

TEST_F(VerifyEditsTest, EveryEditOfSlicesIsFoundAlsoAfterAPrune) {
    const fs::path sealed = folder.path() / "sealed";
    fs::create_directory(sealed);
    test::make_sealed_record(sealed);
    ASSERT_TRUE(verify_record(sealed).sound());
    const std::uint64_t seed = test::chosen_seed();
    const int count = std::getenv("SIAGA_LONG") != nullptr ? 1000 : 100;
    fmt::print("seed {}, {} edits\n", seed, count);
    SealedEdits edits(seed);
    for (int i = 0; i < count; ++i) {
        const std::string sql = edits.next();
        test::copy_record(sealed, edited());
        if (i % 10 == 0)
            edit_with_shell(edited() / "tracks.db", sql);
        else
            test::edit(edited() / "tracks.db", sql);
        expect_found(fmt::format("SIAGA_SEED={} edit {}: {}", seed, i, sql));
    }
}

TEST_F(VerifyEditsTest, AnEditThatRestoresTheSameValueIsNone) {
    test::copy_record(record(), edited());
    test::edit(edited() / "ledger.db",
               "UPDATE entry SET seq = seq + 7000 WHERE n = 3; UPDATE entry SET seq = seq - 7000 WHERE n = 3");
    EXPECT_TRUE(verify_record(edited()).sound());
}

}  // namespace
}  // namespace siaga
