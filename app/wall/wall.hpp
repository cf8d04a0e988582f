#pragma once
// Wall: everything on the screen, independent of where the screen is. It takes records and inputs and
// draws one frame into the current framebuffer: a window's, or one without any window.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/language/format.hpp"
#include "app/live/health.hpp"
#include "app/panels/frame.hpp"
#include "app/scene_builder/scene_builder.hpp"
#include "app/wall/gui.hpp"
#include "app/wall/map_view.hpp"
#include "app/wall/records.hpp"
#include "data/geo/areas.hpp"
#include "render/map_renderer.hpp"
#include "render/picking.hpp"

namespace siaga::app {

struct WallOptions {
    Language language = Language::kIndonesian;
    float scale = 0;  ///< 0: by the size of the picture
    std::filesystem::path shaders;
    std::shared_ptr<SliceSource> sealed{};  ///< of a reader of this thread; null: every fix comes by mail, or read()
};

/// What the wall cannot do itself.
struct WallActions {
    std::function<void(Event)> submit;  ///< an operator's event, on its way to the core; null: read-only
    std::function<void()> toggle_fullscreen;
};

struct WallSize {
    int width_px = 0, height_px = 0;
};

class Wall {
public:
    /// Throws Fault (shaders, fonts). An OpenGL context and `gui` are current.
    Wall(const Operation& operation, Gui& gui, WallOptions options, WallActions actions);
    ~Wall();

    /// The map before there are records: what is going on, and how far it is, 0 to 1. Between Gui::begin and end.
    void draw_progress(WallSize size, const std::string& what, double done);
    /// WallOptions::sealed that were not there yet. Before the first Mail.
    void read(std::shared_ptr<SliceSource> sealed) { records_ = Records(operation_.roster, std::move(sealed)); }

    /// Before each frame: what came in, the core's time, and a steady time for what elapses here.
    void update(const Mail& mail, Time core_now, Time steady_now);
    /// Does the picture differ from the last one drawn, as far as time and records go? Input apart.
    [[nodiscard]] bool out_of_date() const { return drawn_ != look(); }
    /// Precondition: update() was given a first Mail. Between Gui::begin and end.
    void draw(WallSize size);
    /// Executes what was asked for during draw(). True: the next frame looks different.
    bool finish_frame();

    void execute(const Command& command);
    [[nodiscard]] const TimeView& time() const { return time_.view(); }
    /// What the timeline shows.
    [[nodiscard]] const OperationDay& day() const { return day_; }
    [[nodiscard]] const Selection& selection() const { return selection_; }
    [[nodiscard]] const render::Camera& camera() const { return map_view_.camera(); }
    [[nodiscard]] const Situation& shown() const { return *shown_; }
    [[nodiscard]] std::optional<std::size_t> hovered_district() const { return hovered_district_; }
    [[nodiscard]] bool following() const { return following_; }
    [[nodiscard]] const std::optional<Notice>& notice() const { return notice_; }
    /// The health panel is open: show() it how things are.
    [[nodiscard]] bool health_open() const { return health_open_; }
    void show(Health health) { health_ = std::move(health); }
    [[nodiscard]] bool ready() const { return records_.live() != nullptr; }
    /// One line each: fonts that were replaced.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return map_.warnings(); }

private:
    /// What a frame shows of time and records: the same look, the same picture.
    struct Look {
        std::uint64_t revision = 0;
        std::int64_t live_second = 0;
        TimeView time;
        FeedHealth feed{};
        bool following = false;
        std::optional<Notice> notice;
        bool health_open = false;
        friend bool operator==(const Look&, const Look&) = default;
    };
    /// Everything the map's picture depends on.
    struct MapPicture {
        render::Scene scene;
        render::Camera camera;
        render::Target target;
        render::Furniture furniture;
        friend bool operator==(const MapPicture&, const MapPicture&) = default;
    };
    [[nodiscard]] Look look() const;
    [[nodiscard]] Time day_shown() const;
    void expect_next(const TimeView& time);
    void prepare_map(render::Furniture furniture, const render::Target& target);
    void lay_out_for(WallSize size);
    /// The whole picture: everything but what `content` draws is the map and the ground around it.
    void draw_on_map(WallSize size, const std::function<void(const Paint&)>& content);
    void draw_map(const Paint& paint, WallSize size);
    void draw_panels(const Frame& frame, const Rect& screen);
    void touch_map();
    void read_keys();
    void hover(render::ScreenPoint mouse);
    void click(render::ScreenPoint mouse);
    void select_district(std::size_t district);
    void select_unit(const UnitName& unit);
    void step_entry(int direction);
    void show_entry(std::uint64_t n);
    void fit_selection();
    void keep_followed_centred(const render::Scene& scene);
    void export_marked_range();
    void say(Notice notice);
    void move_alert(const RecordName& alert, AlertStep step);
    [[nodiscard]] std::optional<UnitName> unit_at(render::ScreenPoint p) const;
    [[nodiscard]] SceneView scene_view() const;

    const Operation& operation_;
    Gui& gui_;
    WallOptions options_;
    WallActions actions_;
    Format format_;
    AreaIndex area_index_;
    render::MapRenderer map_;
    Records records_;
    TimeControl time_;
    TimeRange range_;
    OperationDay day_;  ///< of the shown time
    FeedWatch feed_watch_;
    FeedView feed_;
    std::optional<Time> last_steady_;
    std::optional<Time> mouse_moved_;  ///< by the steady time
    std::optional<Look> drawn_;
    Selection selection_;
    bool selected_once_ = false;
    MapView map_view_;
    Layout layout_;
    SceneBuilder scene_builder_;
    MapPicture map_picture_;
    Backdrop map_backdrop_;
    std::shared_ptr<const Situation> shown_;
    std::optional<std::size_t> hovered_district_;
    std::optional<UnitName> hovered_unit_;
    PanelState panel_state_;
    CommandList commands_;
    bool help_ = false;
    bool health_open_ = false;
    Time last_shown_;  ///< of the frame before
    Health health_;
    bool following_ = false;  ///< the selected unit
    std::optional<Notice> notice_;
    Time notice_until_;  ///< by the steady time
};

}  // namespace siaga::app
