// The ledger: appending with its hashes and signed tips, verifying, proving, starting over it.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/bench/floors/plain_ledger.hpp"
#include "app/bench/scratch_folder.hpp"
#include "app/bench/suites.hpp"
#include "app/proof/check_proof.hpp"
#include "data/core/fault.hpp"
#include "data/store/prove.hpp"
#include "data/store/store.hpp"
#include "data/store/verify.hpp"

namespace siaga::app::bench {
namespace {

using Entries = std::vector<std::shared_ptr<const Entry>>;

constexpr std::uint64_t kPerCommit = 100;
constexpr std::int64_t kDayMs = 1'732'896'000'000;

/// Reports of districts, every 500th a custody transfer of 27 boxes: an entry a second of the day.
Entries made_entries(std::uint64_t from, std::uint64_t count) {
    constexpr std::uint64_t kTransferEvery = 500;
    constexpr int kBoxes = 27;
    Entries entries;
    for (std::uint64_t n = from; n < from + count; ++n) {
        Entry entry;
        entry.n = n;
        entry.received = time_from_ms(kDayMs + static_cast<std::int64_t>(n) * 1000);
        entry.source = SourceName::literal("poskotis-7");
        entry.seq = n + 1;
        entry.event.time = entry.received - 3s;
        entry.event.body = DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive,
                                          fmt::format("laporan nihil, jam ke-{}", n)};
        if (n % kTransferEvery == 0) {
            CustodyTransfer transfer;
            transfer.transfer = RecordName::literal(fmt::format("ST-{}", n));
            for (int box = 0; box < kBoxes; ++box) {
                transfer.boxes.push_back(BoxCode::literal(fmt::format("53.03.05.1001-{:03}-B", box)));
            }
            transfer.declared = kBoxes;
            entry.event.body = std::move(transfer);
        }
        entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    }
    return entries;
}

void append(Store& store, std::uint64_t count, std::uint64_t per_commit) {
    for (std::uint64_t done = 0; done < count; done += per_commit) {
        StoreBatch batch;
        batch.entries = made_entries(store.next_entry(), std::min(per_commit, count - done));
        store.commit(batch);
        store.settle(batch.entries.back()->received);
    }
}

double per_second(std::uint64_t count, double ms) { return static_cast<double>(count) * 1000 / ms; }

/// Entries a second, durable, with hashes and tips as they fall due; floor: the rows alone.
void measure_append(Runner& runner, const char* name, std::uint64_t count, std::uint64_t per_commit) {
    const auto run = [=] {
        const ScratchFolder scratch;
        create_store(scratch.path());
        Store store(scratch.path(), Durability::kFull);
        return per_second(count, milliseconds([&] { append(store, count, per_commit); }));
    };
    const auto floor = [=] {
        const ScratchFolder scratch;
        PlainLedger ledger(scratch.path(), false);
        const std::vector<PlainRow> rows = plain_rows(made_entries(0, count));
        return per_second(count, milliseconds([&] {
                              const std::span<const PlainRow> all(rows);
                              for (std::uint64_t at = 0; at < count; at += per_commit) {
                                  ledger.append(all.subspan(at, std::min(per_commit, count - at)));
                              }
                          }));
    };
    runner.measure({.name = name, .unit = "entries/s", .run = run, .floor = floor, .target = {}});
}

/// A ledger of one size, and the same rows without hashes.
class Made {
public:
    explicit Made(std::uint64_t count) : count_(count), rows_(plain_rows(made_entries(0, count))) {
        create_store(ledger_.path());
        Store store(ledger_.path(), Durability::kBulk);
        append(store, count, kPerCommit * kPerCommit);
        store.close();
        plain_ = std::make_unique<PlainLedger>(plain_folder_.path(), true);
        plain_->append(rows_);
    }

    void measure(Runner& runner, const std::string& size) {
        runner.measure({.name = "verify_" + size,
                        .unit = "entries/s",
                        .run = [&] { return per_second(count_, milliseconds([&] { verify(); })); },
                        .floor = [&] { return per_second(count_, milliseconds([&] { hash_everything(); })); },
                        .target = {}});
        runner.measure({.name = "start_" + size,
                        .unit = "ms",
                        .run = [&] { return milliseconds([&] { Store(ledger_.path(), Durability::kFull); }); },
                        .floor = [&] { return milliseconds([&] { keep(plain_->read_hashes()); }); },
                        .target = {}});
        runner.measure({.name = "prove_" + size,
                        .unit = "ms",
                        .run = [&] { return milliseconds([&] { proof_ = prove(); }); },
                        .floor = [&] { return milliseconds([&] { hash_nodes(count_); }); },
                        .target = {}});
        const SignedTip tip = newest_tip(ledger_.path());
        runner.measure({.name = "check_proof_" + size,
                        .unit = "us",
                        .run = [&] { return micros([&] { check(); }); },
                        .floor = [&] { return micros([&] { keep(is_authentic(tip)); }); },
                        .target = {}});
    }

private:
    static constexpr int kRepeats = 100;
    template <class Work> static double micros(const Work& work) {
        return milliseconds([&] {
                   for (int i = 0; i < kRepeats; ++i) work();
               }) *
               1000 / kRepeats;
    }
    void verify() const {
        if (!verify_record(ledger_.path()).sound()) throw Fault("bench: the ledger is not sound");
    }
    void hash_everything() const {
        hash_rows(rows_);
        hash_nodes(count_);
    }
    [[nodiscard]] std::string prove() const {
        return prove_entry(ledger_.path(), count_ / 2, newest_tip(ledger_.path()));
    }
    void check() const {
        if (!proof::check_proof(proof_, {}).refused.empty()) throw Fault("bench: the proof does not hold");
    }

    std::uint64_t count_;
    std::vector<PlainRow> rows_;
    ScratchFolder ledger_, plain_folder_;
    std::unique_ptr<PlainLedger> plain_;
    std::string proof_;
};

}  // namespace

void bench_ledger(Runner& runner) {
    constexpr std::uint64_t kUnit = 1000, kQuickUnit = 200;
    const std::uint64_t unit = runner.quick() ? kQuickUnit : kUnit;
    runner.note(fmt::format("1x is {} entries", unit));
    measure_append(runner, "append_100_a_commit", 10 * unit, kPerCommit);
    measure_append(runner, "append_1_a_commit", unit / 2, 1);
    for (const std::uint64_t times : {1U, 10U, 100U}) {
        Made(unit * times).measure(runner, fmt::format("{}x", times));
    }
}

}  // namespace siaga::app::bench
