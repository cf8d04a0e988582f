#pragma once
// Event: something that happened, as a closed variant. No type here has a field that could hold a
// vote, and tests/unit/model/no_vote_test checks every field name.
//
// Each struct lists its fields once, in `fields`; canonical bytes, JSON in and JSON out all walk
// that list, in that order. A field is added at the end, with a new canonical version.
// Field types allowed: Name<>, enum with EnumNames, bool, std::uint32_t, std::string, Time, LonLat,
// std::vector of Name<> or std::string, std::optional of any of these.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"
#include "data/model/enum_names.hpp"

namespace siaga {

/// The first entry of every ledger.
struct OperationOpened {
    static constexpr std::string_view kKind = "operation";
    std::string name;
    bool simulated = false;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("name", s.name), v("simulated", s.simulated);
    }
    friend bool operator==(const OperationOpened&, const OperationOpened&) = default;
};

/// A plenary moved to another stage. Backward needs `reason` and two `actors`; a start with boxes
/// missing at the PPK needs `override_reason`.
struct PlenaryMoved {
    static constexpr std::string_view kKind = "plenary";
    DistrictCode district;
    ContestName contest;
    PlenaryStage to{};
    std::vector<std::string> actors;
    std::string reason;
    std::string override_reason;
    std::optional<Time> due;  ///< when the next step is planned: the schedule, or the resumption
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("district", s.district), v("contest", s.contest), v("to", s.to), v("actors", s.actors), v("reason", s.reason),
            v("override_reason", s.override_reason), v("due", s.due);
    }
    friend bool operator==(const PlenaryMoved&, const PlenaryMoved&) = default;
};

/// How many polling stations have been read out so far.
struct PlenaryProgress {
    static constexpr std::string_view kKind = "progress";
    DistrictCode district;
    ContestName contest;
    std::uint32_t tps_read = 0;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("district", s.district), v("contest", s.contest), v("tps_read", s.tps_read);
    }
    friend bool operator==(const PlenaryProgress&, const PlenaryProgress&) = default;
};

struct PlenaryFlagged {
    static constexpr std::string_view kKind = "flag";
    DistrictCode district;
    ContestName contest;
    PlenaryFlagKind flag{};
    bool raised = true;
    std::string note;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("district", s.district), v("contest", s.contest), v("flag", s.flag), v("raised", s.raised), v("note", s.note);
    }
    friend bool operator==(const PlenaryFlagged&, const PlenaryFlagged&) = default;
};

/// Boxes changed hands (facts: Movement of boxes). `boxes` are those really handed over; `declared`
/// is the count on the manifest: a difference is a mismatch on its own.
struct CustodyTransfer {
    static constexpr std::string_view kKind = "custody";
    RecordName transfer;
    std::vector<BoxCode> boxes;
    std::uint32_t declared = 0;
    BoxStage to_stage{};
    SiteCode from;
    SiteCode to;                   ///< destination when on the road
    std::optional<UnitName> unit;  ///< the escort that carries them
    std::string vehicle, plate, driver;
    std::string authorised_by, handed_by, received_by;
    std::string condition;  ///< as written on the minutes
    bool seals_match = true;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("transfer", s.transfer), v("boxes", s.boxes), v("declared", s.declared), v("to_stage", s.to_stage),
            v("from", s.from), v("to", s.to), v("unit", s.unit), v("vehicle", s.vehicle), v("plate", s.plate),
            v("driver", s.driver), v("authorised_by", s.authorised_by), v("handed_by", s.handed_by),
            v("received_by", s.received_by), v("condition", s.condition), v("seals_match", s.seals_match);
    }
    friend bool operator==(const CustodyTransfer&, const CustodyTransfer&) = default;
};

/// An exception of custody was found, or resolved after its investigation.
struct BoxFaultNoted {
    static constexpr std::string_view kKind = "box_fault";
    RecordName record;  ///< the same for finding and resolving
    DistrictCode district;
    BoxFault fault{};
    bool open = true;
    std::vector<BoxCode> boxes;  ///< may be empty: which box is missing may not be known yet
    std::string note;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("record", s.record), v("district", s.district), v("fault", s.fault), v("open", s.open), v("boxes", s.boxes),
            v("note", s.note);
    }
    friend bool operator==(const BoxFaultNoted&, const BoxFaultNoted&) = default;
};

