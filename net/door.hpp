#pragma once
// Door: what is remembered of those who came in and of those who were refused, on any listener: how long a wrong
// token waits for its answer, what is entered in the ledger, and who is inside. Any thread.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/model/event.hpp"
#include "data/situation/situation.hpp"
#include "net/auth.hpp"
#include "net/guess_delays.hpp"
#include "net/limits.hpp"
#include "net/refusal_groups.hpp"
#include "net/session_book.hpp"

namespace siaga::net {

/// Where somebody stands.
struct Caller {
    std::string_view listener;  ///< "feed", "http"; a literal
    std::string address;        ///< as address_group gives it
};

/// Of IPv6 the /64, which one household or phone has whole; else the address itself. "2001:db8:1:2::/64".
[[nodiscard]] std::string address_group(const std::string& address);

class Door {
public:
    explicit Door(const Limits& limits = {}) : delays_(limits) {}

    /// Every session of the feed.
    void entered(const Identity& who, const Caller& caller, Time now);
    /// Every request of a listener without sessions: entered once a day.
    void called(const Identity& who, const Caller& caller, Time now);

    /// Somebody was not let in, or not for this. `claimed`: who it says it is, as it wrote it.
    void refused(SignInFault reason, const Caller& caller, std::string_view claimed, Time now);
    /// A wrong token: how long its answer waits.
    [[nodiscard]] std::chrono::milliseconds delay_of(const Caller& caller, Steady::time_point now);

    /// Who is inside now. The listeners keep it.
    [[nodiscard]] SessionBook& sessions() { return sessions_; }
    [[nodiscard]] const SessionBook& sessions() const { return sessions_; }

    /// Adds what is to be entered, as Witness::look.
    void take(const Situation& live, bool ending, std::vector<Event>& out);

    struct Figures {
        std::array<std::uint64_t, kEnumCount<SignInFault>> refused{};  ///< since the start
        std::uint64_t entered = 0;
        std::size_t slowed = 0;  ///< addresses that are remembered for a wrong token
        std::size_t groups = 0;  ///< of refusals
    };
    [[nodiscard]] Figures figures() const;

private:
    struct SignIn {
        Time time;
        SignedIn who;
        bool once_a_day = false;
    };
    void keep(const Identity& who, const Caller& caller, Time now, bool once_a_day);

    mutable std::mutex mutex_;
    GuessDelays delays_;
    RefusalGroups groups_;
    std::vector<SignIn> sign_ins_;
    std::map<std::pair<SourceName, std::string>, Time> called_;  ///< by source and listener: asked about that day
    Figures figures_;
    SessionBook sessions_;
};

/// kToken, kExpired or kRevoked for the refusal of Auth::identify.
[[nodiscard]] SignInFault sign_in_fault(Refusal code);

}  // namespace siaga::net
