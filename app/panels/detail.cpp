// What is selected: a district, a unit, or else the whole regency.

#include <algorithm>
#include <array>

#include "app/language/event_subject.hpp"
#include "app/language/words.hpp"
#include "app/panels/detail_parts.hpp"
#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"

namespace siaga::app {

namespace {

constexpr float kTitleBase = 33, kAfterTitle = 46;
constexpr float kContestRow = 26, kTiles = 50, kLine = 24;
constexpr int kEscortLines = 1, kEventLines = 1;

float district_height(std::size_t contests) {
    return kAfterTitle + static_cast<float>(contests) * kContestRow + 4 + kTiles + 8 +
           (kEscortLines + kEventLines) * kLine + 8;
}

/// Seven steps from scheduled to finished; done ones filled, the current one in its own colour.
void draw_steps(const Frame& frame, const Rect& bar, const PlenaryState& plenary) {
    const Paint& p = frame.paint;
    constexpr int kSteps = static_cast<int>(kEnumCount<PlenaryStage>) - 1;
    const int reached = static_cast<int>(plenary.stage);
    const float gap = p.px(3), w = (bar.w - gap * (kSteps - 1)) / kSteps;
    for (int step = 1; step <= kSteps; ++step) {
        // A suspension is a pause of the running step, not a step of its own.
        const bool suspended_step = step == static_cast<int>(PlenaryStage::kSuspended);
        theme::Colour colour = theme::kTrack;
        if (plenary.stage == PlenaryStage::kFinished || (step < reached && !(suspended_step && reached <= step)))
            colour = theme::kGood;
        if (step == reached && plenary.stage != PlenaryStage::kFinished) {
            colour = plenary.stage == PlenaryStage::kSuspended ? theme::kWarn
                     : plenary.stage == PlenaryStage::kWaiting ? theme::kTextFaint
                                                               : theme::kInfo;
        }
        p.fill({bar.x + static_cast<float>(step - 1) * (w + gap), bar.y, w, bar.h}, colour, 2.5F);
    }
}

void draw_contest(const Frame& frame, const Rect& row, std::size_t district, std::size_t contest) {
    const Paint& p = frame.paint;
    const PlenaryState& plenary = frame.shown.districts[district].plenary[contest];
    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kSmall) / 2;
    p.text_cut(Text::kSmall, row.x, baseline, row.x + p.px(84), theme::kTextQuiet,
               frame.roster().contests[contest].title);
    const float words_w = p.px(176);
    draw_steps(frame, {row.x + p.px(88), row.y + row.h / 2 - p.px(4), row.w - p.px(88) - words_w, p.px(8)}, plenary);
    std::string words = words_for(plenary.stage);
    if (plenary.stage == PlenaryStage::kRunning || plenary.stage == PlenaryStage::kSuspended) {
        words += fmt::format(" {}/{}", plenary.tps_read, frame.roster().districts[district].tps);
    }
    if (plenary.due && plenary.stage <= PlenaryStage::kSuspended && plenary.stage != PlenaryStage::kRunning) {
        words += " · " + frame.format.hour_or_date(*plenary.due, frame.shown.time);
    }
    p.text_cut(Text::kSmall, row.right() - words_w + p.px(12), baseline, row.right(), theme::kText, words);
}

std::string escort_line(const Frame& frame, const UnitName& unit, const EscortState& escort) {
    std::string line = fmt::format("{} {} → {} · ", unit.text(), site_name(frame.roster(), escort.from),
                                   site_name(frame.roster(), escort.to));
    line += trnf("{} box", "{} boxes", escort.boxes, escort.boxes);
    if (escort.eta) line += " · " + trf("ETA {}", frame.format.hour_or_date(*escort.eta, frame.shown.time));
    return line;
}

/// Site codes name their district: "PPK 53.03.05", "PPS 53.03.05.1001".
bool concerns(const EscortState& escort, const DistrictCode& code) {
    const auto holds = [&](const SiteCode& site) { return site.text().find(code.text()) != std::string::npos; };
    return holds(escort.from) || holds(escort.to);
}

/// The tiles, where the room is enough for them. Answers where the next part begins.
float draw_places(const Frame& frame, const Rect& space, const BoxPlaces& boxes) {
    const Paint& p = frame.paint;
    if (space.h < p.px(kTiles + 4)) return space.y;
    draw_box_tiles(frame, {space.x, space.y, space.w, p.px(kTiles)}, boxes);
    return space.y + p.px(kTiles + 8);
}

/// Likewise.
float draw_escorts(const Frame& frame, const Rect& space, const DistrictCode* district) {
    const Paint& p = frame.paint;
    if (space.h < p.px(kLine)) return space.y;
    std::vector<std::pair<const UnitName*, const EscortState*>> found;
    for (const auto& [unit, escort] : frame.shown.escorts) {
        if (escort.step != EscortStep::kDeparted || (district != nullptr && !concerns(escort, *district))) continue;
        found.emplace_back(&unit, &escort);
    }
    // Those with the most boxes first.
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.second->boxes > b.second->boxes; });
    if (found.empty()) {
        draw_quiet_line(frame, {space.x, space.y, space.w, p.px(kLine)}, glyph::kTruck, tr("No escort on the road"));
        return space.y + p.px(kLine);
    }
    const auto shown = std::min(found.size(), static_cast<std::size_t>(kEscortLines));
    float y = space.y;
    for (std::size_t i = 0; i < shown; ++i, y += p.px(kLine)) {
        Rect row{space.x, y, space.w, p.px(kLine)};
        if (i + 1 == shown && found.size() > shown) {
            const float baseline = y + row.h / 2 + p.cap_height(Text::kTiny) / 2;
            row.w = p.text_right(Text::kTiny, space.right(), baseline, theme::kTextFaint,
                                 trf("+{} more", found.size() - shown)) -
                    p.px(12) - row.x;
        }
        draw_link_line(frame, row, glyph::kTruck, escort_line(frame, *found[i].first, *found[i].second),
                       SelectUnit{*found[i].first}, static_cast<int>(i));
    }
    return y;
}

