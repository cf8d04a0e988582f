// kill -9 of the core under load: whatever it has acknowledged is there afterwards, and nothing twice.
// 12 rounds; 10,000 with SIAGA_LONG. The seed is printed; SIAGA_SEED=N repeats a run's choices.

#include <fmt/format.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/core/clock.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "tests/integration/support/load.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/seed.hpp"

namespace siaga::test {
namespace {

using Steady = std::chrono::steady_clock;

/// The seqs of one source that are stored, each proved to be what was sent, and none twice.
class Stored {
public:
    Stored(const std::string& folder, const Load& load) : load_(load) {
        const StoreReader reader(folder);
        sources_ = reader.source_names();
        reader.read_fixes([&](const Fix& fix) { take(fix); });
        std::uint64_t n = 0;
        reader.read_entries(0, [&](const Entry& entry) {
            EXPECT_EQ(entry.n, n++) << "the ledger has a gap";
            EXPECT_TRUE(keys_.insert({entry.source.text(), entry.seq}).second)
                << "entry " << entry.n << " repeats a key";
            take(entry);
        });
        EXPECT_EQ(reader.tip().entries, n);
        EXPECT_EQ(reader.quarantined_count(), 0U);
    }
    /// The first of 1..last that is missing, 0 when none is.
    [[nodiscard]] std::uint64_t first_missing(std::uint64_t last) const {
        std::uint64_t expected = 1;
        for (const std::uint64_t seq : seqs_) {
            if (seq != expected) break;
            ++expected;
        }
        return expected > last ? 0 : expected;
    }

private:
    void take(const Fix& fix) {
        if (sources_.at(static_cast<std::size_t>(fix.source)) != load_.source()) return;
        note(fix.seq);
        EXPECT_FALSE(Load::is_event(fix.seq)) << fix.seq;
        EXPECT_EQ(fix.time, load_.time_of(fix.seq)) << fix.seq;
        EXPECT_EQ(fix.position.lat_e7, Load::lat_e7_of(fix.seq)) << fix.seq;
    }
    void take(const Entry& entry) {
        if (entry.source.text() != load_.source()) return;
        note(entry.seq);
        EXPECT_TRUE(Load::is_event(entry.seq)) << entry.seq;
        EXPECT_EQ(entry.event.time, load_.time_of(entry.seq)) << entry.seq;
        const auto* report = std::get_if<DistrictReport>(&entry.event.body);
        ASSERT_NE(report, nullptr) << entry.seq;
        EXPECT_EQ(report->text, std::to_string(entry.seq));
    }
    void note(std::uint64_t seq) { EXPECT_TRUE(seqs_.insert(seq).second) << "record " << seq << " is there twice"; }

    const Load& load_;
    std::vector<std::string> sources_;
    std::set<std::uint64_t> seqs_;
    std::set<std::pair<std::string, std::uint64_t>> keys_;  ///< of all entries, the core's own too
};

/// One connection of one sender.
struct Line {
    Load& load;
    Connection connection;
    bool up = true;

    Line(Load& who, std::uint16_t port, std::uint64_t from) : load(who), connection(port) {
        up = connection.open();
        if (up) load.begin(connection, from);
    }
};

class KillUnderLoad : public testing::Test {
protected:
    /// A record of its own, so that reading all of it after each kill stays quick.
    void begin_folder() {
        folder_ = scratch_ / ("ops-" + std::to_string(++folders_));
        ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0);
        loads_.clear();
        const Time origin = SystemClock().now() - 20h;
        for (const char* source : {"relay-1", "relay-2"}) {
            loads_.push_back(std::make_unique<Load>(source, add_token(folder_, source, "field"), origin));
        }
    }

    std::uint64_t pick(std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(random_); }

