#pragma once
// Stage one, validate: every submission of a batch becomes a record to store, a known duplicate, or a
// quarantined record with all reasons.

#include <memory>
#include <optional>
#include <string>

#include "data/ingest/event_checks.hpp"
#include "data/ingest/fix_checks.hpp"
#include "data/ingest/staged.hpp"
#include "data/ingest/unit_book.hpp"
#include "data/situation/history.hpp"
#include "data/store/store.hpp"

namespace siaga {

/// For the length of one batch. Throws what Store::find throws.
class Validator {
public:
    struct World {
        Store& store;
        History& history;
        UnitBook& units;
        const Roster& roster;
        const OperationBox& box;
    };
    Validator(const World& world, Time now, Staged& staged) : world_(world), now_(now), staged_(staged) {}

    void admit(Submission& submission);

private:
    void admit_fix(const Submission& from, FixReport& report);
    void admit_event(const Submission& from, Event& event);
    void stage_fix(const Submission& from, const FixReport& report, UnitPage& page, bool clock_wrong,
                   const RecordDigest& digest);
    void stage_event(const Submission& from, Event& event, const RecordDigest& digest);

    /// True when (source, seq) was seen before; then the reply is written.
    [[nodiscard]] bool repeats_key(const Submission& from, const RecordDigest& digest);
    [[nodiscard]] std::optional<RecordDigest> known_digest(const Submission& from);
    /// The same unit at the same time and place, whoever sent it.
    [[nodiscard]] bool repeats_fix(const FixReport& report, const UnitPage& page) const;
    struct Around {
        std::optional<Neighbour> before, after;
    };
    [[nodiscard]] Around around(Time time, const UnitPage& page) const;
    const Situation& situation_at(Time t);

    void acknowledge(const Submission& from) { staged_.replies.push_back({from.session, from.seq, {}}); }
    void quarantine(const Submission& from, const Reasons& reasons);
    void raise(AlertRule rule, const std::string& subject, std::optional<UnitName> unit, std::string text);

    World world_;
    Time now_;
    Staged& staged_;
    Situation seen_;  ///< what situation_at answers
};

}  // namespace siaga
