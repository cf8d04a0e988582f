#include "net/cot_tally.hpp"

#include <algorithm>

namespace siaga::net {

CotStatus& CotStatus::operator+=(const CotStatus& more) {
    sessions += more.sessions;
    connects += more.connects;
    turned_away += more.turned_away;
    events += more.events;
    accepted += more.accepted;
    for (const auto& [code, count] : more.refused) refused[code] += count;
    return *this;
}

CotStatus CotTally::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void CotTally::set_sessions(std::size_t open) {
    const std::lock_guard lock(mutex_);
    status_.sessions = open;
}

void CotTally::connected(bool turned_away) {
    const std::lock_guard lock(mutex_);
    ++(turned_away ? status_.turned_away : status_.connects);
}

void CotTally::handed_over(SessionId session, const CotFigures& more, std::size_t records) {
    if (more.events > 0) sessions_.heard(session, more.events, Steady::now());
    const std::lock_guard lock(mutex_);
    status_.events += more;
    if (records > 0) unanswered_[session] += records;
}

void CotTally::refused(Refusal code) {
    const std::lock_guard lock(mutex_);
    ++status_.refused[std::string(name_of(code))];
}

void CotTally::answered(const std::vector<Reply>& replies) {
    const std::lock_guard lock(mutex_);
    for (const Reply& reply : replies) {
        const auto ours = unanswered_.find(reply.session);
        if (ours == unanswered_.end()) continue;
        if (reply.problem) {
            ++status_.refused[std::string(name_of(reply.problem->code))];
            sessions_.refused(reply.session, name_of(reply.problem->code));
        } else {
            status_.accepted += reply.records;
        }
        ours->second -= std::min(ours->second, reply.records);
        if (ours->second == 0) unanswered_.erase(ours);
    }
}

}  // namespace siaga::net
