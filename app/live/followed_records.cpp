#include "app/live/followed_records.hpp"

#include <utility>

#include "data/core/fault.hpp"
#include "net/status_socket.hpp"

namespace siaga::app {

FollowedRecords::FollowedRecords(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster,
                                 std::unique_ptr<const Clock> clock)
    : folder_(operation_folder),
      follower_(operation_folder),
      history_(std::move(roster), follower_.reader().slices()),
      clock_(std::move(clock)) {}

Mail FollowedRecords::take() {
    const auto now = std::chrono::steady_clock::now();
    Mail mail;
    if (now < next_look_ || !trouble_.empty()) return mail;
    next_look_ = now + kLookEvery;
    try {
        const std::shared_ptr<const Committed> committed = follower_.take();
        if (committed == nullptr && now < next_tick_) return mail;
        next_tick_ = now + kTickEvery;
        // A core that has just committed can write.
        if (committed == nullptr) mail.newest.storage_problem = ask_core().value_or(net::CoreStatus{}).storage_problem;
        if (committed) {
            history_.add(*committed);
            for (const auto& entry : committed->entries) newest_received_ = std::max(newest_received_, entry->received);
            for (const Fix& fix : committed->fixes) newest_received_ = std::max(newest_received_, fix.received);
            for (const Fix& fix : committed->open) newest_received_ = std::max(newest_received_, fix.received);
            newest_received_ =
                std::max(newest_received_, history_.tracks().last_sealed_received().value_or(newest_received_));
            mail.committed.push_back(committed);
        }
        mail.newest.live = history_.situation_at(this->now());
        mail.newest.counts.quarantined = follower_.reader().quarantined_count();
        mail.fresh = true;
    } catch (const Fault& fault) {
        trouble_ = fault.what();
    }
    return mail;
}

std::optional<net::CoreStatus> FollowedRecords::ask_core() const {
    constexpr std::chrono::milliseconds kMoment{100};  // a frame waits for it
    return net::ask_core(folder_, kMoment);
}

Health FollowedRecords::health() {
    Health health;
    health.core = ask_core();
    health.waiting = net::read_waiting(folder_);
    health.quarantined = follower_.reader().last_quarantined(Health::kQuarantinedShown);
    return health;
}

Mail mail_at(const std::filesystem::path& operation_folder, std::shared_ptr<const Roster> roster, Time t) {
    RecordsFollower follower(operation_folder);
    History history(std::move(roster), follower.reader().slices());
    Mail mail;
    mail.fresh = true;
    if (std::shared_ptr<const Committed> committed = follower.take()) {
        history.add(*committed);
        mail.committed.push_back(std::move(committed));
    }
    mail.newest.live = history.situation_at(t);
    mail.newest.counts.quarantined = follower.reader().quarantined_count();
    return mail;
}

}  // namespace siaga::app
