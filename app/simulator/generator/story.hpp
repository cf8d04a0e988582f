#pragma once
// Story: the tables of the demonstration day. All of it is fiction made to look like such a day; the
// facts it stays within are in assets/SOURCES.md. Times are seconds since 06.00 WITA on 30 Nov 2024.

#include <array>
#include <cstdint>
#include <string_view>

namespace siaga::app::story {

/// Wall clock (WITA) on a day of November 2024; day 31 is 1 December.
constexpr std::int32_t at(int day, int hour, int minute = 0) {
    return (((day - 30) * 24 + hour - 6) * 60 + minute) * 60;
}
constexpr std::int32_t at_hour(int hour, int minute = 0) { return at(30, hour, minute); }
constexpr std::int32_t kMinute = 60;
constexpr std::int32_t kNever = at(99, 0);

inline constexpr std::uint64_t kSeed = 20241130;
inline constexpr std::int32_t kDayLength = at_hour(20);
/// The minute that everything on the wall is shown at.
inline constexpr std::int32_t kShowTime = at_hour(14, 31) + 30;

/// One contest's plenary in one district. Rows of the same district are in time order.
struct PlenaryRow {
    std::string_view district, contest;
    std::int32_t start;
    std::int32_t read;      ///< all polling stations read out
    std::int32_t finished;  ///< SELESAI; kNever: not on this day
};

// Finished before the day: the first eleven of the nineteen.
inline constexpr auto kFinishedBefore =
    std::to_array<std::string_view>({"53.03.06", "53.03.10", "53.03.11", "53.03.12", "53.03.14", "53.03.15", "53.03.17",
                                     "53.03.19", "53.03.20", "53.03.21", "53.03.23"});

inline constexpr auto kPlenaries = std::to_array<PlenaryRow>({
    // Eight that finish during the day.
    {"53.03.18", "gubernur", at(29, 9, 40), at(29, 13, 20), at(29, 14, 45)},
    {"53.03.18", "bupati", at_hour(6, 40), at_hour(9, 0), at_hour(9, 50)},
    {"53.03.16", "gubernur", at(29, 9, 30), at(29, 13, 35), at(29, 15, 5)},
    {"53.03.16", "bupati", at_hour(6, 30), at_hour(9, 55), at_hour(11, 5)},
    {"53.03.24", "gubernur", at(29, 10, 5), at(29, 13, 50), at(29, 15, 30)},
    {"53.03.24", "bupati", at_hour(7, 0), at_hour(10, 20), at_hour(11, 20)},
    {"53.03.03", "gubernur", at(29, 9, 15), at(29, 13, 40), at(29, 15, 20)},
    {"53.03.03", "bupati", at_hour(7, 30), at_hour(11, 0), at_hour(11, 55)},
    {"53.03.09", "gubernur", at(29, 10, 20), at(29, 14, 10), at(29, 15, 40)},
    {"53.03.09", "bupati", at_hour(8, 0), at_hour(11, 15), at_hour(12, 10)},
    {"53.03.01", "gubernur", at(29, 9, 0), at(29, 14, 20), at(29, 16, 0)},
    {"53.03.01", "bupati", at_hour(7, 40), at_hour(11, 50), at_hour(12, 50)},
    {"53.03.04", "gubernur", at(29, 9, 10), at(29, 14, 50), at(29, 16, 25)},
    {"53.03.04", "bupati", at_hour(7, 50), at_hour(12, 15), at_hour(13, 5)},
    {"53.03.22", "gubernur", at(29, 10, 40), at(29, 14, 15), at(29, 15, 50)},
    {"53.03.22", "bupati", at_hour(9, 0), at_hour(13, 15), at_hour(14, 2)},
    // Five that have not finished at 14.30.
    {"53.03.05", "gubernur", at(29, 8, 30), at(29, 18, 50), at(29, 20, 5)},
    {"53.03.05", "bupati", at_hour(9, 18), at_hour(17, 28), at_hour(19, 2)},
    {"53.03.07", "gubernur", at(29, 9, 20), at(29, 13, 30), at(29, 15, 10)},
    {"53.03.07", "bupati", at_hour(10, 10), at_hour(17, 2), at_hour(18, 20)},
    {"53.03.08", "gubernur", at_hour(16, 0), at_hour(19, 25), kNever},
    {"53.03.08", "bupati", at(31, 8), kNever, kNever},
    {"53.03.02", "gubernur", at_hour(16, 0), at_hour(18, 50), kNever},
    {"53.03.02", "bupati", at(31, 8), kNever, kNever},
    {"53.03.13", "gubernur", at(31, 8), kNever, kNever},
    {"53.03.13", "bupati", at(31, 8), kNever, kNever},
});

/// Biboki Anleu: an objection of a witness suspends the plenary.
inline constexpr std::string_view kObjectionDistrict = "53.03.07";
inline constexpr std::int32_t kSuspended = at_hour(13, 26);
inline constexpr std::int32_t kResumeDue = at_hour(15, 30);
inline constexpr std::int32_t kResumed = at_hour(15, 34);

/// Boxes of finished contests from a PPK to the warehouse.
struct ConvoyRow {
    enum class Timing { kDeparts, kArrives, kMidway };
    std::string_view district, contests;  ///< letters of the contests
    Timing timing;
    std::int32_t value;  ///< second; kMidway: per mille of the way at kShowTime
};

inline constexpr auto kConvoys = std::to_array<ConvoyRow>({
    {"53.03.07", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 15)},
    {"53.03.01", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 20)},
    {"53.03.06", "B", ConvoyRow::Timing::kDeparts, at_hour(6, 25)},
    {"53.03.09", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 30)},
    {"53.03.03", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 35)},
    {"53.03.10", "B", ConvoyRow::Timing::kDeparts, at_hour(6, 40)},
    {"53.03.18", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 45)},
    {"53.03.04", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 50)},
    {"53.03.24", "G", ConvoyRow::Timing::kDeparts, at_hour(6, 55)},
    {"53.03.14", "B", ConvoyRow::Timing::kDeparts, at_hour(7, 5)},
    {"53.03.22", "G", ConvoyRow::Timing::kDeparts, at_hour(7, 10)},
    {"53.03.17", "B", ConvoyRow::Timing::kDeparts, at_hour(7, 15)},
    {"53.03.05", "G", ConvoyRow::Timing::kDeparts, at_hour(7, 30)},
    {"53.03.20", "B", ConvoyRow::Timing::kDeparts, at_hour(7, 50)},
    {"53.03.11", "B", ConvoyRow::Timing::kDeparts, at_hour(8, 10)},
    {"53.03.18", "B", ConvoyRow::Timing::kDeparts, at_hour(10, 15)},
    {"53.03.24", "B", ConvoyRow::Timing::kDeparts, at_hour(11, 50)},
    {"53.03.16", "GB", ConvoyRow::Timing::kArrives, at_hour(14, 14)},
    {"53.03.01", "B", ConvoyRow::Timing::kMidway, 600},
    {"53.03.03", "B", ConvoyRow::Timing::kMidway, 550},
    {"53.03.04", "B", ConvoyRow::Timing::kMidway, 500},
    {"53.03.09", "B", ConvoyRow::Timing::kMidway, 450},
    {"53.03.22", "B", ConvoyRow::Timing::kDeparts, at_hour(14, 55)},
    {"53.03.07", "B", ConvoyRow::Timing::kDeparts, at_hour(18, 36)},
    {"53.03.05", "B", ConvoyRow::Timing::kDeparts, at_hour(19, 20)},
});

