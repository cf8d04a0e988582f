#include "app/language/event_text.hpp"

#include <cctype>
#include <variant>

#include "app/language/words.hpp"
#include "app/theme/glyphs.hpp"
#include "data/core/overloaded.hpp"

namespace siaga::app {

namespace {

Tone tone_of(const PlenaryMoved& e) {
    switch (e.to) {
        case PlenaryStage::kFinished:
            return Tone::kGood;
        case PlenaryStage::kRunning:
            return Tone::kInfo;
        case PlenaryStage::kSuspended:
            return Tone::kWarning;
        default:
            return Tone::kPlain;
    }
}

Tone tone_of(Severity severity) {
    if (severity == Severity::kAlarm) return Tone::kAlarm;
    return severity == Severity::kWarning ? Tone::kWarning : Tone::kPlain;
}

Tone tone_of(Condition condition) {
    if (condition == Condition::kCritical) return Tone::kAlarm;
    return condition == Condition::kWatchful ? Tone::kWarning : Tone::kPlain;
}

/// The writer of one line: everything it needs to turn codes into names.
class Describer {
public:
    Describer(const Roster& roster, const Format& format, EventText& out)
        : roster_(roster), format_(format), out_(out) {}

    void operator()(const OperationOpened& e) const {
        out_.glyph = glyph::kFlag;
        out_.text = trf("{} opened", e.name);
    }

    void operator()(const PlenaryMoved& e) const {
        in_district(e.district);
        out_.glyph = glyph::kGavel;
        out_.text = trf("{} plenary {}: {}", contest(e.contest), district(e.district), words_for(e.to));
        if (e.due) out_.text += " · " + trf("due {}", format_.hour_minute(*e.due));
        if (!e.reason.empty()) out_.text += " · " + e.reason;
    }

    void operator()(const PlenaryProgress& e) const {
        in_district(e.district);
        out_.glyph = glyph::kGavel;
        out_.text = trf("{} plenary {}: {} TPS read", contest(e.contest), district(e.district), e.tps_read);
    }

    void operator()(const PlenaryFlagged& e) const {
        in_district(e.district);
        out_.glyph = glyph::kFlag;
        out_.text = district(e.district) + ": " + words_for(e.flag);
        if (!e.raised) out_.text += std::string(" ") + tr("withdrawn");
        if (!e.note.empty()) out_.text += " · " + e.note;
    }

    void operator()(const CustodyTransfer& e) const {
        out_.unit = e.unit;
        out_.glyph =
            e.to_stage == BoxStage::kAtWarehouse || e.to_stage == BoxStage::kGuarded ? glyph::kHouse : glyph::kArchive;
        const bool loaded = e.to_stage == BoxStage::kOnRoad;
        at_site(loaded ? e.from : e.to);
        const std::string carrier = e.unit ? e.unit->text() : std::string();
        const std::string from = loaded || carrier.empty() ? site(e.from) : carrier;
        const std::string to = loaded && !carrier.empty() ? carrier : site(e.to);
        const auto count = static_cast<unsigned long>(e.boxes.size());
        if (e.from == e.to && carrier.empty()) {
            out_.text = site(e.to) + ": " + words_for(e.to_stage);
        } else {
            out_.text = trf("Handover {} → {}", from, to);
        }
        out_.text += " · " + trnf("{} box", "{} boxes", count, count);
        if (e.declared != count) out_.text += " · " + trf("{} declared", e.declared);
        out_.text += std::string(" · ") + (e.seals_match ? tr("seals match") : tr("seals do not match"));
    }

    void operator()(const BoxFaultNoted& e) const {
        in_district(e.district);
        out_.glyph = e.open ? glyph::kUnlink : glyph::kCheck;
        out_.text = district(e.district) + ": " + words_for(e.fault);
        if (!e.open) out_.text += std::string(" ") + tr("resolved");
        if (!e.note.empty()) out_.text += " · " + e.note;
    }

    void operator()(const EscortMoved& e) const {
        out_.unit = e.unit;
        out_.glyph = glyph::kTruck;
        at_site(e.step == EscortStep::kArrived ? e.to : e.from);
        if (e.step == EscortStep::kArrived) {
            out_.text = trf("{} arrived at {}", e.unit.text(), site(e.to));
        } else if (e.step == EscortStep::kCancelled) {
            out_.text = trf("{} called off, {} → {}", e.unit.text(), site(e.from), site(e.to));
        } else {
            out_.text = trf("{} left {} → {}", e.unit.text(), site(e.from), site(e.to));
            if (e.eta) out_.text += " · " + trf("ETA {}", format_.hour_minute(*e.eta));
        }
    }

    void operator()(const IncidentNoted& e) const {
        if (e.district) in_district(*e.district);
        if (e.place) out_.place = e.place;
        out_.unit = e.unit;
        out_.glyph = glyph::kWarning;
        out_.text = trf("Incident {} {}", words_for(e.incident_kind), words_for(e.step));
        if (e.district) out_.text += " · " + district(*e.district);
        if (!e.text.empty()) out_.text += " · " + e.text;
    }

