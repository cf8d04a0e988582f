#include "net/cot_decoder.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "data/core/name.hpp"

namespace siaga::net {
namespace {

constexpr double kUnknownFrom = 999'999;  // ATAK writes 9999999, others 999999
constexpr std::string_view kEmergencyEnd = "-9-1-1";

Problem malformed_cot(std::size_t offset, std::string_view what) {
    return {Refusal::kMalformed, offset, fmt::format("byte {}: {}", offset, what)};
}

std::optional<double> number_from(std::string_view text) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || stop != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> cot_number_in(const pugi::xml_node& node, const char* name) {
    return number_from(node.attribute(name).value());
}

std::optional<double> positive_in(const pugi::xml_node& node, const char* name) {
    const auto value = cot_number_in(node, name);
    return value && *value >= 0 ? value : std::nullopt;
}

std::optional<double> if_known(std::optional<double> value) {
    return value && std::abs(*value) < kUnknownFrom ? value : std::nullopt;
}

CotKind kind_of(std::string_view type, bool contact) {
    constexpr std::array kEmergencies{std::string_view("b-a-o-tbl"), std::string_view("b-a-o-pan"),
                                      std::string_view("b-a-o-opn"), std::string_view("b-a-o-c")};
    if (type == "b-a-o-can") return CotKind::kEmergencyCancel;
    if (std::find(kEmergencies.begin(), kEmergencies.end(), type) != kEmergencies.end()) return CotKind::kEmergency;
    if (type == "t-x-c-t") return CotKind::kPing;
    if (type == "t-x-takp-q") return CotKind::kProtocol;
    if (type == "t-x-d-d") return CotKind::kDelete;
    if (type.starts_with("a-") && contact) return CotKind::kContact;
    return CotKind::kOther;
}

Result<std::optional<CotPoint>> point_in(const pugi::xml_node& node) {
    if (!node) return Problem{Refusal::kMissingField, 0, "point is missing"};
    CotPoint point;
    for (const auto& [name, to] : {std::pair{"lat", &point.lat_deg}, std::pair{"lon", &point.lon_deg}}) {
        const auto value = cot_number_in(node, name);
        if (!value) {
            const Refusal code = node.attribute(name) ? Refusal::kBadValue : Refusal::kMissingField;
            return Problem{code, 0,
                           fmt::format("point {}: '{}' is no number", name, printable(node.attribute(name).value()))};
        }
        *to = *value;
    }
    point.accuracy_m = if_known(positive_in(node, "ce"));
    point.altitude_m = if_known(cot_number_in(node, "hae"));
    if (point.lat_deg == 0 && point.lon_deg == 0 && !point.accuracy_m) return std::optional<CotPoint>();
    return std::optional(point);
}

/// What one server says to one client.
std::string said(std::string_view uid, std::string_view type, std::string_view detail, Time now) {
    constexpr Millis kStale{20'000};
    const std::string time = to_rfc3339(now);
    return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?><event version="2.0" uid="{}" type="{}" )"
                       R"(how="h-g-i-g-o" time="{}" start="{}" stale="{}"><point lat="0.0" lon="0.0" )"
                       R"(hae="9999999.0" ce="9999999.0" le="9999999.0"/><detail>{}</detail></event>)",
                       uid, type, time, time, to_rfc3339(now + kStale), detail);
}

}  // namespace

std::string CotEvent::device() const {
    const bool emergency = kind == CotKind::kEmergency || kind == CotKind::kEmergencyCancel;
    if (!emergency || !uid.ends_with(kEmergencyEnd)) return uid;
    return uid.substr(0, uid.size() - kEmergencyEnd.size());
}

bool has_doctype(std::string_view xml) {
    for (std::size_t at = xml.find("<!"); at != std::string_view::npos; at = xml.find("<!", at + 2)) {
        const std::string_view rest = xml.substr(at + 2);
        if (!rest.starts_with("--") && !rest.starts_with("[CDATA[")) return true;
    }
    return false;
}

Result<CotEvent> decode_cot(std::string_view xml) {
    if (has_doctype(xml)) return malformed_cot(xml.find("<!"), "a document type is not allowed");
    pugi::xml_document document;
    const pugi::xml_parse_result parsed =
        document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        const auto at = static_cast<std::size_t>(
            std::clamp<std::ptrdiff_t>(parsed.offset, 0, static_cast<std::ptrdiff_t>(xml.size())));
        return malformed_cot(at, printable(parsed.description()));
    }
    const pugi::xml_node root = document.child("event");
    if (!root) return malformed_cot(0, "no event");
    const pugi::xml_node detail = root.child("detail"), contact = detail.child("contact");

    CotEvent event;
    event.uid = root.attribute("uid").value();
    event.type = root.attribute("type").value();
    for (const auto& [name, text] : {std::pair{"uid", &event.uid}, std::pair{"type", &event.type}})
        if (text->empty()) return Problem{Refusal::kMissingField, 0, fmt::format("{} is missing", name)};
    event.kind = kind_of(event.type, static_cast<bool>(contact));
    event.version = detail.child("TakControl").child("TakRequest").attribute("version").value();
    const bool of_somebody =
        event.kind == CotKind::kContact || event.kind == CotKind::kEmergency || event.kind == CotKind::kEmergencyCancel;
    if (!of_somebody) return event;

    const std::string_view time_text = root.attribute("time").value();
    if (time_text.empty()) return Problem{Refusal::kMissingField, 0, "time is missing"};
    const Result<Time> time = parse_rfc3339(time_text);
    if (!time) return Problem{Refusal::kBadValue, 0, fmt::format("time: {}", time.problem().detail)};
    event.time = *time;
    Result<std::optional<CotPoint>> point = point_in(root.child("point"));
    if (!point) return point.problem();
    event.point = *point;
    event.callsign = contact.attribute("callsign").value();
    const pugi::xml_node track = detail.child("track");
    event.speed_mps = if_known(positive_in(track, "speed"));
    event.course_deg = if_known(positive_in(track, "course"));
    event.battery_pct = positive_in(detail.child("status"), "battery");
    return event;
}

std::string cot_pong(Time now) { return said("takPong", "t-x-c-t-r", {}, now); }

std::string cot_versions(Time now) {
    return said("protouid", "t-x-takp-v",
                fmt::format(R"(<TakControl><TakProtocolSupport version="{}"/></TakControl>)", kTakVersion), now);
}

std::string cot_version_answer(bool yes, Time now) {
    return said("protouid", "t-x-takp-r", fmt::format(R"(<TakControl><TakResponse status="{}"/></TakControl>)", yes),
                now);
}

}  // namespace siaga::net
