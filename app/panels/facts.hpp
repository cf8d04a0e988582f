#pragma once
// Facts: small questions that several panels ask of a situation. Pure, without drawing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/language/format.hpp"
#include "data/situation/situation.hpp"

namespace siaga::app {

/// Boxes by where a person would say they are.
struct BoxPlaces {
    std::uint32_t tps = 0, pps = 0, road = 0, ppk = 0, plenary = 0, warehouse = 0;
    [[nodiscard]] std::uint32_t total() const { return tps + pps + road + ppk + plenary + warehouse; }
    friend bool operator==(const BoxPlaces&, const BoxPlaces&) = default;
};
/// `plenary`: opened or resealed, still at the PPK.
[[nodiscard]] BoxPlaces box_places(const BoxCounts& counts);

struct RoadFigures {
    std::uint32_t boxes = 0, escorts = 0;
    std::optional<Time> last_eta;
    friend bool operator==(const RoadFigures&, const RoadFigures&) = default;
};
[[nodiscard]] RoadFigures road_figures(const Situation& s);

/// Districts whose plenary is not finished: those in trouble first, then running, suspended, and the
/// others by schedule.
[[nodiscard]] std::vector<std::size_t> unfinished_districts(const Situation& s);
/// The contest that keeps a district from being finished: the first one not finished.
[[nodiscard]] std::size_t leading_contest(const DistrictState& district);
/// "Reading TPS 38/60", "Scheduled 16.00", "Witness objection · resumes 15.30".
[[nodiscard]] std::string plenary_line(const Situation& s, std::size_t district, const Format& format);

/// The same in the width of a few letters: "38/60", "16.00".
[[nodiscard]] std::string plenary_tag(const Situation& s, std::size_t district, const Format& format);

struct ReportFigures {
    std::uint32_t conducive = 0, total = 0;
    std::optional<Time> until;  ///< the oldest of the newest reports
    friend bool operator==(const ReportFigures&, const ReportFigures&) = default;
};
[[nodiscard]] ReportFigures report_figures(const Situation& s);
[[nodiscard]] std::uint32_t open_incidents(const Situation& s);

/// Alerts that want attention at the situation's time, worst and newest first; shelved ones left out.
[[nodiscard]] std::vector<const AlertState*> open_alerts(const Situation& s);
/// "Bikomi Nilulat: count mismatch · 27/28".
[[nodiscard]] std::string alert_line(const AlertState& alert, const Roster& roster);

[[nodiscard]] const UnitState* find_unit(const Situation& s, const UnitName& name);
[[nodiscard]] std::size_t count_units(const Situation& s, UnitStatus status);
[[nodiscard]] std::string site_name(const Roster& roster, const SiteCode& code);

}  // namespace siaga::app
