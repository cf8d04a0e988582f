#pragma once
// FleetWall: the demonstration's operation with a fleet of any size upon it, all of it under way, so
// that every unit has a trail: what the benches of frames draw.

#include <filesystem>
#include <memory>
#include <vector>

#include "app/bench/fleet_day.hpp"
#include "data/ingest/mailbox.hpp"
#include "data/store/operation.hpp"

namespace siaga::app::bench {

struct FleetWallShape {
    std::uint32_t units = 200;
    /// Trails of 50 points in the twelve minutes that a trail lasts.
    Millis between_fixes{14'400};
    Millis played{10min};  ///< beyond the first full trails
};

class FleetWall {
public:
    /// In memory, for the benches of frames.
    explicit FleetWall(FleetWallShape shape);
    /// A stored day (fleet_folder.hpp), to be looked into at any minute.
    FleetWall(const std::filesystem::path& folder, const FleetDay& day);

    [[nodiscard]] const Operation& operation() const { return operation_; }
    /// Everything, with the situation of the last moment: the mail a wall starts with.
    [[nodiscard]] const Mail& mail() const { return mail_; }
    /// The slices of a stored day, of a reader of this thread; null in memory.
    [[nodiscard]] const std::shared_ptr<SliceSource>& sealed() const { return sealed_; }
    /// From here to `end` every unit moves and its trail is full.
    [[nodiscard]] Time begin() const { return begin_; }
    [[nodiscard]] Time end() const { return end_; }

private:
    /// The situation of the last moment.
    void start_with(std::shared_ptr<Committed> all);

    Operation operation_;
    std::shared_ptr<SliceSource> sealed_;
    Mail mail_;
    Time begin_, end_;
};

}  // namespace siaga::app::bench