    /// Where a sender goes on: after what was acknowledged, or now and then before it.
    std::uint64_t resend_from(const Load& load) {
        constexpr std::uint64_t kBack = 60;
        const std::uint64_t back = pick(3) == 0 ? pick(kBack) : 0;
        return load.acknowledged() + 1 - std::min(back, load.acknowledged());
    }

    [[nodiscard]] std::uint64_t acknowledged() const {
        std::uint64_t sum = 0;
        for (const auto& load : loads_) sum += load->acknowledged();
        return sum;
    }
    [[nodiscard]] std::string trouble() const {
        for (const auto& load : loads_) {
            if (!load->trouble().empty()) return load->source() + ": " + load->trouble();
        }
        return {};
    }

    /// Sends and hears until `done` or the deadline.
    template <class Done>
    static void exchange(std::vector<std::unique_ptr<Line>>& lines, Steady::time_point deadline, Done done) {
        while (!done() && Steady::now() < deadline) {
            std::vector<pollfd> wanted;
            for (const auto& line : lines) {
                if (!line->up) continue;
                const bool more = line->load.send(line->connection);
                const int events = more ? POLLIN | POLLOUT : POLLIN;
                wanted.push_back({line->connection.descriptor(), static_cast<short>(events), 0});
            }
            if (wanted.empty() || ::poll(wanted.data(), wanted.size(), poll_ms(deadline)) <= 0) return;
            for (const auto& line : lines) line->up = line->up && line->load.hear(line->connection);
        }
    }

    std::vector<std::unique_ptr<Line>> connect_all(std::uint16_t port) {
        std::vector<std::unique_ptr<Line>> lines;
        for (const auto& load : loads_) lines.push_back(std::make_unique<Line>(*load, port, resend_from(*load)));
        return lines;
    }

    /// Under load until some records more are acknowledged, a moment longer, then kill -9; afterwards
    /// the answers that were already on their way count too.
    void kill_under_load(Serving& serving) {
        constexpr std::uint64_t kMostMore = 1500;
        constexpr std::uint64_t kMostMoment_us = 8000;
        const std::uint16_t port = serving.await_port();
        ASSERT_NE(port, 0) << serving.process().finish().err;
        auto lines = connect_all(port);
        const std::uint64_t enough = acknowledged() + pick(kMostMore);
        exchange(lines, Steady::now() + kPatience, [&] { return acknowledged() >= enough; });
        EXPECT_GE(acknowledged(), enough) << "it stopped answering. " << trouble();
        const auto moment = std::chrono::microseconds(pick(kMostMoment_us));
        exchange(lines, Steady::now() + moment, [] { return false; });
        serving.process().signal(SIGKILL);
        EXPECT_EQ(serving.process().finish().exit, 128 + SIGKILL);
        for (const auto& load : loads_) cut_off_ += load->in_flight() > 0 ? 1 : 0;
        for (const auto& line : lines) {
            while (line->up && line->load.hear(line->connection)) {
            }
        }
    }

    /// While it opens the databases or before it listens.
    void kill_at_start(Serving& serving) {
        constexpr std::uint64_t kMost_ms = 60;
        (void)serving.process().out_line(Patience(pick(kMost_ms)));
        serving.process().signal(SIGKILL);
        EXPECT_EQ(serving.process().finish().exit, 128 + SIGKILL);
    }

    void expect_all_acknowledged_stored() {
        EXPECT_EQ(trouble(), "");
        for (const auto& load : loads_) {
            const Stored stored(folder_, *load);
            EXPECT_EQ(stored.first_missing(load->acknowledged()), 0U)
                << load->source() << ": acknowledged up to " << load->acknowledged();
        }
    }

    void kill_often(int rounds) {
        for (int round = 1; round <= rounds && !HasFailure(); ++round) {
            SCOPED_TRACE(fmt::format("SIAGA_SEED={} folder {} round {}", seed_, folders_, round));
            Serving serving(folder_);
            constexpr std::uint64_t kOneIn = 6;
            if (pick(kOneIn - 1) == 0) {
                kill_at_start(serving);
            } else {
                kill_under_load(serving);
            }
            expect_all_acknowledged_stored();
        }
    }