struct EscortMoved {
    static constexpr std::string_view kKind = "escort";
    UnitName unit;
    EscortStep step{};
    SiteCode from;
    SiteCode to;
    std::optional<Time> eta;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("unit", s.unit), v("step", s.step), v("from", s.from), v("to", s.to), v("eta", s.eta);
    }
    friend bool operator==(const EscortMoved&, const EscortMoved&) = default;
};

struct IncidentNoted {
    static constexpr std::string_view kKind = "incident";
    RecordName incident;
    IncidentKind incident_kind{};
    IncidentStep step{};
    Severity severity{};
    std::optional<DistrictCode> district;
    std::optional<UnitName> unit;
    std::optional<LonLat> place;
    std::string text;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("incident", s.incident), v("incident_kind", s.incident_kind), v("step", s.step), v("severity", s.severity),
            v("district", s.district), v("unit", s.unit), v("place", s.place), v("text", s.text);
    }
    friend bool operator==(const IncidentNoted&, const IncidentNoted&) = default;
};

/// The report of a guard post: four officers each at KPU, Bawaslu and the warehouse.
struct GuardReport {
    static constexpr std::string_view kKind = "guard";
    SiteCode site;
    std::uint32_t present = 0;
    std::uint32_t required = 0;
    Condition condition{};
    std::string text;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("site", s.site), v("present", s.present), v("required", s.required), v("condition", s.condition),
            v("text", s.text);
    }
    friend bool operator==(const GuardReport&, const GuardReport&) = default;
};

/// The periodic report of a district ("laporan nihil" when conducive).
struct DistrictReport {
    static constexpr std::string_view kKind = "report";
    DistrictCode district;
    Condition condition{};
    std::string text;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("district", s.district), v("condition", s.condition), v("text", s.text);
    }
    friend bool operator==(const DistrictReport&, const DistrictReport&) = default;
};

/// SOS of a unit, or its end.
struct Emergency {
    static constexpr std::string_view kKind = "sos";
    UnitName unit;
    bool active = true;
    std::optional<LonLat> place;
    std::string text;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("unit", s.unit), v("active", s.active), v("place", s.place), v("text", s.text);
    }
    friend bool operator==(const Emergency&, const Emergency&) = default;
};

/// An alarm and what people did with it. Raised and cleared by rules, the rest by operators.
struct AlertMoved {
    static constexpr std::string_view kKind = "alert";
    RecordName alert;
    AlertRule rule{};
    AlertStep step{};
    Severity severity{};
    std::optional<DistrictCode> district;
    std::optional<UnitName> unit;
    std::optional<Time> until;  ///< shelved until
    std::string text;           ///< figures of the alarm, in no language: "27/28", "8 min"
    std::string actor;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("alert", s.alert), v("rule", s.rule), v("step", s.step), v("severity", s.severity), v("district", s.district),
            v("unit", s.unit), v("until", s.until), v("text", s.text), v("actor", s.actor);
    }
    friend bool operator==(const AlertMoved&, const AlertMoved&) = default;
};

/// The ledger's tips are signed by another key from here on. Made by siagactl key rotate; both keys
/// sign rotation_text() of data/store/key_rotation.hpp.
struct KeyRotated {
    static constexpr std::string_view kKind = "key";
    std::string old_key, new_key;  ///< Ed25519 public keys, hexadecimal
    std::string by_old, by_new;    ///< signatures, hexadecimal
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("old_key", s.old_key), v("new_key", s.new_key), v("by_old", s.by_old), v("by_new", s.by_new);
    }
    friend bool operator==(const KeyRotated&, const KeyRotated&) = default;
};

/// The ledger is not the one that the signed tips outside it speak of, and somebody chose to go on.
struct LossAccepted {
    static constexpr std::string_view kKind = "loss";
    std::string reason;
    std::uint32_t expected_entries = 0;  ///< of the newest signed tip
    std::string expected_root;           ///< hexadecimal, "" without any tip
    std::uint32_t found_entries = 0;     ///< of the ledger as it was found
    std::string found_root;
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("reason", s.reason), v("expected_entries", s.expected_entries), v("expected_root", s.expected_root),
            v("found_entries", s.found_entries), v("found_root", s.found_root);
    }
    friend bool operator==(const LossAccepted&, const LossAccepted&) = default;
};

