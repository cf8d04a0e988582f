#pragma once
// Format: numbers, times and ages as the language writes them, in the operation's zone.

#include <cstdint>
#include <string>

#include "app/language/language.hpp"
#include "data/core/time.hpp"

namespace siaga::app {

class Format {
public:
    Format(Language language, Zone zone) : language_(language), zone_(std::move(zone)) {}

    [[nodiscard]] std::string clock(Time t) const;        ///< 14.32.07 | 14:32:07
    [[nodiscard]] std::string hour_minute(Time t) const;  ///< 14.32 | 14:32
    [[nodiscard]] std::string date(Time t) const;         ///< Sabtu 30 Nov 2024 | Saturday 30 Nov 2024
    [[nodiscard]] std::string day(Time t) const;          ///< 30 Nov
    /// The hour when t is on the day of `now`, else day and hour: 16.00, 1 Des 08.00.
    [[nodiscard]] std::string hour_or_date(Time t, Time now) const;

    [[nodiscard]] std::string decimal(double value, int digits) const;  ///< 0,8 | 0.8
    [[nodiscard]] std::string whole(std::uint64_t value) const;         ///< 512.034 | 512,034
    /// An age as a person says it: 0,8 dtk, 42 dtk, 22 mnt, 5 j 12 m. Negative counts as 0.
    [[nodiscard]] std::string age(Millis age) const;
    /// The same without tenths of a second.
    [[nodiscard]] std::string rough_age(Millis age) const;
    [[nodiscard]] std::string distance(double metres) const;          ///< 800 m, 10 km
    [[nodiscard]] std::string speed(double metres_per_second) const;  ///< 30 km/j | 30 km/h

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] const Zone& zone() const { return zone_; }

private:
    Language language_;
    Zone zone_;
};

}  // namespace siaga::app
