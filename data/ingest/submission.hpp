#pragma once
// Submission: one decoded record on its way from a session to the log, and the reply it gets.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "data/core/result.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga {

/// Which session the reply goes to; 0: nobody waits (import, filling a demonstration).
/// Inlet::new_session gives them.
using SessionId = std::uint64_t;

struct Submission {
    SessionId session = 0;
    SourceName source;
    std::uint64_t seq = 0;
    /// A Problem: the line could not become a record. It was answered already and is only quarantined.
    std::variant<FixReport, Event, Problem> record;
    std::string raw;  ///< the bytes it was decoded from, kept when it is quarantined

    /// What it weighs in the queue.
    [[nodiscard]] std::size_t bytes() const { return sizeof(Submission) + raw.size(); }
};

struct Reply {
    SessionId session = 0;
    std::uint64_t seq = 0;
    std::optional<Problem> problem;  ///< nothing: committed and synced (ack); else nack
    friend bool operator==(const Reply&, const Reply&) = default;
};

}  // namespace siaga
