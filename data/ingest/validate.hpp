#pragma once
// Stage one, validate: every record of a batch becomes a record to store, a known duplicate, or a
// quarantined record with all reasons.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/ingest/event_checks.hpp"
#include "data/ingest/fix_checks.hpp"
#include "data/ingest/last_refused.hpp"
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
        const LastRefused& refused;
        const Roster& roster;
        const OperationBox& box;
    };
    Validator(const World& world, Time now, Staged& staged) : world_(world), now_(now), staged_(staged) {}

    void admit(const Submission& submission);

private:
    /// A record on its way in.
    struct Arrival {
        SessionId session = 0;
        const SourceName& source;
        StagedSource& staged;
        std::uint64_t seq = 0;
        const Record& record;
        std::string_view raw;
        bool unnumbered = false;
        /// The seq under which it will be stored.
        [[nodiscard]] std::uint64_t own_seq() const { return unnumbered ? staged.highest + 1 : seq; }
    };
    void admit_fix(const Arrival& from, const FixReport& report);
    void admit_event(const Arrival& from, const Event& event);
    void stage_fix(const Arrival& from, const FixReport& report, UnitPage& page, bool clock_wrong);
    void stage_event(const Arrival& from, const Event& event);

    /// True when (source, seq) was seen before, or the same event of a source without numbers; then the reply is
    /// written.
    [[nodiscard]] bool repeats_key(const Arrival& from);
    [[nodiscard]] bool repeats_event(const Arrival& from) const;
    /// Nothing: a new key. Else whether the record under it has the content of `from`.
    [[nodiscard]] std::optional<bool> known_same(const Arrival& from);
    [[nodiscard]] static bool same_content(const Arrival& from, std::monostate known);
    [[nodiscard]] bool same_content(const Arrival& from, const Fix& known);
    [[nodiscard]] static bool same_content(const Arrival& from, const RecordDigest& known);
    /// The same unit at the same time and place, whoever sent it.
    [[nodiscard]] bool repeats_fix(Time time, LonLat place, const UnitPage& page, bool clock_wrong);
    struct Around {
        std::optional<Neighbour> before, after;
    };
    [[nodiscard]] Around around(Time time, const UnitPage& page);
    const Situation& situation_at(Time t);

    void acknowledge(const Arrival& from);
    void quarantine(const Arrival& from, const Reasons& reasons);
    [[nodiscard]] bool repeats_refused(const Arrival& from) const;
    void raise(AlertRule rule, const std::string& subject, std::optional<UnitName> unit, std::string text);

    World world_;
    Time now_;
    Staged& staged_;
    Situation seen_;  ///< what situation_at answers
};

}  // namespace siaga