    void operator()(const GuardReport& e) const {
        at_site(e.site);
        out_.glyph = glyph::kShield;
        out_.text = trf("{}: guard {}/{}, report {}", site(e.site), e.present, e.required, words_for(e.condition));
        if (!e.text.empty()) out_.text += " · " + e.text;
    }

    void operator()(const DistrictReport& e) const {
        in_district(e.district);
        out_.glyph = glyph::kComment;
        out_.text = trf("{}: report {}", district(e.district), words_for(e.condition));
        if (!e.text.empty()) out_.text += " · " + e.text;
    }

    void operator()(const Emergency& e) const {
        out_.unit = e.unit;
        out_.place = e.place;
        out_.glyph = glyph::kLifebuoy;
        out_.text = e.active ? trf("SOS from {}", e.unit.text()) : trf("SOS of {} cancelled", e.unit.text());
        if (!e.text.empty()) out_.text += " · " + e.text;
    }

    void operator()(const AlertMoved& e) const {
        if (e.district) in_district(*e.district);
        out_.unit = e.unit;
        out_.glyph = glyph::kBell;
        const std::string subject = e.unit ? e.unit->text() : e.district ? district(*e.district) : subject_in(e);
        out_.text = subject.empty() ? words_for(e.rule) : subject + ": " + words_for(e.rule);
        if (e.step != AlertStep::kRaised) out_.text += std::string(" ") + words_for(e.step);
        if (e.step == AlertStep::kShelved && e.until) out_.text += " " + trf("until {}", format_.hour_minute(*e.until));
        if (!e.text.empty() && e.step == AlertStep::kRaised) out_.text += " · " + e.text;
    }

    void operator()(const KeyRotated& e) const {
        out_.glyph = glyph::kLock;
        out_.text = trf("The ledger's key was changed: {} → {}", short_key(e.old_key), short_key(e.new_key));
    }

    void operator()(const LossAccepted& e) const {
        out_.glyph = glyph::kUnlink;
        out_.text = trf("Loss of records accepted: {} of {} entries found", e.found_entries, e.expected_entries);
        if (!e.reason.empty()) out_.text += " · " + e.reason;
    }

    void operator()(const TracksPruned& e) const {
        out_.glyph = glyph::kHistory;
        out_.text = trf("Tracks before {} removed: {} positions",
                        format_.date(e.before) + " " + format_.hour_minute(e.before), format_.whole(e.fixes));
    }

    void operator()(const AccessChanged& e) const {
        out_.glyph = glyph::kLock;
        out_.text = trf("Access of {}: {}", e.who.text(), words_for(e.step));
        std::string units;
        for (const UnitName& unit : e.units) units += (units.empty() ? "" : ", ") + unit.text();
        out_.text += std::string(" · ") + words_for(e.role) + (units.empty() ? "" : " · " + units);
        if (e.expires)
            out_.text += " · " + trf("until {}", format_.date(*e.expires) + " " + format_.hour_minute(*e.expires));
    }

    void operator()(const DeviceDecided& e) const {
        out_.unit = e.unit;
        out_.glyph = glyph::kLock;
        out_.text = trf("Device {}: {}", e.device.text(), words_for(e.step));
        if (e.unit) out_.text += " · " + e.unit->text();
    }

    void operator()(const SignedIn& e) const {
        out_.glyph = glyph::kLock;
        out_.text = trf("{} signed in by {} from {}", e.who.text(), e.listener, e.address);
    }

    void operator()(const SignInRefused& e) const {
        out_.glyph = glyph::kLock;
        out_.text = trf("Not let in: {}", words_for(e.reason));
        out_.text += " · " + e.listener + (e.address.empty() ? "" : " · " + e.address);
        if (!e.claimed.empty()) out_.text += " · \"" + e.claimed + '"';
        if (e.count > 1) out_.text += " · " + format_.whole(e.count) + " x";
    }

private:
    static std::string short_key(const std::string& key) {
        constexpr std::size_t kShown = 8;
        return key.substr(0, kShown);
    }
    void in_district(const DistrictCode& code) const {
        out_.district = roster_.district_index(code);
        if (out_.district) out_.place = roster_.districts[*out_.district].label;
    }
    void at_site(const SiteCode& code) const {
        if (const auto i = roster_.site_index(code)) out_.place = roster_.sites[*i].place;
    }
    [[nodiscard]] std::string district(const DistrictCode& code) const {
        const auto i = roster_.district_index(code);
        return i ? roster_.districts[*i].name : code.text();
    }
    /// Alerts are named by their rule and their subject; what people did with one may say no more.
    [[nodiscard]] static std::string subject_in(const AlertMoved& e) {
        const std::string_view name = e.alert.text(), rule = name_of(e.rule);
        if (!name.starts_with(rule) || name.size() <= rule.size() + 1) return {};
        return std::string(name.substr(rule.size() + 1));
    }
    [[nodiscard]] std::string site(const SiteCode& code) const {
        const auto i = roster_.site_index(code);
        return i ? roster_.sites[*i].name : code.text();
    }
    [[nodiscard]] std::string contest(const ContestName& name) const {
        const auto i = roster_.contest_index(name);
        return i ? roster_.contests[*i].title : name.text();
    }

