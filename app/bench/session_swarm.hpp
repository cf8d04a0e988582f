#pragma once
// SessionSwarm: many field sessions that send one line at a time, round robin, as phones do.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/bench/loopback.hpp"
#include "data/core/time.hpp"

namespace siaga::app::bench {

/// Lifts the soft limit of descriptors to the hard one; answers how many sessions of `wanted` can be held
/// with both of their ends in this process.
[[nodiscard]] std::size_t sessions_possible(std::size_t wanted);

class SessionSwarm {
public:
    /// Connects; with `hello` each says it as source "phone-N" and takes the welcome.
    SessionSwarm(std::uint16_t port, std::size_t sessions, bool hello);

    [[nodiscard]] std::size_t size() const { return sockets_.size(); }
    /// One send per line. lines[i] goes out on session i % size().
    void send_each(const std::vector<std::string>& lines) const;
    /// Until the acks of all sessions together cover `lines` records, each session's seq from 1.
    void wait_acked(std::uint64_t lines) const;

private:
    std::vector<Descriptor> sockets_;
};

struct SwarmText {
    std::vector<std::string> lines;  ///< of one session after the other; each one's seqs count from 1
    std::uint64_t bytes = 0;
    Time end;  ///< later than every fix
};
[[nodiscard]] SwarmText swarm_text(std::size_t sessions, std::size_t lines_per_session);

}  // namespace siaga::app::bench
