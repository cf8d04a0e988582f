// Chapter: what posts and districts report, and the small things that happen.

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/story.hpp"
#include "data/situation/rules/rule_list.hpp"

namespace siaga::app {
namespace {

using story::kMinute;

void tell_guard_posts(Chronicle& chronicle) {
    std::int32_t later = 0;
    for (const SiteInfo& site : chronicle.roster().sites) {
        if (site.guards_required == 0) continue;
        GuardReport report;
        report.site = site.code;
        report.present = site.guards_required;
        report.required = site.guards_required;
        report.condition = Condition::kConducive;
        report.text = "Jaga lengkap, situasi kondusif";
        for (std::int32_t second = story::at_hour(5, 40) + later; second < story::kDayLength; second += 30 * kMinute) {
            chronicle.add_central(second, report);
        }
        later += 45;
    }
}

void tell_districts(Chronicle& chronicle) {
    std::int32_t later = 0;
    for (const DistrictInfo& district : chronicle.roster().districts) {
        DistrictReport report{district.code, Condition::kConducive, "Laporan nihil"};
        for (std::int32_t second = story::at_hour(4) + later; second < story::kDayLength; second += 60 * kMinute) {
            const bool quiet = district.code.text() == story::kQuietDistrict && second > story::kQuietFrom &&
                               second < story::kQuietUntil;
            if (!quiet) chronicle.add(second, district.code.text(), report);
        }
        if (district.code.text() == story::kQuietDistrict) {
            report.text = "Laporan nihil; radio sempat terputus";
            chronicle.add(story::kQuietUntil, district.code.text(), report);
        }
        later += 23;
    }
}

void tell_incident(Chronicle& chronicle) {
    IncidentNoted incident;
    incident.incident = RecordName::literal("INS-01");
    incident.incident_kind = IncidentKind::kTraffic;
    incident.step = IncidentStep::kReported;
    incident.severity = Severity::kNotice;
    incident.district = DistrictCode::literal("53.03.20");
    incident.place = LonLat::from_degrees(124.5610, -9.4870);
    incident.text = "Pohon tumbang menutup separuh jalan, lalu lintas bergantian";
    chronicle.add(story::at_hour(12, 5), "53.03.20", incident);
    incident.step = IncidentStep::kBeingHandled;
    incident.text = "Pohon sedang dipotong";
    chronicle.add(story::at_hour(12, 21), "53.03.20", incident);
    incident.step = IncidentStep::kClosed;
    incident.text = "Jalan terbuka kembali";
    chronicle.add(story::at_hour(12, 52), "53.03.20", std::move(incident));
}

void tell_sos(Chronicle& chronicle, const Fleet& fleet, std::size_t unit, const SourceName& relay) {
    const std::int32_t pressed = story::at_hour(11, 12) + 10;
    Emergency sos{fleet.name(unit), true, fleet.place_at(unit, pressed), "Tombol SOS ditekan"};
    chronicle.add_from(pressed, relay, sos);
    sos.active = false;
    sos.text = "Batal: tertekan tidak sengaja, unit aman";
    chronicle.add_from(pressed + 4 * kMinute + 25, relay, std::move(sos));
}

/// What the operations centre does with an alarm; the rules raise it, and clear most of them.
struct AlarmRow {
    AlertRule rule;
    std::string_view subject;
    std::int32_t second;
    AlertStep step;
};
constexpr auto kAlarms = std::to_array<AlarmRow>({
    {AlertRule::kClockWrong, "RAJAWALI-22", story::at_hour(10, 13), AlertStep::kAcknowledged},
    {AlertRule::kUnplannedStop, "RAJAWALI-18", story::at_hour(10, 31) + 20, AlertStep::kAcknowledged},
    {AlertRule::kEmergency, "RAJAWALI-06", story::at_hour(11, 13) + 5, AlertStep::kAcknowledged},
    {AlertRule::kSignalLost, "RAJAWALI-07", story::at_hour(14, 30) + 25, AlertStep::kAcknowledged},
    {AlertRule::kCountMismatch, "ST-SELISIH-01", story::at_hour(14, 36), AlertStep::kAcknowledged},
});

void tell_alarms(Chronicle& chronicle) {
    for (const AlarmRow& row : kAlarms) {
        AlertMoved moved;
        moved.alert = alert_name(row.rule, row.subject);
        moved.rule = row.rule;
        moved.step = row.step;
        moved.severity = Severity::kWarning;
        moved.actor = "Perwira poskotis";
        chronicle.add_central(row.second, std::move(moved));
    }
}

}  // namespace

void tell_reports(Chronicle& chronicle, const Fleet& fleet) {
    tell_guard_posts(chronicle);
    tell_districts(chronicle);
    tell_incident(chronicle);
    const std::size_t unit = fleet.named("RAJAWALI-06");
    tell_sos(chronicle, fleet, unit, fleet.day(unit).source);
    tell_alarms(chronicle);
}

}  // namespace siaga::app
