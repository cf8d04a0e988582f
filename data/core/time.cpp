#include "data/core/time.hpp"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2199;

Problem bad_time(std::string_view text, std::size_t offset) {
    constexpr std::size_t kShown = 40;
    return {Refusal::kBadValue, offset,
            fmt::format("time '{}' is not RFC 3339 (2024-11-30T14:30:00+08:00) between {} and {}",
                        text.substr(0, kShown), kFirstYear, kLastYear)};
}

bool only_time_characters(std::string_view text) {
    return text.find_first_not_of("0123456789-:+.TtZz ") == std::string_view::npos;
}

/// `text` begins with `shape`, in which a 0 stands for any digit.
bool begins_like(std::string_view text, std::string_view shape) {
    if (text.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool fits = shape[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
        if (!fits) return false;
    }
    return true;
}

/// "2024-11-30T14:30:00", digits of a fraction if any, and the offset. The library takes signs and half numbers for
/// parts of these, and what it makes of them is no number.
bool has_shape(std::string_view text) {
    constexpr std::string_view kDateTime = "0000-00-00T00:00:00";
    if (!begins_like(text, kDateTime)) return false;
    text.remove_prefix(kDateTime.size());
    if (begins_like(text, ".0")) text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
    if (text == "Z" || text == "z") return true;
    constexpr std::string_view kEast = "+00:00", kWest = "-00:00";
    return text.size() == kEast.size() && (begins_like(text, kEast) || begins_like(text, kWest));
}

std::string write(Time local, const std::string& zone) { return date::format("%FT%T", local) + zone; }

}  // namespace

Result<Time> parse_rfc3339(std::string_view text) {
    constexpr std::size_t kShortest = 20;  // 2024-11-30T14:30:00Z
    constexpr std::size_t kLongest = 35;
    if (!only_time_characters(text)) return Problem{Refusal::kBadValue, 0, "time has characters no time has"};
    if (text.size() < kShortest || text.size() > kLongest || !has_shape(text)) return bad_time(text, 0);
    const bool zulu = text.back() == 'Z' || text.back() == 'z';
    std::istringstream in{std::string(text)};
    Time t;
    in >> date::parse(zulu ? (text.back() == 'Z' ? "%FT%TZ" : "%FT%Tz") : "%FT%T%Ez", t);
    if (in.fail()) return bad_time(text, 0);
    if (in.peek() != std::istringstream::traits_type::eof()) {
        return bad_time(text, static_cast<std::size_t>(in.tellg()));
    }
    const int year = static_cast<int>(date::year_month_day{date::floor<date::days>(t)}.year());
    if (year < kFirstYear || year > kLastYear) return bad_time(text, 0);
    return t;
}

std::string to_rfc3339(Time t) { return write(t, "Z"); }

Zone::Zone(std::string iana_name, std::string label) : iana_name_(std::move(iana_name)), label_(std::move(label)) {
    try {
        (void)date::locate_zone(iana_name_);
    } catch (const std::exception&) {
        throw Fault(fmt::format("time zone '{}' is not in the zone database: install tzdata or correct operation.toml",
                                iana_name_));
    }
}

Millis Zone::offset_at(Time t) const { return date::locate_zone(iana_name_)->get_info(t).offset; }

Zone::Civil Zone::civil(Time t) const {
    const Time local = t + offset_at(t);
    const auto day = date::floor<date::days>(local);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss clock{date::floor<std::chrono::seconds>(local - day)};
    return {static_cast<int>(ymd.year()),
            static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day())),
            static_cast<int>(date::weekday{day}.c_encoding()),
            static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count())};
}

Time Zone::midnight(Time t) const {
    const Millis offset = offset_at(t);
    return Time{date::floor<date::days>(t + offset).time_since_epoch()} - offset;
}

std::string Zone::to_rfc3339(Time t) const {
    const Millis offset = offset_at(t);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    const auto magnitude = minutes < 0 ? -minutes : minutes;
    constexpr int kMinutesPerHour = 60;
    return write(t + offset, fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', magnitude / kMinutesPerHour,
                                         magnitude % kMinutesPerHour));
}

}  // namespace siaga
