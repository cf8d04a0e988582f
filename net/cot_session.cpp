#include "net/cot_session.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "data/geo/lonlat.hpp"
#include "net/tak_message.hpp"

namespace siaga::net {
namespace {

std::optional<Problem> problem_of(CotSplitter::Trouble trouble, std::size_t limit) {
    switch (trouble) {
        case CotSplitter::Trouble::kNone:
            return std::nullopt;
        case CotSplitter::Trouble::kTooLong:
            return Problem{Refusal::kLineTooLong, limit, fmt::format("an event is at most {} bytes", limit)};
        case CotSplitter::Trouble::kNoEvent:
            return Problem{Refusal::kMalformed, 0, "an event is expected, in XML or in a frame of TAK protocol 1"};
    }
    return std::nullopt;
}

FixReport fix_of(const CotEvent& event, const UnitName& unit) {
    FixReport report;
    report.unit = unit;
    report.time = event.time;
    report.lat_deg = event.point->lat_deg;
    report.lon_deg = event.point->lon_deg;
    report.accuracy_m = event.point->accuracy_m;
    report.altitude_m = event.point->altitude_m;
    report.speed_mps = event.speed_mps;
    report.course_deg = event.course_deg;
    report.battery_pct = event.battery_pct;
    return report;
}

std::string words_of(std::string_view type) {
    if (type == "b-a-o-pan") return "SOS: ring the bell";
    if (type == "b-a-o-opn") return "SOS: in contact";
    if (type == "b-a-o-c") return "SOS: geo-fence breached";
    return "SOS";
}

}  // namespace

CotSession::CotSession(SessionId id, const CotWorld& world, Steady::time_point now)
    : id_(id), world_(world), splitter_(world.limits.cot_event_bytes), heard_(now) {
    ready_ = empty_submission();
    output_ = cot_versions(world.clock.now());
}

Submission CotSession::empty_submission() const {
    Submission submission;
    submission.session = id_;
    submission.unnumbered = true;
    if (!device_.id.empty()) submission.source = world_.source.value_or(SourceName::literal("cot." + device_.id));
    return submission;
}

void CotSession::on_bytes(std::string_view bytes, Steady::time_point now) {
    if (over_) return;
    heard_ = now;
    splitter_.add(bytes);
    while (!over_) {
        const auto piece = splitter_.next();
        if (!piece) break;
        event_until_.reset();
        take(*piece);
    }
    if (!over_) over_ = problem_of(splitter_.trouble(), world_.limits.cot_event_bytes);
    if (!splitter_.partial()) event_until_.reset();
    if (splitter_.partial() && !event_until_) event_until_ = now + world_.limits.line;
}

Steady::time_point CotSession::deadline() const {
    const auto idle = heard_ + world_.limits.idle;
    return event_until_ ? std::min(idle, *event_until_) : idle;
}

void CotSession::on_deadline(Steady::time_point now) {
    if (over_ || now < deadline()) return;
    const bool half = event_until_ && now >= *event_until_;
    over_ = Problem{Refusal::kIdle, 0, half ? "an event that did not end" : "nothing heard for too long"};
}

Submission CotSession::take_ready() { return std::exchange(ready_, empty_submission()); }

std::string CotSession::take_output() { return std::exchange(output_, {}); }

std::string CotSession::as_asked(std::string xml) const { return protobuf_ ? tak_frames(xml) : std::move(xml); }

void CotSession::take(const CotPiece& piece) {
    const Result<CotEvent> event = piece.protobuf ? decode_tak(piece.content) : decode_cot(piece.content);
    if (event) {
        broken_in_a_row_ = 0;
        return on_event(*event, piece.content);
    }
    ++world_.figures.events;
    const bool hostile = has_doctype(piece.content);
    if (hostile || ++broken_in_a_row_ >= world_.limits.broken_lines_in_a_row) over_ = event.problem();
    if (!device_.id.empty()) ready_.add(0, event.problem(), piece.content);
}

void CotSession::on_event(const CotEvent& event, std::string_view raw) {
    ++world_.figures.events;
    switch (event.kind) {
        case CotKind::kPing:
            output_ += as_asked(cot_pong(world_.clock.now()));
            return;
        case CotKind::kProtocol:
            return agree(event);
        case CotKind::kDelete:
            return refuse(CotRefusal::kForeign, event);
        case CotKind::kOther:
            ++world_.figures.not_ours;
            return;
        case CotKind::kContact:
            if (admit(event)) report(event, raw);
            return;
        case CotKind::kEmergency:
        case CotKind::kEmergencyCancel:
            if (admit(event)) call_for_help(event, raw);
            return;
    }
}

/// The answer is the last that it gets in the form of before.
void CotSession::agree(const CotEvent& event) {
    const bool yes = event.version == kTakVersion;
    output_ += as_asked(cot_version_answer(yes, world_.clock.now()));
    protobuf_ = protobuf_ || yes;
}

bool CotSession::admit(const CotEvent& event) {
    const std::string id = event.device();
    if (!device_.id.empty() && id == device_.id) return true;
    std::optional<Device> known = world_.device(id);
    if (!known || !device_.id.empty()) {
        refuse(known ? CotRefusal::kForeign : CotRefusal::kStranger, event);
        return false;
    }
    device_ = *std::move(known);
    ready_ = empty_submission();  // nothing was added before
    return true;
}

void CotSession::report(const CotEvent& event, std::string_view raw) {
    if (!event.point) {
        ++world_.figures.unplaced;
        return;
    }
    ready_.add(0, fix_of(event, device_.unit), raw);
}

void CotSession::call_for_help(const CotEvent& event, std::string_view raw) {
    Emergency sos;
    sos.unit = device_.unit;
    sos.active = event.kind == CotKind::kEmergency;
    if (sos.active) sos.text = words_of(event.type);
    if (event.point && LonLat::in_range(event.point->lon_deg, event.point->lat_deg))
        sos.place = LonLat::from_degrees(event.point->lon_deg, event.point->lat_deg);
    // A wrong clock must not make history of a call for help.
    constexpr Millis kCallBelievedFor = std::chrono::hours(24);
    const Time now = world_.clock.now();
    const Time time = event.time <= now && event.time > now - kCallBelievedFor ? event.time : now;
    ready_.add(0, std::make_shared<const Event>(Event{time, std::move(sos), {}}), raw);
}

void CotSession::refuse(CotRefusal why, const CotEvent& event) {
    const bool stranger = why == CotRefusal::kStranger;
    ++(stranger ? world_.figures.strangers : world_.figures.foreign);
    world_.refused(why, event);
    if (std::exchange(logged_, true)) return;
    spdlog::warn("cot session {} of '{}': {} '{}'; refused, and not logged again", id_, device_.id,
                 stranger ? "nobody accepted device" : "it may not speak for", printable(event.uid));
}

}  // namespace siaga::net
