// Files that changed behind the store's back: bits flipped, ends cut off. Every time the store must say so, or
// nothing may be different. What no database can know by itself is that the end of a journal is gone. 1,000 places in
// the short form, SIAGA_LONG=1 more.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "data/core/fault.hpp"
#include "data/store/store.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/store_samples.hpp"
#include "tests/unit/store/workload.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using test::Content;
using test::TempFolder;
using test::Workload;

constexpr int kDamageCommits = 12;

/// The files of a folder as they lie on the disk.
using Files = std::map<std::string, std::string>;

class DamageTest : public testing::Test {
protected:
    DamageTest() : workload_(1) {
        const TempFolder folder;
        create_store(folder.path());
        {
            Store store(folder.path(), Durability::kFull);
            for (int i = 0; i < kDamageCommits; ++i) {
                const StoreBatch batch = workload_.next(store);
                workload_.give(store, batch);
                store.commit(batch);
            }
            after_crash_ = files_of(folder.path());
        }
        closed_ = files_of(folder.path());
    }

    static Files files_of(const fs::path& folder) {
        Files files;
        for (const char* name : {"ledger.db", "ledger.db-wal", "tracks.db", "tracks.db-wal"}) {
            if (fs::exists(folder / name)) files[name] = test::content_of(folder / name);
        }
        return files;
    }

    std::size_t pick(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }

    /// Changes one file; answers what it did.
    std::string damage(Files& files) {
        auto chosen = files.begin();
        std::advance(chosen, static_cast<std::ptrdiff_t>(pick(files.size() - 1)));
        std::string& bytes = chosen->second;
        constexpr std::size_t kCutOneIn = 8;
        if (pick(kCutOneIn - 1) == 0) {
            bytes.resize(pick(bytes.size() - 1));
            return fmt::format("{} cut at {}", chosen->first, bytes.size());
        }
        constexpr std::size_t kLastBit = 7;
        const std::size_t at = pick(bytes.size() - 1);
        const std::size_t bit = pick(kLastBit);
        bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << bit));
        return fmt::format("{} bit {} of byte {}", chosen->first, bit, at);
    }

    /// What the folder says it holds, after a restart too; nothing when it says that it is damaged.
    static std::optional<Content> read_back(const Files& files) {
        const TempFolder folder;
        for (const auto& [name, bytes] : files) test::write_file(folder.path() / name, bytes);
        try {
            Content read = test::content_of_folder(folder.path());
            {
                Store store(folder.path(), Durability::kFull);
                for (const std::string& line : test::content_of_store(store)) {
                    if (line.ends_with("does not find")) read.push_back(line);
                }
                store.close();
            }
            const Content again = test::content_of_folder(folder.path());
            if (read.size() == again.size() && read != again) read.emplace_back("different after a restart");
            return read;
        } catch (const Fault&) {
            return std::nullopt;
        }
    }

    struct Tally {
        int found = 0, harmless = 0;
        int shorter = 0;  ///< a journal whose end is gone is as one that was never written: the tips outside tell
    };
    Tally damage_often(const Files& whole, int rounds) {
        Tally tally;
        for (int round = 0; round < rounds; ++round) {
            Files files = whole;
            const std::string done = damage(files);
            const std::optional<Content> content = read_back(files);
            if (!content) {
                ++tally.found;
            } else if (*content == workload_.content(kDamageCommits)) {
                ++tally.harmless;
            } else if (is_shorter(*content) && done.find("-wal") != std::string::npos) {
                ++tally.shorter;
            } else {
                ADD_FAILURE() << done << ": " << difference(*content);
            }
        }
        fmt::print("{} found, {} harmless, {} without the end of a journal\n", tally.found, tally.harmless,
                   tally.shorter);
        return tally;
    }
    /// Every record as it was given, and the last ones missing.
    [[nodiscard]] bool is_shorter(const Content& content) const {
        const Content& whole = workload_.content(kDamageCommits);
        return std::includes(whole.begin(), whole.end(), content.begin(), content.end());
    }
    [[nodiscard]] std::string difference(const Content& content) const {
        try {
            (void)workload_.commits_of(content, kDamageCommits, kDamageCommits);
        } catch (const std::exception& error) {
            return error.what();
        }
        return {};
    }

    std::mt19937_64 random_{1};
    Workload workload_;
    Files closed_, after_crash_;
};

constexpr int kFew = 500;  // each of closed files and of those a crash left
constexpr int kMany = 10'000;

TEST_F(DamageTest, ToADatabaseIsFoundOrHarmless) {
    const Tally tally = damage_often(closed_, test::rounds(kFew, kMany));
    EXPECT_GT(tally.found, 0);
    EXPECT_EQ(tally.shorter, 0);
}

TEST_F(DamageTest, ToAJournalIsFoundOrHarmless) {
    const Tally tally = damage_often(after_crash_, test::rounds(kFew, kMany));
    EXPECT_GT(tally.found, tally.shorter);
}

}  // namespace
}  // namespace siaga
