// The open alarms of now. They stay on screen while somebody watches the past.

#include <algorithm>

#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"
#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

constexpr float kAlarmRow = 31;
constexpr std::size_t kMostRows = 4;

/// A small button; answers whether it was pressed.
bool action(const Frame& frame, const char* id, const Rect& rect, const char* glyph, const char* about) {
    const Paint& p = frame.paint;
    const Touch touched = touch(id, rect);
    p.fill(rect, touched.hovered ? theme::kRowSelected : theme::kTile, 5);
    p.text_centred(Text::kSmall, rect.x + rect.w / 2, rect.y + rect.h / 2 + p.cap_height(Text::kSmall) / 2,
                   theme::kText, glyph);
    if (touched.hovered) hint(rect, about);
    return touched.clicked;
}

void go_to_subject(const Frame& frame, const AlertState& alert) {
    if (alert.last.unit)
        frame.commands.add(SelectUnit{*alert.last.unit});
    else if (alert.last.district) {
        if (const auto i = frame.roster().district_index(*alert.last.district)) frame.commands.add(SelectDistrict{*i});
    }
    frame.commands.add(FitSelection{});
}

void draw_row(const Frame& frame, const Rect& row, const AlertState& alert) {
    const Paint& p = frame.paint;
    const bool known = alert.last.step == AlertStep::kAcknowledged;
    const theme::Colour ink = alert.last.severity == Severity::kAlarm ? theme::kAlarmText : theme::kWarnText;
    const float side = p.px(25), gap = p.px(6);
    const Rect shelve{row.right() - p.px(8) - side, row.y + (row.h - side) / 2, side, side};
    const Rect acknowledge{shelve.x - gap - side, shelve.y, side, side};
    const Touch touched = touch("alarm", {row.x, row.y, acknowledge.x - gap - row.x, row.h});
    if (touched.hovered) p.fill(row, theme::kRowHovered, 4);
    if (touched.clicked) go_to_subject(frame, alert);

    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kBody) / 2;
    if (known) {
        p.text_centred(Text::kSmall, acknowledge.x + side / 2, baseline, theme::kGood, glyph::kCheck);
    } else if (action(frame, "acknowledge", acknowledge, glyph::kCheck, tr("Acknowledge"))) {
        frame.commands.add(AcknowledgeAlert{alert.last.alert});
    }
    if (action(frame, "shelve", shelve, glyph::kClock, tr("Shelve for 15 minutes; it comes back"))) {
        frame.commands.add(ShelveAlert{alert.last.alert});
    }
    const float age_right = acknowledge.x - p.px(10);
    const float text_right = p.text_right(Text::kSmall, age_right, baseline, theme::kTextQuiet,
                                          frame.format.rough_age(frame.live.time - alert.since)) -
                             p.px(10);
    const float x =
        p.text(Text::kBody, row.x + p.px(8), baseline, known ? theme::kTextFaint : ink, glyph::kBell) + p.px(9);
    p.text_cut(Text::kBody, x, baseline, text_right, known ? theme::kTextQuiet : ink,
               alert_line(alert, frame.roster()));
}

}  // namespace

float alarms_height(const Situation& live) {
    const std::size_t count = open_alerts(live).size();
    if (count == 0) return 0;
    return card::kFirstRow + static_cast<float>(std::min(count, kMostRows)) * kAlarmRow + 7;
}

void draw_alarms(const Frame& frame, const Rect& rect) {
    if (rect.h <= 0) return;
    const Paint& p = frame.paint;
    const std::vector<const AlertState*> alerts = open_alerts(frame.live);
    std::string name = trf("Alarms · {}", alerts.size());
    if (frame.time.replay()) name += std::string(" · ") + tr("LIVE");
    const std::size_t shelved = frame.live.alerts.size() - alerts.size();
    draw_card(frame, rect, name, shelved > 0 ? trf("{} shelved", shelved) : std::string());

    const Rect area{rect.x, rect.y + p.px(card::kFirstRow), rect.w, rect.h - p.px(card::kFirstRow)};
    const auto fit = static_cast<int>(area.h / p.px(kAlarmRow));
    const int hidden = std::max(0, static_cast<int>(alerts.size()) - fit);
    int& scroll = frame.state.alarms_scroll;
    if (area.contains(ImGui::GetMousePos().x, ImGui::GetMousePos().y))
        scroll -= static_cast<int>(ImGui::GetIO().MouseWheel);
    scroll = std::clamp(scroll, 0, hidden);
    for (int i = 0; i < fit && i + scroll < static_cast<int>(alerts.size()); ++i) {
        ImGui::PushID(i);
        const Rect row{rect.x + p.px(8), area.y + static_cast<float>(i) * p.px(kAlarmRow), rect.w - p.px(16),
                       p.px(kAlarmRow)};
        draw_row(frame, row, *alerts[static_cast<std::size_t>(i) + static_cast<std::size_t>(scroll)]);
        ImGui::PopID();
    }
}

}  // namespace siaga::app
