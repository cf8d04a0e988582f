#pragma once
// FollowedRecords: a record that another process writes, looked at twice a second. Read only.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "app/common/records.hpp"
#include "app/live/source.hpp"
#include "data/core/clock.hpp"

namespace siaga::app {

class FollowedRecords final : public Source {
public:
    static constexpr Millis kLookEvery = 500ms;

    /// Throws Fault. `clock` is the one the situation of now is asked for.
    FollowedRecords(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster,
                    std::unique_ptr<const Clock> clock);

    [[nodiscard]] Mail take() override;
    [[nodiscard]] Time now() const override { return clock_->now(); }
    [[nodiscard]] bool polled() const override { return true; }
    [[nodiscard]] std::string trouble() override { return trouble_; }

private:
    RecordsFollower follower_;
    History history_;
    std::unique_ptr<const Clock> clock_;
    std::chrono::steady_clock::time_point next_look_{};
    std::string trouble_;
};

/// Everything in the folder, and the situation at `t`, as one mail: what a picture is drawn from.
[[nodiscard]] Mail mail_at(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster, Time t);

}  // namespace siaga::app
