#pragma once
// CotTally: what one listener of TAK clients has heard and what became of it, all together and by session. Any thread.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/ingest/submission.hpp"
#include "net/cot_session.hpp"
#include "net/session_book.hpp"

namespace siaga::net {

struct CotStatus {
    std::size_t sessions = 0;       ///< open now; of a mesh: devices heard so far
    std::uint64_t connects = 0;     ///< so far
    std::uint64_t turned_away = 0;  ///< too many at once, or of a mesh: from another address than may send
    CotFigures events;
    std::uint64_t accepted = 0;                    ///< records that are committed, or were there already
    std::map<std::string, std::uint64_t> refused;  ///< records, by wire name: TELEPORT, BAD_VALUE, ...

    CotStatus& operator+=(const CotStatus& more);
};

class CotTally {
public:
    /// `sessions` outlives it.
    explicit CotTally(SessionBook& sessions) : sessions_(sessions) {}

    [[nodiscard]] CotStatus status() const;
    void set_sessions(std::size_t open);
    void connected(bool turned_away);
    /// `records` of the session go to the core now.
    void handed_over(SessionId session, const CotFigures& more, std::size_t records);
    /// One that nobody's submission holds.
    void refused(Refusal code);
    void answered(const std::vector<Reply>& replies);

private:
    SessionBook& sessions_;
    mutable std::mutex mutex_;
    CotStatus status_;
    std::unordered_map<SessionId, std::size_t> unanswered_;  ///< records handed over
};

}  // namespace siaga::net
