#include "net/nmea_sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "data/core/name.hpp"

namespace siaga::net {
namespace {

Problem malformed(std::size_t offset, std::string_view what) {
    return {Refusal::kMalformed, offset, fmt::format("byte {}: {}", offset, what)};
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Precondition: is_digits, at most nine of them.
int whole(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::uint8_t xor_of(std::string_view text) {
    std::uint8_t sum = 0;
    for (const char c : text) sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(c));
    return sum;
}

/// Nothing when the two are not exactly one checksum.
std::optional<std::uint8_t> stated_checksum(std::string_view text) {
    constexpr int kHex = 16;
    std::uint8_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value, kHex);
    if (text.size() != 2 || error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Where the sentence begins, after a tag block.
std::size_t sentence_start(std::string_view line) {
    if (!line.starts_with('\\')) return 0;
    const std::size_t end = line.find('\\', 1);
    return end == std::string_view::npos ? 0 : end + 1;
}

std::string_view type_of(std::string_view address) {
    constexpr std::size_t kTalkerAndType = 5;
    constexpr std::size_t kTalker = 2;
    return address.size() == kTalkerAndType && address.front() != 'P' ? address.substr(kTalker) : "";
}

}  // namespace

Result<NmeaSentence> parse_nmea(std::string_view line) {
    while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t start = sentence_start(line);
    if (start >= line.size() || (line[start] != '$' && line[start] != '!')) {
        return malformed(start, "a sentence begins with $");
    }
    const auto odd = std::find_if(line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; });
    if (odd != line.end()) {
        return malformed(static_cast<std::size_t>(odd - line.begin()), "no printable ASCII");
    }
    const std::size_t star = line.find('*', start);
    if (star == std::string_view::npos) return malformed(line.size(), "the checksum is missing");
    const std::string_view content = line.substr(start + 1, star - start - 1);
    const auto stated = stated_checksum(line.substr(star + 1));
    if (!stated) return malformed(star + 1, "expected are the two digits of a checksum, and the end");
    if (const std::uint8_t sum = xor_of(content); sum != *stated) {
        return malformed(star + 1, fmt::format("checksum {:02X}, the sentence has {:02X}", *stated, sum));
    }
    NmeaSentence sentence;
    std::string_view rest = content;
    while (true) {
        const std::size_t comma = rest.find(',');
        sentence.fields.push_back(rest.substr(0, comma));
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    sentence.type = type_of(sentence.fields.front());
    sentence.fields.erase(sentence.fields.begin());
    return sentence;
}

std::optional<double> nmea_number(std::string_view text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (text.empty() || error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<Millis> nmea_clock(std::string_view text) {
    constexpr std::size_t kWhole = 6;
    constexpr int kMostDigits = 9;
    const std::string_view clock = text.substr(0, kWhole);
    if (clock.size() != kWhole || !is_digits(clock)) return std::nullopt;
    const int hour = whole(clock.substr(0, 2));
    const int minute = whole(clock.substr(2, 2));
    const int second = whole(clock.substr(4, 2));
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    int ms = 0;
    if (text.size() > kWhole) {
        const std::string_view fraction = text.substr(kWhole + 1);
        if (text[kWhole] != '.' || fraction.size() > kMostDigits) return std::nullopt;
        if (!fraction.empty() && !is_digits(fraction)) return std::nullopt;
        for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    }
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) + Millis(ms);
}

std::optional<Time> nmea_date(std::string_view text) {
    constexpr std::size_t kDate = 6;
    constexpr int kFirstOfGps = 80;
    if (text.size() != kDate || !is_digits(text)) return std::nullopt;
    const int two = whole(text.substr(4, 2));
    const std::chrono::year year(two >= kFirstOfGps ? 1900 + two : 2000 + two);
    const std::chrono::year_month_day date(year, std::chrono::month(static_cast<unsigned>(whole(text.substr(2, 2)))),
                                           std::chrono::day(static_cast<unsigned>(whole(text.substr(0, 2)))));
    if (!date.ok()) return std::nullopt;
    return Time(std::chrono::sys_days(date));
}

std::optional<double> nmea_degrees(std::string_view text, std::string_view hemisphere) {
    constexpr double kMinutes = 60;
    constexpr std::size_t kMostDigits = 5;  // dddmm
    const std::size_t point = std::min(text.find('.'), text.size());
    const bool latitude = hemisphere == "N" || hemisphere == "S";
    if (!latitude && hemisphere != "E" && hemisphere != "W") return std::nullopt;
    if (point < 3 || point > kMostDigits || !is_digits(text.substr(0, point))) return std::nullopt;
    const auto minutes = nmea_number(text.substr(point - 2));
    if (!minutes || *minutes < 0 || *minutes >= kMinutes) return std::nullopt;
    const double degrees = whole(text.substr(0, point - 2)) + *minutes / kMinutes;
    return hemisphere == "S" || hemisphere == "W" ? -degrees : degrees;
}

}  // namespace siaga::net
