// The six key figures. The last one always counts the alarms of now, in a replay too.

#include <algorithm>
#include <array>

#include "app/language/words.hpp"
#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"

namespace siaga::app {

namespace {

constexpr float kLabelBase = 26, kNumberBase = 65, kLineBase = 92;

struct Look {
    theme::Colour number = theme::kText;
    theme::Colour line = theme::kTextQuiet;
};

/// Rather a size smaller than cut.
Text fitting(const Paint& p, std::string_view text, float room) {
    return p.width(Text::kSmall, text) <= room ? Text::kSmall : Text::kTiny;
}

void draw_figure(const Frame& frame, const Rect& rect, std::string_view label, std::string_view number,
                 std::string_view unit, std::string_view line, Look look = {}, std::string_view aside = {}) {
    const Paint& p = frame.paint;
    const float x = rect.x + p.px(card::kPad), right = rect.right() - p.px(card::kPad) / 2;
    p.text_cut(Text::kSmall, x, rect.y + p.px(kLabelBase), right, theme::kTextQuiet, label);
    const float end = p.text(Text::kFigure, x, rect.y + p.px(kNumberBase), look.number, number);
    const float unit_x = end + p.px(unit.empty() ? 2 : 10);
    const float unit_end = p.text_cut(Text::kUnit, unit_x, rect.y + p.px(kNumberBase), right, theme::kTextQuiet, unit);
    p.text_cut(fitting(p, aside, right - unit_end - p.px(12)), unit_end + p.px(12), rect.y + p.px(kNumberBase), right,
               look.line, aside);
    p.text_cut(fitting(p, line, right - x), x, rect.y + p.px(kLineBase), right, look.line, line);
}

/// One segment per district: the finished ones first, then what is under way, then what waits.
void draw_segments(const Frame& frame, const Rect& bar) {
    constexpr std::array kOrder{DistrictClass::kDoneAtWarehouse, DistrictClass::kDoneOnRoad, DistrictClass::kDoneAtPpk,
                                DistrictClass::kTrouble,         DistrictClass::kRunning,    DistrictClass::kSuspended,
                                DistrictClass::kUnknown,         DistrictClass::kWaiting};
    std::vector<std::size_t> sorted(frame.shown.districts.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = i;
    const auto place = [&](std::size_t i) {
        const DistrictState& d = frame.shown.districts[i];
        const auto at = std::find(kOrder.begin(), kOrder.end(), d.shown) - kOrder.begin();
        return std::pair(!d.finished(), at);
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](auto a, auto b) { return place(a) < place(b); });
    const Paint& p = frame.paint;
    const float gap = p.px(3), count = static_cast<float>(std::max<std::size_t>(sorted.size(), 1));
    const float w = (bar.w - gap * (count - 1)) / count;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const float x = bar.x + static_cast<float>(i) * (w + gap);
        const DistrictClass shown = frame.shown.districts[sorted[i]].shown;
        p.fill({x, bar.y, w, bar.h}, shown == DistrictClass::kWaiting ? theme::kTrack : theme::class_style(shown).chip,
               2);
    }
}

void draw_plenary(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    draw_figure(frame, rect, tr("District plenaries finished"), fmt::format("{}", frame.shown.districts_finished),
                trf("of {}", frame.shown.districts.size()), {});
    draw_segments(frame,
                  {rect.x + p.px(card::kPad), rect.y + p.px(kLineBase - 11), rect.w - 2 * p.px(card::kPad), p.px(9)});
}

void draw_warehouse(const Frame& frame, const Rect& rect) {
    const BoxPlaces boxes = box_places(frame.shown.box_totals);
    draw_figure(frame, rect, tr("Ballot boxes in the warehouse"), frame.format.whole(boxes.warehouse),
                trf("of {}", frame.format.whole(frame.roster().boxes.size())),
                trf("PPK {} · TPS/PPS {} · road {}", boxes.ppk + boxes.plenary, boxes.tps + boxes.pps, boxes.road));
}

void draw_road(const Frame& frame, const Rect& rect) {
    const RoadFigures road = road_figures(frame.shown);
    std::string line = trnf("{} escort", "{} escorts", road.escorts, road.escorts);
    if (road.last_eta) line += " · " + trf("last ETA {}", frame.format.hour_or_date(*road.last_eta, frame.shown.time));
    draw_figure(frame, rect, tr("On the road"), frame.format.whole(road.boxes), trn("box", "boxes", road.boxes), line);
}

void draw_guards(const Frame& frame, const Rect& rect) {
    const GuardState* main = nullptr;
    std::string others;
    for (const SiteInfo& site : frame.roster().sites) {
        if (site.guards_required == 0) continue;
        const auto it = frame.shown.guards.find(site.code);
        if (site.kind == SiteKind::kWarehouse && it != frame.shown.guards.end()) main = &it->second;
        if (site.kind == SiteKind::kWarehouse) continue;
        const std::string present = it == frame.shown.guards.end() ? "–" : fmt::format("{}", it->second.last.present);
        const char* name = site.kind == SiteKind::kKpu       ? "KPU"
                           : site.kind == SiteKind::kBawaslu ? "Bawaslu"
                                                             : site.name.c_str();
        others += fmt::format("{}{} {}/{}", others.empty() ? "" : " · ", name, present, site.guards_required);
    }
    if (main == nullptr) {
        draw_figure(frame, rect, tr("Warehouse guard"), "–", {}, tr("no report yet"),
                    {theme::kTextFaint, theme::kWarnText});
        return;
    }
    const Millis age = frame.shown.time - main->reported;
    const bool poor = main->last.present < main->last.required || main->last.condition != Condition::kConducive;
    const bool late = age > 45min;
    const std::string aside = std::string(words_for(main->last.condition)) + " · " + frame.format.rough_age(age);
    draw_figure(frame, rect, tr("Warehouse guard"), fmt::format("{}", main->last.present),
                fmt::format("/ {}", main->last.required), others,
                {poor   ? theme::kAlarmText
                 : late ? theme::kWarnText
                        : theme::kText,
                 theme::kTextQuiet},
                aside);
}

void draw_incidents(const Frame& frame, const Rect& rect) {
    const std::uint32_t open = open_incidents(frame.shown);
    const ReportFigures reports = report_figures(frame.shown);
    std::string line = trf("all-clear {}/{}", reports.conducive, reports.total);
    if (reports.until) line += " " + trf("as of {}", frame.format.hour_minute(*reports.until));
    draw_figure(frame, rect, tr("Open incidents"), fmt::format("{}", open), {}, line,
                {open > 0 ? theme::kWarnText : theme::kText, theme::kTextQuiet});
}

void draw_alarm_count(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    const std::vector<const AlertState*> alerts = open_alerts(frame.live);
    const bool red = std::any_of(alerts.begin(), alerts.end(),
                                 [](const AlertState* a) { return a->last.severity == Severity::kAlarm; });
    if (!alerts.empty()) {
        p.fill(rect, red ? theme::kAlarmPlate : theme::kWarnPlate, 7);
        p.frame(rect, red ? theme::kAlarm : theme::kWarn, 7, 1.5F);
    }
    const std::string label = frame.time.replay() ? std::string(tr("Alarms")) + " · " + tr("LIVE") : tr("Alarms");
    const theme::Colour ink = red ? theme::kAlarmText : theme::kWarnText;
    const auto open = static_cast<unsigned long>(std::count_if(
        alerts.begin(), alerts.end(), [](const AlertState* a) { return a->last.step != AlertStep::kAcknowledged; }));
    const std::string aside = open > 0 ? trf("{} not acknowledged", open) : std::string();
    draw_figure(frame, rect, label, fmt::format("{}", alerts.size()), {},
                alerts.empty() ? tr("nothing to act on") : alert_line(*alerts.front(), frame.roster()),
                {alerts.empty() ? theme::kText : ink, alerts.empty() ? theme::kTextQuiet : theme::kText}, aside);
}

}  // namespace

void draw_figures(const Frame& frame, const std::array<Rect, kFigureCount>& rects) {
    for (const Rect& rect : rects) frame.paint.card(rect);
    draw_plenary(frame, rects[static_cast<std::size_t>(Figure::kPlenary)]);
    draw_warehouse(frame, rects[static_cast<std::size_t>(Figure::kWarehouse)]);
    draw_road(frame, rects[static_cast<std::size_t>(Figure::kRoad)]);
    draw_guards(frame, rects[static_cast<std::size_t>(Figure::kGuards)]);
    draw_incidents(frame, rects[static_cast<std::size_t>(Figure::kIncidents)]);
    draw_alarm_count(frame, rects[static_cast<std::size_t>(Figure::kAlarms)]);
}

}  // namespace siaga::app
