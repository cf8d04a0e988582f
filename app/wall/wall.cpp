#include "app/wall/wall.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"
#include "app/scene_builder/scene_builder.hpp"

namespace siaga::app {

namespace {

// A record older than this when the program starts says nothing about the feed of now.
constexpr Millis kFreshStart = 60s;

}  // namespace

Wall::Wall(const Operation& operation, Gui& gui, WallOptions options, WallActions actions)
    : operation_(operation),
      gui_(gui),
      options_(std::move(options)),
      actions_(std::move(actions)),
      format_(options_.language, operation.zone),
      area_index_(operation.areas),
      map_(operation.areas, operation.context, {.shaders = options_.shaders}),
      records_(operation.roster, options_.sealed),
      time_(operation.day_start),
      map_view_(map_.bounds()),
      scene_builder_(operation, format_) {
    map_backdrop_.paint = [this] { map_.paint(); };
}

Wall::~Wall() = default;

void Wall::update(const Mail& mail, Time core_now, Time steady_now) {
    const bool first = !ready();
    const bool news = records_.take(mail);
    if (!ready()) return;
    if (first) {
        const Time last = records_.last_received();
        if (core_now - last <= kFreshStart) feed_watch_.heard(steady_now - std::max(core_now - last, Millis{0}));
    } else if (news) {
        feed_watch_.heard(steady_now);
    }
    const Time first_day =
        operation_.simulated ? operation_.day_start : std::min(operation_.day_start, records_.first_record());
    range_ = {first_day, replay_end(operation_.day_end, records_.last_record(), core_now), core_now};
    time_.advance(last_steady_ ? steady_now - *last_steady_ : Millis{0}, range_);
    last_steady_ = steady_now;
    day_ = day_of(operation_, day_shown(), core_now);
    if (notice_ && steady_now >= notice_until_) notice_.reset();
    shown_ = time_.view().replay() ? records_.at(time_.view().shown) : records_.live();
    expect_next(time_.view());
    feed_ = feed_watch_.at(steady_now);
    feed_.units = records_.live()->units.size();
    feed_.units_live = count_units(*records_.live(), UnitStatus::kLive);
    if (!selected_once_) {
        selected_once_ = true;
        const std::vector<std::size_t> unfinished = unfinished_districts(*shown_);
        if (!unfinished.empty()) selection_.district = unfinished.front();
    }
}

/// What the timeline is about: live, of a record that ended long ago, its last day.
Time Wall::day_shown() const {
    const Time last = records_.last_record();
    const bool ended = last != Time{} && range_.live - last >= std::chrono::hours(24);
    return ended && !time_.view().replay() ? last : time_.view().shown;
}

/// Playing or dragged, forward or back: it goes on as it went.
void Wall::expect_next(const TimeView& time) {
    constexpr int kFramesAhead = 3;
    const Millis step = time.shown - std::exchange(last_shown_, time.shown);
    const bool glides = step != Millis{0} && step < kSliceLength && step > -kSliceLength;
    if (time.replay() && glides) records_.expect(time.shown + kFramesAhead * step);
}

Wall::Look Wall::look() const {
    Look out{records_.revision(), unix_ms(range_.live) / 1000, time_.view(), feed_.health, following_, notice_,
             health_open_};
    // Live, the shown time is the clock's; its seconds are what can be seen of it.
    if (!out.time.replay()) out.time.shown = Time{};
    return out;
}

void Wall::lay_out_for(WallSize size) {
    const auto w = static_cast<float>(size.width_px), h = static_cast<float>(size.height_px);
    const ColumnNeeds needs{unfinished_height(*shown_), detail_height(*shown_, selection_),
                            alarms_height(*records_.live())};
    layout_ = lay_out(w, h, gui_.scale(), needs);
    map_view_.place(layout_.map, layout_.scale);
}

SceneView Wall::scene_view() const {
    return {selection_.district, selection_.unit, hovered_district_, map_view_.zoom_in(), time_.view().playing};
}

void Wall::draw(WallSize size) {
    drawn_ = look();
    lay_out_for(size);
    draw_on_map(size, [&](const Paint& paint) {
        const Rect screen{0, 0, static_cast<float>(size.width_px), static_cast<float>(size.height_px)};
        const TimeView time = time_.view();
        const Frame frame{operation_, *shown_, *records_.live(), records_, time, range_,       day_,
                          selection_, feed_,   format_,          paint,    map_, panel_state_, commands_,
                          following_, notice_};
        draw_panels(frame, screen);
    });
}

void Wall::draw_progress(WallSize size, const std::string& what, double done) {
    if (!shown_) {
        Situation nothing = initial_situation(operation_.roster);
        finish_situation(nothing, operation_.day_start);
        shown_ = std::make_shared<const Situation>(std::move(nothing));
    }
    layout_ = lay_out(static_cast<float>(size.width_px), static_cast<float>(size.height_px), gui_.scale(), {});
    map_view_.place(layout_.map, layout_.scale);
    draw_on_map(size, [&](const Paint& paint) { draw_empty_wall(paint, operation_, layout_, what, done); });
}

void Wall::draw_on_map(WallSize size, const std::function<void(const Paint&)>& content) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({static_cast<float>(size.width_px), static_cast<float>(size.height_px)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::Begin("wall", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar(3);
    const Paint paint(ImGui::GetWindowDrawList(), gui_.fonts(), layout_.scale);
    if (ready() && !help_ && !health_open_) touch_map();
    if (ready()) read_keys();
    draw_map(paint, size);
    content(paint);
    ImGui::End();
}

void Wall::draw_map(const Paint& paint, WallSize size) {
    const auto pixels = [](const Rect& r) {
        return render::PixelRect{static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.w),
                                 static_cast<double>(r.h)};
    };
    render::Furniture furniture;
    furniture.scale_corner = pixels(layout_.map.inset(paint.px(14)));
    furniture.ink = theme::kTextQuiet;
    furniture.north = tr("N");
    furniture.keep_clear = {pixels(legend_rect(layout_, paint)), pixels(zoom_rect(layout_))};
    if (!ready() || time_.view().replay() || feed_.health == FeedHealth::kLost)
        furniture.keep_clear.push_back(pixels(layout_.banner));
    prepare_map(std::move(furniture), {size.width_px, size.height_px, static_cast<double>(layout_.scale)});
    add_backdrop(*paint.list(), map_backdrop_);

    // Nothing clears the framebuffer: all around the map is painted here.
    const Rect& m = layout_.map;
    const auto w = static_cast<float>(size.width_px), h = static_cast<float>(size.height_px);
    paint.fill({0, 0, w, m.y}, theme::kBackground);
    paint.fill({0, m.bottom(), w, h - m.bottom()}, theme::kBackground);
    paint.fill({0, m.y, m.x, m.h}, theme::kBackground);
    paint.fill({m.right(), m.y, w - m.right(), m.h}, theme::kBackground);
}

void Wall::prepare_map(render::Furniture furniture, const render::Target& target) {
    render::Scene scene = scene_builder_.build(*shown_, records_.history(), scene_view());
    if (!ready()) scene.areas.assign(scene.areas.size(), {theme::kTrack, render::Pattern::kNone, {}});
    keep_followed_centred(scene);
    MapPicture picture{std::move(scene), map_view_.camera(), target, std::move(furniture)};
    map_backdrop_.rect = layout_.map;
    if (picture == map_picture_) return;
    map_picture_ = std::move(picture);
    ++map_backdrop_.version;
    map_.prepare(map_picture_.scene, map_picture_.camera, map_picture_.target, map_picture_.furniture);
}

void Wall::draw_panels(const Frame& frame, const Rect& screen) {
    draw_header(frame, layout_.header);
    draw_figures(frame, layout_.figures);
    draw_map_overlay(frame, layout_);
    draw_unfinished(frame, layout_.unfinished);
    draw_detail(frame, layout_.detail);
    draw_alarms(frame, layout_.alarms);
    draw_events(frame, layout_.events);
    draw_timeline(frame, layout_.timeline);
    draw_notice(frame, layout_);
    draw_state_frame(frame, layout_, screen);
    if (health_open_) draw_health(frame, health_, screen);
    if (help_) draw_help(frame, screen);
}

bool Wall::finish_frame() {
    const std::vector<Command> commands = commands_.take();
    for (const Command& command : commands) execute(command);
    return !commands.empty() || (selection_.unit && panel_state_.unit_track.reading());
}

std::optional<UnitName> Wall::unit_at(render::ScreenPoint p) const {
    const auto mark =
        render::mark_at(map_picture_.scene.marks, map_view_.camera(), p, static_cast<double>(layout_.scale));
    if (!mark) return std::nullopt;
    const auto index = unit_of(*mark);
    if (!index || static_cast<std::size_t>(*index) >= shown_->units.size()) return std::nullopt;
    return UnitName::literal(shown_->units[static_cast<std::size_t>(*index)].name);
}

}  // namespace siaga::app
