#pragma once
// FollowedRecords: a record that another process writes, looked at often enough that a fix is on
// the map within a frame or two. Read only.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/common/records.hpp"
#include "app/live/source.hpp"
#include "data/core/clock.hpp"
#include "net/core_status.hpp"

namespace siaga::app {

class FollowedRecords final : public Source {
public:
    static constexpr Millis kLookEvery{40};
    static constexpr Millis kTickEvery{1000};  ///< of the situation when nothing was committed

    /// Throws Fault. `clock` is the one the situation of now is asked for.
    FollowedRecords(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster,
                    std::unique_ptr<const Clock> clock);

    [[nodiscard]] Mail take() override;
    /// The clock, or the newest reception where the writer's clock is ahead of it, as in a simulated day.
    [[nodiscard]] Time now() const override { return std::max(clock_->now(), newest_received_); }
    [[nodiscard]] bool polled() const override { return true; }
    [[nodiscard]] Health health() override;
    [[nodiscard]] std::string trouble() override { return trouble_; }

private:
    [[nodiscard]] std::optional<net::CoreStatus> ask_core() const;

    std::filesystem::path folder_;
    RecordsFollower follower_;
    History history_;
    std::unique_ptr<const Clock> clock_;
    std::chrono::steady_clock::time_point next_look_{}, next_tick_{};
    Time newest_received_;
    std::string trouble_;
};

/// Everything in the folder, and the situation at `t`, as one mail: what a picture is drawn from.
[[nodiscard]] Mail mail_at(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster, Time t);

}  // namespace siaga::app
