#include "net/plain_fix.hpp"

#include <simdjson.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>

#include "data/core/name.hpp"
#include "data/model/event_json.hpp"
#include "net/feed_message.hpp"
#include "net/line_splitter.hpp"

namespace siaga::net {
namespace {

using simdjson::ondemand::raw_json_string;
using simdjson::ondemand::value;

enum Member : unsigned {
    kType,
    kSeq,
    kUnit,
    kTime,
    kLat,
    kLon,
    kSpeed,
    kCourse,
    kAccuracy,
    kAltitude,
    kBattery,
    kSent,
    kMembers
};
constexpr std::array<std::string_view, kMembers> kNames{"type",       "seq",        "unit",        "time",
                                                        "lat",        "lon",        "speed_mps",   "course_deg",
                                                        "accuracy_m", "altitude_m", "battery_pct", "sent"};
constexpr unsigned kNeeded = 1U << kType | 1U << kSeq | 1U << kUnit | 1U << kTime | 1U << kLat | 1U << kLon;

bool read(value& from, double& out) {
    // Beyond it a whole number may be none that a tree would hold.
    constexpr double kWholeMost = 9007199254740992;  // 2^53
    return from.get(out) == simdjson::SUCCESS && std::abs(out) < kWholeMost;
}

bool read(value& from, std::optional<double>& out) { return read(from, out.emplace()); }

bool read(value& from, Time& out) {
    std::int64_t ms = 0;
    if (from.get(ms) != simdjson::SUCCESS || !is_time_ms(ms)) return false;
    out = time_from_ms(ms);
    return true;
}

bool read(value& from, std::optional<Time>& out) { return read(from, out.emplace()); }

/// The text up to its closing quote, which is there: an escape is no name's.
std::string_view plain_text(const char* begin) {
    const auto* const end = static_cast<const char*>(std::memchr(begin, '"', kNameMaxBytes + 1));
    return end == nullptr ? std::string_view() : std::string_view(begin, static_cast<std::size_t>(end - begin));
}

bool read(value& from, UnitName& out) {
    raw_json_string raw;
    if (from.get(raw) != simdjson::SUCCESS) return false;
    const std::string_view text = plain_text(raw.raw());
    if (!valid_name(text)) return false;
    out = UnitName::literal(text);
    return true;
}

bool read(value& from, std::uint64_t& seq) { return from.get(seq) == simdjson::SUCCESS && is_feed_seq(seq); }

bool is_fix(value& from) {
    raw_json_string raw;
    return from.get(raw) == simdjson::SUCCESS && raw.unsafe_is_equal("fix");
}

bool read_member(Member member, value& from, std::uint64_t& seq, FixReport& report) {
    switch (member) {
        case kType:
            return is_fix(from);
        case kSeq:
            return read(from, seq);
        case kUnit:
            return read(from, report.unit);
        case kTime:
            return read(from, report.time);
        case kLat:
            return read(from, report.lat_deg);
        case kLon:
            return read(from, report.lon_deg);
        case kSpeed:
            return read(from, report.speed_mps);
        case kCourse:
            return read(from, report.course_deg);
        case kAccuracy:
            return read(from, report.accuracy_m);
        case kAltitude:
            return read(from, report.altitude_m);
        case kBattery:
            return read(from, report.battery_pct);
        case kSent:
            return read(from, report.sent);
        case kMembers:
            break;
    }
    return false;
}

}  // namespace

class PlainFixReader::Impl {
public:
    std::uint64_t read(std::string_view line, FixReport& report) {
        static_assert(kLinePadding >= simdjson::SIMDJSON_PADDING);
        simdjson::ondemand::document document;
        simdjson::ondemand::object members;
        auto failed = parser_.iterate(line.data(), line.size(), line.size() + kLinePadding).get(document);
        if (failed == simdjson::SUCCESS) failed = document.get_object().get(members);
        if (failed != simdjson::SUCCESS) return 0;
        std::uint64_t seq = 0;
        unsigned seen = 0, next = kType;
        for (auto each : members) {
            if (each.error() != simdjson::SUCCESS) return 0;
            simdjson::ondemand::field& field = each.value_unsafe();
            const Member member = member_of(field.key(), next);
            if (member == kMembers || (seen & 1U << member) != 0) return 0;
            if (!read_member(member, field.value(), seq, report)) return 0;
            seen |= 1U << member;
            next = member + 1;
        }
        const bool ended = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
        return ended && (seen & kNeeded) == kNeeded ? seq : 0;
    }

private:
    /// Most devices write the members in the order of the protocol: `next` is looked at first.
    static Member member_of(raw_json_string key, unsigned next) {
        for (unsigned i = 0; i < kMembers; ++i) {
            const unsigned member = (next + i) % kMembers;
            if (key.unsafe_is_equal(kNames[member])) return static_cast<Member>(member);
        }
        return kMembers;
    }

    simdjson::ondemand::parser parser_;
};

PlainFixReader::PlainFixReader() : impl_(std::make_unique<Impl>()) {}
PlainFixReader::~PlainFixReader() = default;

std::uint64_t PlainFixReader::read(std::string_view line, FixReport& report) { return impl_->read(line, report); }

}  // namespace siaga::net
