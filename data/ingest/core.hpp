#pragma once
// Core: the one ordered list of stages every record goes through:
//   validate -> commit -> acknowledge -> apply -> rules -> seal -> publish
// Core itself is a plain object on one thread with an injected clock; IngestThread runs it behind a
// bounded queue.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "data/ingest/last_refused.hpp"
#include "data/ingest/submission.hpp"
#include "data/ingest/witness.hpp"
#include "data/situation/history.hpp"
#include "data/situation/rules.hpp"
#include "data/store/store.hpp"

namespace siaga {

/// Counters of the core since it started, for status and the health panel.
struct CoreCounts {
    std::uint64_t fixes = 0, events = 0, duplicates = 0, refused = 0, commits = 0;
    std::uint64_t quarantined = 0;  ///< of the operation, not only since start
    friend bool operator==(const CoreCounts&, const CoreCounts&) = default;
};

/// Frozen, handed to the window after each commit and each tick.
struct Published {
    std::shared_ptr<const Situation> live;
    std::shared_ptr<const Committed> committed;  ///< null after a bare tick
    CoreCounts counts;
    std::string storage_problem;  ///< "" while the record can be written
};

class UnitBook;
class OperationBox;
struct Staged;
class StorageFault;

class Core {
public:
    using ReplySink = std::function<void(std::vector<Reply>)>;

    /// Loads the operation's records. Throws Fault.
    Core(std::unique_ptr<Store> store, std::shared_ptr<const Roster> roster, const Clock& clock);
    ~Core();

    /// Whom it asks at each tick; outlives it. Before the first step.
    void heed(Witness& witness) { witness_ = &witness; }

    /// Runs one batch through all stages. The replies, in the order of the records, go to `acknowledge`
    /// right after the commit; with storage gone every record gets a nack and nothing is applied.
    void step(std::span<const Submission> batch, const ReplySink& acknowledge);
    /// The same, for callers without a sink.
    [[nodiscard]] std::vector<Reply> step(std::span<const Submission> batch);

    /// The clock moved on: rules that depend on silence, alerts that return. At least once a second
    /// of the operation's clock.
    void tick();

    /// Highest committed seq of a source, 0 for a new one.
    [[nodiscard]] std::uint64_t last_seq(const SourceName& source) const;

    [[nodiscard]] std::shared_ptr<const Situation> live() const { return live_; }
    /// Every record so far as one Committed, entries in order of n, without the fixes that are in slices: where
    /// a follower starts.
    [[nodiscard]] std::shared_ptr<const Committed> everything() const;
    /// Frozen now, with `committed` as given.
    [[nodiscard]] Published published(std::shared_ptr<const Committed> committed) const;
    [[nodiscard]] const Clock& clock() const { return clock_; }
    [[nodiscard]] const CoreCounts& counts() const { return counts_; }
    [[nodiscard]] const std::string& storage_problem() const { return storage_problem_; }
    /// Called on this thread after each step and tick.
    void on_publish(std::function<void(const Published&)> publish) { publish_ = std::move(publish); }

    /// What copies it between two steps.
    [[nodiscard]] Store& store() { return *store_; }
    /// Nothing more will be recorded, and why: publishes it.
    void end(const std::string& why);
    /// Closes the store. Throws StorageFault when the end could not be made durable.
    void close();

private:
    void load();
    // The stages, in order.
    void validate(std::span<const Submission> batch, Staged& staged);
    void commit(const StoreBatch& batch);
    void apply(Committed& committed, StoreBatch&& batch);
    void evaluate(Committed& committed);
    void ask_witness(bool ending);
    void publish(std::shared_ptr<const Committed> committed);
    /// The last stage, when five minutes are over: their fixes become slices.
    void seal(Committed& committed);

    [[nodiscard]] std::vector<Reply> refuse_all(std::span<const Submission> batch, const StorageFault& fault);
    void remember(const StorageFault& fault);
    [[nodiscard]] StoreBatch own_entries(std::vector<Event> events) const;
    [[nodiscard]] std::vector<Event> door_alerts() const;

    std::unique_ptr<Store> store_;
    std::shared_ptr<const Roster> roster_;
    const Clock& clock_;
    History history_;
    std::vector<std::unique_ptr<Rule>> rules_;
    std::unique_ptr<UnitBook> units_;
    LastRefused refused_;
    std::unique_ptr<OperationBox> box_;
    std::vector<AlertMoved> door_alerts_;  ///< raised by validate, not yet written
    Witness* witness_ = nullptr;
    std::vector<Event> seen_;  ///< by the witness, not yet written
    std::optional<Time> sealed_until_;
    CoreCounts counts_;
    std::string storage_problem_;
    std::shared_ptr<const Situation> live_;
    std::function<void(const Published&)> publish_;
};

}  // namespace siaga