/// Bikomi Nilulat: the warehouse counts 27 of 28; the last box comes in the second vehicle.
inline constexpr std::string_view kMismatchDistrict = "53.03.16";
inline constexpr std::int32_t kMismatchFound = at_hour(14, 18);
inline constexpr std::int32_t kMismatchResolved = at_hour(15, 42);

/// Naibenu's second convoy stands on the open road.
inline constexpr std::string_view kStopDistrict = "53.03.18";
inline constexpr std::int32_t kStopLength = 17 * kMinute;

/// Mutis: one tour over three villages; without a signal on the way out, and with the boxes aboard
/// the device is off for a while.
inline constexpr std::string_view kMountainDistrict = "53.03.13";
inline constexpr auto kMountainTour =
    std::to_array<std::string_view>({"53.03.13.2004", "53.03.13.2003", "53.03.13.2002"});
inline constexpr std::string_view kMountainSeat = "53.03.13.2001";
inline constexpr std::int32_t kMountainTourArrives = at_hour(14, 49);
inline constexpr std::int32_t kMountainOffFrom = at_hour(14, 24);
inline constexpr std::int32_t kMountainOffUntil = at_hour(14, 43) + 30;

/// Insana: the villages bring their boxes during the morning.
inline constexpr std::string_view kDeliveryDistrict = "53.03.08";

/// Insana Fafinesu: nothing is heard for more than three hours.
inline constexpr std::string_view kQuietDistrict = "53.03.19";
inline constexpr std::int32_t kQuietFrom = at_hour(6, 30);
inline constexpr std::int32_t kQuietUntil = at_hour(9, 50);

}  // namespace siaga::app::story