    const Roster& roster_;
    const Format& format_;
    EventText& out_;
};

bool repeats_its_cause(AlertRule rule) {
    return rule == AlertRule::kEmergency || rule == AlertRule::kCountMismatch || rule == AlertRule::kSealMismatch;
}

}  // namespace

bool is_routine(const Event& event) {
    return std::visit(Overloaded{
                          [](const PlenaryProgress&) { return true; },
                          [](const CustodyTransfer& e) {
                              return e.to_stage == BoxStage::kOpenedInPlenary && e.seals_match &&
                                     e.declared == e.boxes.size();
                          },
                          [](const DistrictReport& e) { return e.condition == Condition::kConducive; },
                          [](const AccessChanged& e) { return e.step == AccessStep::kAdded; },
                          [](const SignedIn&) { return true; },
                          [](const SignInRefused&) { return true; },  // many of them raise an alarm
                          [](const AlertMoved& e) {
                              const bool by_rule = e.step == AlertStep::kRaised || e.step == AlertStep::kCleared;
                              return by_rule && repeats_its_cause(e.rule);
                          },
                          [](const auto&) { return false; },
                      },
                      event.body);
}

EventKind kind_for_display(const Event& event) {
    using F = EventFamily;
    return std::visit(
        Overloaded{
            [](const OperationOpened&) {
                return EventKind{F::kOther, Tone::kPlain};
            },
            [](const PlenaryMoved& e) {
                return EventKind{F::kPlenary, tone_of(e)};
            },
            [](const PlenaryProgress&) {
                return EventKind{F::kPlenary, Tone::kPlain};
            },
            [](const PlenaryFlagged& e) {
                return EventKind{F::kPlenary, e.raised ? Tone::kWarning : Tone::kPlain};
            },
            [](const CustodyTransfer& e) {
                if (!e.seals_match || e.declared != e.boxes.size()) return EventKind{F::kCustody, Tone::kAlarm};
                return EventKind{F::kCustody, e.to_stage == BoxStage::kAtWarehouse ? Tone::kGood : Tone::kInfo};
            },
            [](const BoxFaultNoted& e) {
                return EventKind{F::kAlarm, e.open ? Tone::kAlarm : Tone::kGood};
            },
            [](const EscortMoved& e) {
                return EventKind{F::kEscort, e.step == EscortStep::kCancelled ? Tone::kWarning : Tone::kPlain};
            },
            [](const IncidentNoted& e) {
                return EventKind{F::kAlarm, e.step == IncidentStep::kClosed ? Tone::kGood : tone_of(e.severity)};
            },
            [](const GuardReport& e) {
                return EventKind{F::kReport, e.present < e.required ? Tone::kWarning : tone_of(e.condition)};
            },
            [](const DistrictReport& e) {
                return EventKind{F::kReport, tone_of(e.condition)};
            },
            [](const Emergency& e) {
                return EventKind{F::kAlarm, e.active ? Tone::kAlarm : Tone::kGood};
            },
            [](const AlertMoved& e) {
                if (e.step == AlertStep::kCleared) return EventKind{F::kAlarm, Tone::kGood};
                if (e.step != AlertStep::kRaised) return EventKind{F::kAlarm, Tone::kPlain};
                return EventKind{F::kAlarm, tone_of(e.severity)};
            },
            [](const KeyRotated&) {
                return EventKind{F::kOther, Tone::kInfo};
            },
            [](const LossAccepted&) {
                return EventKind{F::kAlarm, Tone::kAlarm};
            },
            [](const TracksPruned&) {
                return EventKind{F::kOther, Tone::kInfo};
            },
            [](const AccessChanged&) {
                return EventKind{F::kOther, Tone::kInfo};
            },
            [](const DeviceDecided&) {
                return EventKind{F::kOther, Tone::kInfo};
            },
            [](const SignedIn&) {
                return EventKind{F::kOther, Tone::kPlain};
            },
            [](const SignInRefused&) {
                return EventKind{F::kOther, Tone::kWarning};
            },
        },
        event.body);
}

EventText describe(const Event& event, const Roster& roster, const Format& format) {
    EventText out;
    const EventKind kind = kind_for_display(event);
    out.family = kind.family;
    out.tone = kind.tone;
    std::visit(Describer(roster, format, out), event.body);
    return out;
}

}  // namespace siaga::app
