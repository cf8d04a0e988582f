#pragma once
// Scene builder: a frozen Situation becomes a Scene of plain drawables. Live and replay go through
// the same code; nothing here can tell them apart, except that a replay that plays may be smoothed.

#include <cstdint>
#include <memory>
#include <optional>

#include "app/language/format.hpp"
#include "data/situation/history.hpp"
#include "data/store/operation.hpp"
#include "render/scene.hpp"

namespace siaga::app {

struct SceneView {
    std::optional<std::size_t> selected_district;
    std::optional<UnitName> selected_unit;
    std::optional<std::size_t> hovered_district;
    double zoom_in = 0;   ///< doublings of the scale since the whole area was in view
    bool smooth = false;  ///< a replay plays: move marks between two fixes
};

/// Ids of the marks of units start here; 0 is "none".
inline constexpr std::uint32_t kFirstUnitMark = 1;
[[nodiscard]] constexpr std::uint32_t mark_of(UnitIndex unit) {
    return static_cast<std::uint32_t>(unit) + kFirstUnitMark;
}
[[nodiscard]] constexpr std::optional<UnitIndex> unit_of(std::uint32_t mark) {
    if (mark < kFirstUnitMark) return std::nullopt;
    return static_cast<UnitIndex>(mark - kFirstUnitMark);
}

inline constexpr Millis kTrailLength = 12min;

class UnitMarks;

/// Keeps between frames only what is expensive to make and does not change: the same arguments give the
/// same scene, whatever was built before.
class SceneBuilder {
public:
    /// `operation` outlives it.
    SceneBuilder(const Operation& operation, Format format);
    ~SceneBuilder();
    SceneBuilder(const SceneBuilder&) = delete;
    SceneBuilder& operator=(const SceneBuilder&) = delete;

    /// `history` gives the trails up to shown.time; nothing later than that is ever drawn, except that
    /// `smooth` looks at the next fix to know where a mark is on its way to.
    [[nodiscard]] render::Scene build(const Situation& shown, const History& history, const SceneView& view);

private:
    const Operation& operation_;
    Format format_;
    std::unique_ptr<UnitMarks> units_;
};

}  // namespace siaga::app
