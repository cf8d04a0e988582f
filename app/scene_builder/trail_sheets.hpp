#pragma once
// TrailSheets: the slices of the tracks as the renderer keeps them, made once per slice. A sheet holds
// the step into its slice too: it begins with each unit's newest fix before it.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "data/situation/track_slices.hpp"
#include "render/scene.hpp"

namespace siaga::app {

/// The silence that ends a trail and begins another.
inline constexpr Millis kTrailGap = 60s;

class TrailSheets {
public:
    /// The sheets that hold what happened from `from` to `to`, in time order; good until the next call.
    void select(const TrackSlices& tracks, Time from, Time to);
    [[nodiscard]] const std::vector<std::shared_ptr<const render::TrailSheet>>& selected() const { return selected_; }

    /// Where the unit goes next after its fix of time `t`, when that is at most kTrailGap away and in
    /// what was selected.
    struct Step {
        Time time;
        LonLat place;
    };
    [[nodiscard]] std::optional<Step> next_step(UnitIndex unit, Time t) const;

private:
    /// What a sheet is made of.
    struct Trails {
        std::vector<render::TrailFix> fixes;
        std::vector<std::uint32_t> first_of_unit;  ///< of fixes; one more than there are units
        /// `of_slice`: by unit, then time.
        void add(std::span<const SlicePlace> of_slice, Time start);
    };
    struct Sheet {
        std::uint64_t revision = 0;      ///< of the tracks, when it was last compared with them
        std::optional<SliceInfo> whole;  ///< the sealed slice it was made of, if it was
        std::shared_ptr<const render::TrailSheet> fixes;
        std::vector<std::uint32_t> first_of_unit;  ///< of fixes->fixes; one more than there are units
        std::uint64_t last_used = 0;
    };
    const Sheet& sheet_at(const TrackSlices& tracks, Time start);
    void forget_unused();
    [[nodiscard]] std::optional<Step> next_in(const Sheet& sheet, UnitIndex unit, Time t) const;

    std::map<Time, Sheet> sheets_;
    std::vector<std::shared_ptr<const render::TrailSheet>> selected_;
    std::uint64_t selections_ = 0, next_id_ = 1;
};

}  // namespace siaga::app
