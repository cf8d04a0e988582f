// How the core is: its listeners, who is inside, who waits to be accepted, who was not let in, what is in quarantine.
// Over everything, until a key or a click.

#include <algorithm>

#include "app/language/words.hpp"
#include "app/panels/panels.hpp"
#include "data/core/name.hpp"

namespace siaga::app {

namespace {

constexpr float kHealthLine = 27, kHead = 34, kGapBetween = 26;
constexpr std::size_t kListed = 6;  // of waiting devices and of refusals
constexpr std::size_t kListeners = 5;
constexpr std::size_t kSessionColumns = 2;

/// Lines from the top of a column down; what would pass its bottom is not drawn.
class Column {
public:
    Column(const Frame& frame, const Rect& space) : p_(frame.paint), space_(space), y_(space.y) {}

    void heading(std::string_view name, std::string_view right = {}) {
        y_ += p_.px(kHead);
        const float baseline = y_ - p_.px(10);
        p_.text(Text::kHeading, space_.x, baseline, theme::kTextQuiet, name);
        if (!right.empty()) p_.text_right(Text::kSmall, space_.right(), baseline, theme::kTextFaint, right);
        p_.line(space_.x, y_, space_.right(), y_, theme::kCardBorder);
    }
    /// Something at the left up to `share` of the width, the rest after it.
    void line(theme::Colour colour, std::string_view left, std::string_view rest, float share = 0.24F) {
        if (y_ + p_.px(kHealthLine) > space_.bottom()) return;
        y_ += p_.px(kHealthLine);
        const float baseline = y_ - p_.px(7), middle = space_.x + space_.w * share;
        p_.text_cut(Text::kBody, space_.x, baseline, middle - p_.px(10), colour, left);
        p_.text_cut(Text::kSmall, middle, baseline, space_.right(), theme::kText, rest);
    }
    void quiet(std::string_view text) {
        if (y_ + p_.px(kHealthLine) > space_.bottom()) return;
        y_ += p_.px(kHealthLine);
        p_.text_cut(Text::kSmall, space_.x, y_ - p_.px(7), space_.right(), theme::kTextFaint, text);
    }
    void gap() { y_ += p_.px(kGapBetween); }
    [[nodiscard]] float y() const { return y_; }

private:
    const Paint& p_;
    Rect space_;
    float y_;
};

std::string refusals_text(const std::map<std::string, std::uint64_t>& refused, const Format& format) {
    std::string text;
    for (const auto& [code, count] : refused) text += " · " + code + " " + format.whole(count);
    return text;
}

/// How full the queue in front of the core is: "" without a core.
std::string queue_text(const Health& health, const Format& format) {
    if (!health.core || health.core->queue_room == 0) return {};
    constexpr std::size_t kPercent = 100;
    return trf("queue {} %", format.whole(health.core->queued * kPercent / health.core->queue_room));
}

void draw_listeners(const Frame& frame, const Health& health, Column& column) {
    column.heading(tr("Listeners"), queue_text(health, frame.format));
    if (!health.core) return column.quiet(tr("no core runs here for this record"));
    std::size_t shown = 0;
    std::string off;
    for (const net::ListenerFigures& listener : health.core->listeners) {
        if (listener.place.empty()) {
            off += (off.empty() ? "" : ", ") + listener.name;
            continue;
        }
        if (shown++ == kListeners) {
            column.quiet(tr("and more: siagactl status"));
            break;
        }
        column.line(theme::kGoodText, listener.name, listener.place);
        column.quiet(trf("{} sessions open, {} since the start", frame.format.whole(listener.sessions),
                         frame.format.whole(listener.accepted)) +
                     " · " +
                     trf("{} messages, {} a second", frame.format.whole(listener.taken),
                         frame.format.whole(static_cast<std::uint64_t>(listener.per_second))));
        if (!listener.refused.empty()) column.quiet(tr("Refused") + refusals_text(listener.refused, frame.format));
    }
    if (!off.empty()) column.line(theme::kTextFaint, off, tr("off in operation.toml"), 0.5F);
}

void draw_waiting(const Frame& frame, const Health& health, Column& column) {
    column.heading(trf("Devices that wait · {}", health.waiting.size()), "siagactl device accept");
    std::vector<net::WaitingDevice> newest = health.waiting;
    std::sort(newest.begin(), newest.end(), [](const auto& a, const auto& b) { return a.last > b.last; });
    for (std::size_t i = 0; i < std::min(newest.size(), kListed); ++i) {
        const net::WaitingDevice& device = newest[i];
        column.line(theme::kWarnText, device.id,
                    trf("{} calls from {}, last {}", frame.format.whole(device.count), printable(device.address),
                        frame.format.hour_minute(device.last)));
    }
    if (newest.empty()) column.quiet(tr("nobody"));
}

void draw_refusals(const Frame& frame, Column& column) {
    const auto& refusals = frame.live.refusals;
    column.heading(tr("Not let in, within the hour"), frame.format.whole(refusals.size()));
    for (std::size_t i = 0; i < std::min(refusals.size(), kListed); ++i) {
        const auto& [what, time] = refusals[refusals.size() - 1 - i];
        std::string rest = what.listener + " · " + (what.address.empty() ? tr("many addresses") : what.address);
        if (!what.claimed.empty()) rest += " · " + what.claimed;
        rest += " · " + frame.format.whole(what.count) + " x";
        column.line(theme::kAlarmText, frame.format.hour_minute(time) + "  " + words_for(what.reason), rest, 0.4F);
    }
    if (refusals.empty()) column.quiet(tr("nobody"));
}

void draw_quarantine(const Frame& frame, const Health& health, Column& column) {
    column.heading(tr("Quarantine: refused records as they came"));
    for (const QuarantinedRecord& record : health.quarantined) {
        column.line(theme::kWarnText, frame.format.hour_minute(record.received) + "  " + record.source,
                    printable(record.reasons.substr(0, 80)), 0.22F);
        column.quiet(printable(record.raw.substr(0, 80)));
    }
    if (health.quarantined.empty()) column.quiet(tr("empty"));
}

/// What is refused comes first; else by listener and name, so that a row stays where it is.
std::vector<net::SessionFigures> in_order(std::vector<net::SessionFigures> sessions) {
    std::stable_partition(sessions.begin(), sessions.end(), [](const auto& session) { return session.refused > 0; });
    return sessions;
}

std::string session_text(const net::SessionFigures& session, const Format& format) {
    std::string text = session.listener;
    if (!session.role.empty()) text += " · " + session.role;
    text += " · " + printable(session.address) + " · " + trf("{} a minute", format.whole(session.last_minute)) + " · " +
            trf("{} ago", format.rough_age(session.heard));
    if (session.refused == 0) return text;
    return text + " · " + trf("{} refused, last {}", format.whole(session.refused), session.last_refusal);
}

/// In `space`, in columns side by side; what does not fit is counted.
void draw_sessions(const Frame& frame, const std::vector<net::SessionFigures>& sessions, const Rect& space) {
    const Paint& p = frame.paint;
    Column heading(frame, space);
    heading.heading(tr("Sessions"), frame.format.whole(sessions.size()));
    const float top = heading.y(), gap = p.px(30);
    const auto lines = static_cast<std::size_t>(std::max(0.0F, (space.bottom() - top) / p.px(kHealthLine)));
    if (lines == 0) return;
    const bool all = sessions.size() <= lines * kSessionColumns;
    const std::size_t shown = all ? sessions.size() : lines * kSessionColumns - 1;
    const std::vector<net::SessionFigures> ordered = in_order(sessions);
    const float w = (space.w - gap * (kSessionColumns - 1)) / kSessionColumns;
    for (std::size_t i = 0, column_of = 0; column_of < kSessionColumns; ++column_of) {
        Column column(frame, {space.x + static_cast<float>(column_of) * (w + gap), top, w, space.bottom() - top});
        for (std::size_t line = 0; line < lines && i < shown; ++line, ++i) {
            const net::SessionFigures& session = ordered[i];
            column.line(session.refused > 0 ? theme::kWarnText : theme::kText,
                        session.who.empty() ? tr("has not said who") : printable(session.who),
                        session_text(session, frame.format));
        }
        if (!all && column_of + 1 == kSessionColumns)
            column.quiet(trf("{} more: siagactl status", frame.format.whole(sessions.size() - shown)));
    }
    if (sessions.empty()) heading.quiet(tr("nobody"));
}

}  // namespace

void draw_health(const Frame& frame, const Health& health, const Rect& screen) {
    const Paint& p = frame.paint;
    const float w = std::min(p.px(1560), screen.w - p.px(40)), h = std::min(p.px(960), screen.h - p.px(40));
    const Rect box{screen.x + (screen.w - w) / 2, screen.y + (screen.h - h) / 2, w, h};
    p.fill(screen, theme::faded(theme::kBackground, 0.72F));
    p.fill(box, theme::kCard, 9);
    p.frame(box, theme::kCardBorder, 9);
    const float pad = p.px(30);
    const float title = box.y + p.px(48);
    const float after = p.text(Text::kTitle, box.x + pad, title, theme::kText, tr("Health of the core")) + pad;
    if (health.core && !health.core->storage_problem.empty()) {
        const float words = p.text(Text::kBodyStrong, after, title, theme::kAlarmText, tr("NOT RECORDING")) + p.px(12);
        p.text_cut(Text::kSmall, words, title, box.right() - pad, theme::kText,
                   printable(health.core->storage_problem, std::string::npos));
    }
    const float top = box.y + p.px(66), column_w = (box.w - 3 * pad) / 2;
    const Rect left{box.x + pad, top, column_w, box.bottom() - pad - top};
    Column first(frame, left);
    draw_listeners(frame, health, first);
    first.gap();
    draw_waiting(frame, health, first);
    Column second(frame, {left.right() + pad, top, column_w, left.h});
    draw_refusals(frame, second);
    second.gap();
    draw_quarantine(frame, health, second);
    if (!health.core) return;
    const float below = std::max(first.y(), second.y()) + p.px(kGapBetween);
    draw_sessions(frame, health.core->sessions, {left.x, below, box.w - 2 * pad, box.bottom() - pad - below});
}

}  // namespace siaga::app
