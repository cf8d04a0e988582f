#pragma once
// Situation: everything known at one instant, frozen. It is a pure function of the records:
// fold(entries with event_time <= time) plus the newest fix of each unit with fix_time <= time.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/model/event.hpp"
#include "data/model/fix.hpp"
#include "data/model/roster.hpp"

namespace siaga {

struct PlenaryState {
    PlenaryStage stage = PlenaryStage::kUnscheduled;
    std::uint8_t flags = 0;  ///< bit per PlenaryFlagKind
    std::uint32_t tps_read = 0;
    Time since;  ///< of the stage
    std::optional<Time> due;
    std::optional<Time> started;  ///< first time it ran
    friend bool operator==(const PlenaryState&, const PlenaryState&) = default;
};

using BoxCounts = std::array<std::uint32_t, kEnumCount<BoxStage>>;

struct DistrictState {
    std::vector<PlenaryState> plenary;  ///< one per Roster::contests
    BoxCounts boxes{};
    std::uint32_t open_faults = 0;
    Condition condition = Condition::kConducive;
    std::optional<Time> last_heard;  ///< any event of this district
    std::optional<Time> last_report;
    DistrictClass shown = DistrictClass::kUnknown;  ///< set by finish_situation
    [[nodiscard]] bool finished() const;            ///< every contest is SELESAI
    friend bool operator==(const DistrictState&, const DistrictState&) = default;
};

/// Names of sites and units by number, 0 is "". There are hundreds of them and seldom a new one, so copies share them.
class HolderNames {
public:
    [[nodiscard]] std::size_t size() const { return names_->size(); }
    [[nodiscard]] std::optional<std::uint32_t> find(const std::string& name) const;
    /// Its number, a new one if it has none.
    std::uint32_t number_of(const std::string& name);
    friend bool operator==(const HolderNames& a, const HolderNames& b) {
        return a.names_ == b.names_ || *a.names_ == *b.names_;
    }

private:
    std::shared_ptr<const std::vector<std::string>> names_ = std::make_shared<const std::vector<std::string>>(1);
};

struct BoxState {
    BoxStage stage = BoxStage::kAtTps;
    std::uint8_t faults = 0;   ///< bit per open BoxFault
    std::uint32_t holder = 0;  ///< of Situation::holders: a site or a unit
    Time since;
    friend bool operator==(const BoxState&, const BoxState&) = default;
};

struct EscortState {
    EscortStep step{};
    SiteCode from, to;
    std::optional<Time> eta;
    Time since;
    std::uint32_t boxes = 0;  ///< boxes on the road with this unit
    friend bool operator==(const EscortState&, const EscortState&) = default;
};

struct FaultState {
    RecordName record;
    DistrictCode district;
    BoxFault fault{};
    Time since;
    std::string note;
    friend bool operator==(const FaultState&, const FaultState&) = default;
};

struct IncidentState {
    IncidentNoted last;
    Time since, changed;
    friend bool operator==(const IncidentState&, const IncidentState&) = default;
};

struct GuardState {
    GuardReport last;
    Time reported;
    friend bool operator==(const GuardState&, const GuardState&) = default;
};

struct EmergencyState {
    Time since;
    std::optional<LonLat> place;
    std::string text;
    friend bool operator==(const EmergencyState&, const EmergencyState&) = default;
};

struct AlertState {
    AlertMoved last;  ///< CLEARED ones are dropped
    Time since;
    [[nodiscard]] bool shelved_at(Time t) const;
    friend bool operator==(const AlertState&, const AlertState&) = default;
};

struct LossState {
    LossAccepted what;
    Time accepted;
    friend bool operator==(const LossState&, const LossState&) = default;
};

/// When a source last came in by a listener.
struct SignInState {
    SignedIn last;
    Time time;
    friend bool operator==(const SignInState&, const SignInState&) = default;
};

struct RefusalState {
    SignInRefused what;
    Time time;
    friend bool operator==(const RefusalState&, const RefusalState&) = default;
};

struct UnitState {
    std::string name;
    std::optional<Fix> fix;  ///< newest with fix_time <= Situation::time that moves markers
    UnitStatus status = UnitStatus::kLost;
    friend bool operator==(const UnitState&, const UnitState&) = default;
};

struct Situation {
    static constexpr std::size_t kRefusalsKept = 256;

    Time time;
    std::shared_ptr<const Roster> roster;
    std::string operation;
    bool simulated = false;

    // Folded from entries; written only by apply().
    std::uint64_t entries = 0;             ///< how many are folded in
    std::vector<DistrictState> districts;  ///< as Roster::districts
    std::vector<BoxState> boxes;           ///< as Roster::boxes
    HolderNames holders;
    std::map<UnitName, EscortState> escorts;
    std::map<RecordName, FaultState> faults;
    std::map<RecordName, IncidentState> incidents;  ///< open and closed
    std::map<SiteCode, GuardState> guards;
    std::map<UnitName, EmergencyState> emergencies;
    std::map<RecordName, AlertState> alerts;                             ///< not cleared
    std::vector<LossState> losses;                                       ///< of the ledger itself
    std::map<std::string, AccessChanged> access;                         ///< tokens by fingerprint, those not revoked
    std::map<RecordName, DeviceDecided> devices;                         ///< accepted and refused
    std::map<std::pair<SourceName, std::string>, SignInState> sign_ins;  ///< by source and listener
    std::vector<RefusalState> refusals;  ///< of the last hour, at most kRefusalsKept, the newest last

    // Derived for `time` by finish_situation().
    std::vector<UnitState> units;  ///< indexed by UnitIndex
    std::uint32_t districts_finished = 0;
    BoxCounts box_totals{};

    friend bool operator==(const Situation&, const Situation&) = default;
};

/// The state before the first entry: every box at its polling station, every plenary unscheduled.
[[nodiscard]] Situation initial_situation(std::shared_ptr<const Roster> roster);

/// One step of the fold. Total: any decodable entry is accepted, references the roster does not know
/// are counted as heard and otherwise change nothing (ingest refuses them at the door).
/// Precondition: entries come in folds_before order.
void apply(Situation& situation, const Entry& entry);

/// Sets `time` and everything that depends on it: classes, unit statuses, totals.
/// `units` holds the newest fix of each unit at `time`, as TrackSlices gives it.
void finish_situation(Situation& situation, Time time);

[[nodiscard]] UnitStatus status_at(const std::optional<Fix>& fix, Time time, const RuleSettings& rules);

}  // namespace siaga
