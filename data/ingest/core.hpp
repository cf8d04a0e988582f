#pragma once
// Core: the one ordered list of stages every record goes through:
//   validate -> commit -> acknowledge -> apply -> rules -> publish
// Core itself is a plain object on one thread with an injected clock; IngestThread runs it behind a
// bounded queue.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "data/ingest/submission.hpp"
#include "data/situation/history.hpp"
#include "data/situation/rules.hpp"
#include "data/store/store.hpp"

namespace siaga {

/// Counters of the core since it started, for status and the health panel.
struct CoreCounts {
    std::uint64_t fixes = 0, events = 0, duplicates = 0, refused = 0, commits = 0;
    std::uint64_t quarantined = 0;     ///< of the operation, not only since start
    friend bool operator==(const CoreCounts&, const CoreCounts&) = default;
};

/// Frozen, handed to the window after each commit and each tick.
struct Published {
    std::shared_ptr<const Situation> live;
    std::shared_ptr<const Committed> committed;  ///< null after a bare tick
    CoreCounts counts;
    std::string storage_problem;                 ///< "" while the record can be written
};

class Core {
public:
    /// Loads the operation's records. Throws Fault.
    Core(std::unique_ptr<Store> store, std::shared_ptr<const Roster> roster, const Clock& clock);

    /// Runs one batch through all stages. Replies come in the order of the submissions, after the
    /// commit; with storage gone every one of them is a nack and nothing is applied.
    [[nodiscard]] std::vector<Reply> step(std::span<Submission> batch);

    /// The clock moved on: rules that depend on silence, alerts that return. At least once a second
    /// of the operation's clock.
    void tick();

    /// Highest committed seq of a source, 0 for a new one.
    [[nodiscard]] std::uint64_t last_seq(const SourceName& source) const;

    [[nodiscard]] std::shared_ptr<const Situation> live() const { return live_; }
    /// Every record so far as one Committed, entries in order of n: where a follower starts.
    [[nodiscard]] std::shared_ptr<const Committed> everything() const;
    /// Frozen now, with `committed` as given.
    [[nodiscard]] Published published(std::shared_ptr<const Committed> committed) const;
    [[nodiscard]] const CoreCounts& counts() const { return counts_; }
    /// Called on this thread after each commit and tick.
    void on_publish(std::function<void(const Published&)> publish) { publish_ = std::move(publish); }

private:
    struct Staged;
    std::unique_ptr<Store> store_;
    std::shared_ptr<const Roster> roster_;
    const Clock& clock_;
    History history_;
    std::vector<std::unique_ptr<Rule>> rules_;
    CoreCounts counts_;
    std::shared_ptr<const Situation> live_;
    std::function<void(const Published&)> publish_;
};

}  // namespace siaga