/// Tracks that were too old were removed on purpose: it explains the hole. Made by siagactl prune.
struct TracksPruned {
    static constexpr std::string_view kKind = "pruned";
    Time before;              ///< of what was measured before, only the newest fix of each unit is left
    std::uint32_t fixes = 0;  ///< that were removed; at its limit: as many or more
    std::string removed;      ///< all that was ever removed: pruned_hash() (data/store/pruned_seqs.hpp), hexadecimal
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("before", s.before), v("fixes", s.fixes), v("removed", s.removed);
    }
    friend bool operator==(const TracksPruned&, const TracksPruned&) = default;
};

/// Who may come in changed: keys/tokens.toml. The core enters it, which compares that file with its ledger.
struct AccessChanged {
    static constexpr std::string_view kKind = "access";
    SourceName who;
    AccessStep step{};
    Role role{};
    std::vector<UnitName> units;  ///< empty: any
    std::optional<Time> expires;
    std::string fingerprint;  ///< of the token: the first 8 bytes of its SHA-256, hexadecimal
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("who", s.who), v("step", s.step), v("role", s.role), v("units", s.units), v("expires", s.expires),
            v("fingerprint", s.fingerprint);
    }
    friend bool operator==(const AccessChanged&, const AccessChanged&) = default;
};

/// What was decided about a device that calls itself so: keys/devices.toml. The core enters it likewise.
struct DeviceDecided {
    static constexpr std::string_view kKind = "device";
    RecordName device;
    DeviceStep step{};
    std::optional<UnitName> unit;  ///< that carries it, when accepted
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("device", s.device), v("step", s.step), v("unit", s.unit);
    }
    friend bool operator==(const DeviceDecided&, const DeviceDecided&) = default;
};

/// Somebody proved who it is: once for each session of the feed, once a day for each phone.
struct SignedIn {
    static constexpr std::string_view kKind = "sign_in";
    SourceName who;
    Role role{};
    std::string listener;     ///< "feed", "http"
    std::string address;      ///< of the peer
    std::string fingerprint;  ///< of the token, as AccessChanged; "" without one
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("who", s.who), v("role", s.role), v("listener", s.listener), v("address", s.address),
            v("fingerprint", s.fingerprint);
    }
    friend bool operator==(const SignedIn&, const SignedIn&) = default;
};

/// Attempts that were refused, of one address and for one reason: the first, then once a minute how many.
struct SignInRefused {
    static constexpr std::string_view kKind = "sign_in_refused";
    SignInFault reason{};
    std::string listener;
    std::string address;      ///< "": of many, more than are told apart
    std::uint32_t count = 1;  ///< since the entry before
    std::string claimed;      ///< who the last one said it was; printable, cut
    template <class Self, class V> static void fields(Self& s, V&& v) {
        v("reason", s.reason), v("listener", s.listener), v("address", s.address), v("count", s.count),
            v("claimed", s.claimed);
    }
    friend bool operator==(const SignInRefused&, const SignInRefused&) = default;
};

/// The order is the kind's number in the canonical bytes: new kinds go to the end.
using EventBody =
    std::variant<OperationOpened, PlenaryMoved, PlenaryProgress, PlenaryFlagged, CustodyTransfer, BoxFaultNoted,
                 EscortMoved, IncidentNoted, GuardReport, DistrictReport, Emergency, AlertMoved, KeyRotated,
                 LossAccepted, TracksPruned, AccessChanged, DeviceDecided, SignedIn, SignInRefused>;

struct Event {
    Time time;  ///< event_time: when it happened, by the reporter's clock
    EventBody body;
    std::string extra;  ///< unknown fields of the wire, kept as the JSON object they came in; "" if none

    friend bool operator==(const Event&, const Event&) = default;
};

[[nodiscard]] std::string_view kind_of(const Event& event);

/// An event with its place in the ledger.
struct Entry {
    std::uint64_t n = 0;  ///< gap-free number, from 0
    Time received;        ///< by the core's clock
    SourceName source;
    std::uint64_t seq = 0;  ///< of the source; (source, seq) is the record's key
    Event event;

    /// Order of the fold: by event_time, then by arrival.
    [[nodiscard]] friend bool folds_before(const Entry& a, const Entry& b) {
        return a.event.time != b.event.time ? a.event.time < b.event.time : a.n < b.n;
    }
    friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace siaga