void draw_district(const Frame& frame, const Rect& rect, std::size_t district) {
    const Paint& p = frame.paint;
    const DistrictInfo& info = frame.roster().districts[district];
    const DistrictState& state = frame.shown.districts[district];
    p.card(rect);
    draw_title(frame, rect, info.name, trf("{} TPS · {} villages", info.tps, info.villages), words_for(state.shown),
               theme::class_style(state.shown).chip, kTitleBase);
    const Rect inner{rect.x + p.px(card::kPad), rect.y, rect.w - 2 * p.px(card::kPad), rect.h};
    float y = rect.y + p.px(kAfterTitle);
    const float row = p.px(kContestRow);
    for (std::size_t contest = 0; contest < state.plenary.size() && y + row <= rect.bottom(); ++contest, y += row)
        draw_contest(frame, {inner.x, y, inner.w, row}, district, contest);
    y = draw_places(frame, {inner.x, y + p.px(4), inner.w, rect.bottom() - y - p.px(4)}, box_places(state.boxes));
    y = draw_escorts(frame, {inner.x, y, inner.w, rect.bottom() - y}, &info.code);
    draw_last_events(frame, {inner.x - p.px(8), y, inner.w + p.px(16), rect.bottom() - p.px(6) - y},
                     [&](const Event& event) { return is_about(event, info.code); });
}

void draw_regency(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    const Roster& roster = frame.roster();
    std::uint32_t tps = 0;
    for (const DistrictInfo& district : roster.districts) tps += district.tps;
    p.card(rect);
    draw_title(frame, rect, frame.operation.region, trf("{} TPS · {} villages", tps, roster.villages.size()),
               trf("{} of {} finished", frame.shown.districts_finished, roster.districts.size()), theme::kGood,
               kTitleBase);
    const Rect inner{rect.x + p.px(card::kPad), rect.y, rect.w - 2 * p.px(card::kPad), rect.h};
    float y = rect.y + p.px(kAfterTitle);
    if (y + p.px(kContestRow * 2) <= rect.bottom())
        draw_class_counts(frame, {inner.x, y, inner.w, p.px(kContestRow * 2)});
    y += p.px(kContestRow * 2 + 4);
    y = draw_places(frame, {inner.x, y, inner.w, rect.bottom() - y}, box_places(frame.shown.box_totals));
    y = draw_escorts(frame, {inner.x, y, inner.w, rect.bottom() - y}, nullptr);
    draw_last_events(frame, {inner.x - p.px(8), y, inner.w + p.px(16), rect.bottom() - p.px(6) - y},
                     [](const Event& event) { return kind_for_display(event).family == EventFamily::kPlenary; });
}

}  // namespace

float detail_height(const Situation& shown, const Selection& /*selection*/) {
    return district_height(std::max<std::size_t>(shown.roster->contests.size(), 2));
}

void draw_detail(const Frame& frame, const Rect& rect) {
    // A small screen may have no room for all of it.
    frame.paint.list()->PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
    const UnitState* unit = frame.selection.unit ? find_unit(frame.shown, *frame.selection.unit) : nullptr;
    if (unit != nullptr)
        draw_unit_detail(frame, rect, *unit);
    else if (frame.selection.district)
        draw_district(frame, rect, *frame.selection.district);
    else
        draw_regency(frame, rect);
    frame.paint.list()->PopClipRect();
}

}  // namespace siaga::app
