#pragma once
// Frame: all that a panel may look at while it draws, and the list it puts its wishes in. A panel is
// a function of a Frame and a rectangle; it keeps nothing and changes nothing but PanelState.

#include <cstdint>
#include <optional>
#include <string>

#include "app/language/format.hpp"
#include "app/layout/layout.hpp"
#include "app/panels/paint.hpp"
#include "app/panels/unit_track.hpp"
#include "app/time_control/time_control.hpp"
#include "app/wall/commands.hpp"
#include "app/wall/feed_watch.hpp"
#include "app/wall/records.hpp"
#include "data/situation/situation.hpp"
#include "data/store/operation.hpp"
#include "render/map_renderer.hpp"

namespace siaga::app {

struct Selection {
    std::optional<std::size_t> district;
    std::optional<UnitName> unit;
    friend bool operator==(const Selection&, const Selection&) = default;
};

/// The little that panels remember between frames.
struct PanelState {
    int events_scroll = 0;  ///< rows from the newest
    int alarms_scroll = 0;
    std::uint64_t density_revision = ~0ULL;  ///< of `density`
    TrackSlices::Density density;
    int density_columns = 0;
    OperationDay density_of;
    UnitTrack unit_track;  ///< of the selected unit
};

/// What the wall says about something it was asked to do.
struct Notice {
    std::string text;
    std::string more;  ///< quieter, below
    bool bad = false;
    friend bool operator==(const Notice&, const Notice&) = default;
};

struct Frame {
    const Operation& operation;
    const Situation& shown;  ///< of the time shown
    const Situation& live;   ///< of now: alarms are always these
    const Records& records;
    const TimeView& time;
    const TimeRange& range;
    const OperationDay& day;  ///< of the time shown: what the timeline shows
    const Selection& selection;
    const FeedView& feed;
    const Format& format;
    const Paint& paint;
    render::MapRenderer& map;  ///< for the swatches of the legend
    PanelState& state;
    CommandList& commands;
    bool following = false;  ///< the map keeps the selected unit in its middle
    const std::optional<Notice>& notice;

    [[nodiscard]] const Roster& roster() const { return *operation.roster; }
};

/// Common measures of all cards, in logical pixels.
namespace card {
inline constexpr float kPad = 16;
inline constexpr float kHeadingBaseline = 27;  ///< of a panel's name, from the card's top
inline constexpr float kFirstRow = 40;         ///< where the rows begin
}  // namespace card

/// Draws the surface and the name of a panel, with something quiet at its right end.
void draw_card(const Frame& frame, const Rect& rect, std::string_view name, std::string_view right = {});

}  // namespace siaga::app