    /// After all kills it runs as ever.
    void end_in_peace() {
        SCOPED_TRACE(fmt::format("SIAGA_SEED={} folder {} at the end", seed_, folders_));
        Serving serving(folder_);
        auto lines = connect_all(serving.await_port());
        const std::uint64_t enough = acknowledged() + 2 * Load::kAhead;
        exchange(lines, Steady::now() + kPatience, [&] { return acknowledged() >= enough; });
        const Outcome ended = serving.end();
        EXPECT_EQ(ended.exit, 0) << ended.err;
        for (const auto& line : lines) {
            while (line->up && line->load.hear(line->connection)) {
            }
        }
        EXPECT_GE(acknowledged(), enough);
        expect_all_acknowledged_stored();
        records_ += acknowledged();
        std::filesystem::remove_all(folder_);
    }

    Scratch scratch_;
    std::string folder_;
    int folders_ = 0;
    std::uint64_t records_ = 0;  ///< acknowledged, of all folders
    std::vector<std::unique_ptr<Load>> loads_;
    std::uint64_t seed_ = chosen_seed();
    std::mt19937_64 random_{seed_};
    int cut_off_ = 0;  ///< senders that had records in flight when the core was killed
};

TEST_F(KillUnderLoad, LosesNothingAcknowledgedAndDoublesNothing) {
    const int rounds = test::rounds(12, 10'000);
    fmt::print("seed {}, {} rounds\n", seed_, rounds);
    constexpr int kRoundsOfAFolder = 50;
    for (int done = 0; done < rounds && !HasFailure(); done += kRoundsOfAFolder) {
        begin_folder();
        kill_often(std::min(kRoundsOfAFolder, rounds - done));
        end_in_peace();
    }
    EXPECT_GT(cut_off_, 0) << "no kill fell into the load";
    fmt::print("{} records acknowledged, {} senders cut off\n", records_, cut_off_);
}

/// The test of the test: what the kill test asks of the record, asked of records that are wrong.
class StoredTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0); }

    void commit(const std::vector<std::uint64_t>& seqs, std::int32_t lat_off = 0) {
        Store store(folder_, Durability::kFull);
        StoreBatch batch;
        for (const std::uint64_t seq : seqs) {
            Fix fix;
            fix.time = load_.time_of(seq);
            fix.position = {1'244'871'000, Load::lat_e7_of(seq) + lat_off};
            fix.unit = store.unit_index(UnitName::literal("RAJAWALI-01"));
            fix.source = store.source_index(SourceName::literal(load_.source()));
            fix.seq = seq;
            batch.fixes.push_back(fix);
        }
        store.commit(batch);
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    Load load_{"relay-1", "", SystemClock().now()};
};

TEST_F(StoredTest, FindsNoFaultInAWholeRecord) {
    commit({1, 2, 3});
    EXPECT_EQ(Stored(folder_, load_).first_missing(3), 0U);
}

TEST_F(StoredTest, NamesTheFirstRecordThatIsMissing) {
    commit({1, 2, 4});
    const Stored stored(folder_, load_);
    EXPECT_EQ(stored.first_missing(4), 3U);
    EXPECT_EQ(stored.first_missing(2), 0U) << "what nobody acknowledged may be missing";
}

TEST_F(StoredTest, ReportsARecordThatIsThereTwice) {
    commit({1, 2, 2, 3});
    EXPECT_NONFATAL_FAILURE((void)Stored(folder_, load_).first_missing(3), "record 2 is there twice");
}

TEST_F(StoredTest, ReportsARecordThatIsNotWhatWasSent) {
    commit({1}, 1);
    EXPECT_NONFATAL_FAILURE((void)Stored(folder_, load_).first_missing(1), "lat_e7");
}

}  // namespace
}  // namespace siaga::test
