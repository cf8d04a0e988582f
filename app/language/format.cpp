#include "app/language/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace siaga::app {

namespace {

// Marked for xgettext here, translated where they are used.
#define N_(text) text
constexpr std::array kWeekdays{N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                               N_("Thursday"), N_("Friday"), N_("Saturday")};
constexpr std::array kMonths{N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                             N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
#undef N_

const char* month_name(int month) { return tr(kMonths.at(static_cast<std::size_t>(month - 1))); }

std::string with_mark(std::string digits, char mark) {
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
        digits.insert(digits.begin() + i, mark);
    return digits;
}

}  // namespace

std::string Format::clock(Time t) const {
    const Zone::Civil c = zone_.civil(t);
    const char mark = language_ == Language::kIndonesian ? '.' : ':';
    return fmt::format("{:02}{}{:02}{}{:02}", c.hour, mark, c.minute, mark, c.second);
}

std::string Format::hour_minute(Time t) const { return clock(t).substr(0, 5); }

std::string Format::date(Time t) const {
    const Zone::Civil c = zone_.civil(t);
    return fmt::format("{} {} {} {}", tr(kWeekdays.at(static_cast<std::size_t>(c.weekday))), c.day, month_name(c.month),
                       c.year);
}

std::string Format::hour_or_date(Time t, Time now) const {
    if (zone_.midnight(t) == zone_.midnight(now)) return hour_minute(t);
    return day(t) + " " + hour_minute(t);
}

std::string Format::day(Time t) const {
    const Zone::Civil c = zone_.civil(t);
    return fmt::format("{} {}", c.day, month_name(c.month));
}

std::string Format::decimal(double value, int digits) const {
    std::string text = fmt::format("{:.{}f}", value, digits);
    if (language_ == Language::kIndonesian) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string Format::whole(std::uint64_t value) const {
    return with_mark(fmt::format("{}", value), language_ == Language::kIndonesian ? '.' : ',');
}

std::string Format::age(Millis age) const {
    const Millis a = std::max(age, Millis{0});
    if (a >= 10s) return rough_age(a);
    // Cut, not rounded: 9.99 s must not become 10.0.
    return trf("{} s", decimal(std::floor(static_cast<double>(a.count()) / 100.0) / 10.0, 1));
}

std::string Format::rough_age(Millis age) const {
    const Millis a = std::max(age, Millis{0});
    if (a < 60s) return trf("{} s", a / 1s);
    if (a < 1h) return trf("{} min", a / 1min);
    if (a < 24h) return trf("{} h {:02} m", a / 1h, (a % 1h) / 1min);
    return trf("{} d {} h", a / 24h, (a % 24h) / 1h);
}

std::string Format::distance(double metres) const {
    if (metres < 1000) return fmt::format("{:.0f} m", metres);
    const double km = metres / 1000;
    const bool is_whole = std::abs(km - std::round(km)) < 1e-9 || km >= 20;
    return decimal(km, is_whole ? 0 : 1) + " km";
}

std::string Format::speed(double metres_per_second) const {
    return trf("{} km/h", static_cast<long>(std::lround(metres_per_second * 3.6)));
}

}  // namespace siaga::app
