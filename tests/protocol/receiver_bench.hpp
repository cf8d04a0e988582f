#pragma once
// A receiver that nobody listens to but the test.

#include <fmt/format.h>

#include <string>

#include "data/core/clock.hpp"
#include "net/receiver.hpp"

namespace siaga::net::test {

/// A sentence with its checksum, without a newline.
inline std::string nmea(const std::string& content) {
    unsigned sum = 0;
    for (const char c : content) sum ^= static_cast<unsigned char>(c);
    return fmt::format("${}*{:02X}", content, sum);
}
/// RMC and GGA of a second of the minute 06:31 of 30 November 2024, `north` millionths of a minute off.
inline std::string rmc(int second, int north = 0) {
    return nmea(fmt::format("GPRMC,0631{:02},A,0926.{:06},S,12429.226,E,0.0,0.0,301124,,,A", second, 316'000 + north));
}
inline std::string gga(int second, double altitude = 402) {
    return nmea(fmt::format("GPGGA,0631{:02},0926.316,S,12429.226,E,1,08,0.9,{:.1f},M,52.0,M,,", second, altitude));
}

struct ReceiverBench {
    Limits limits;
    ManualClock clock{time_from_ms(1'732'948'260'000)};  // 2024-11-30T06:31:00Z
    Receiver receiver{"nmea", "rakit-1", UnitName::literal("RAJAWALI-04"), 7, limits};
    Steady::time_point now{};
};

inline const FixReport* fix_at(const Submission& submission, std::size_t i) {
    return i < submission.records.size() ? std::get_if<FixReport>(&submission.records[i].record) : nullptr;
}
inline const Problem* problem_at(const Submission& submission, std::size_t i) {
    return i < submission.records.size() ? std::get_if<Problem>(&submission.records[i].record) : nullptr;
}

}  // namespace siaga::net::test
