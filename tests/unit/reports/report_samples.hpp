#pragma once
// A small operation with records, for the reports.

#include <memory>
#include <string>
#include <utility>

#include "app/reports/export.hpp"
#include "data/situation/history.hpp"
#include "data/store/operation.hpp"
#include "tests/property/generators.hpp"

namespace siaga::app {

inline const Time kSampleStart = time_from_ms(test::kDayStartMs);

/// Two districts, 16 boxes; the day begins at 06:00 WITA.
inline Operation sample_operation(bool simulated) {
    Operation operation;
    operation.name = "Operasi \"Uji\" <1> & 2";
    operation.zone = Zone("Asia/Makassar", "WITA");
    operation.simulated = simulated;
    operation.day_start = kSampleStart;
    operation.day_end = kSampleStart + 14h;
    operation.roster = test::small_roster();
    return operation;
}

/// A fix that knows its place and its time, and nothing else.
inline Fix bare_fix(std::uint32_t unit, Millis after_start, LonLat place = {1244871000, -94386000}) {
    Fix fix;
    fix.unit = UnitIndex{unit};
    fix.time = kSampleStart + after_start;
    fix.received = fix.time + 300ms;
    fix.position = place;
    return fix;
}

/// Every value known.
inline Fix full_fix(std::uint32_t unit, Millis after_start) {
    Fix fix = bare_fix(unit, after_start, {1244871001, -94386000});
    fix.speed_cmps = 820;
    fix.course_cdeg = 31005;
    fix.accuracy_dm = 123;
    fix.altitude_m = -4;
    fix.battery_pct = 80;
    return fix;
}

inline std::shared_ptr<const Entry> sample_entry(std::uint64_t n, Millis after_start, EventBody body) {
    Entry entry;
    entry.n = n;
    entry.received = kSampleStart + after_start + 1s;
    entry.source = SourceName::literal("poskotis-7");
    entry.seq = n + 10;
    entry.event = {kSampleStart + after_start, std::move(body), {}};
    return std::make_shared<const Entry>(std::move(entry));
}

inline IncidentNoted sample_incident(const std::string& text, std::optional<LonLat> place) {
    IncidentNoted incident;
    incident.incident = RecordName::literal("INS-1");
    incident.incident_kind = IncidentKind::kTraffic;
    incident.severity = Severity::kWarning;
    incident.district = DistrictCode::literal("53.03.01");
    incident.place = place;
    incident.text = text;
    return incident;
}

}  // namespace siaga::app
