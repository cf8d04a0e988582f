#pragma once
// Inlet: what a listener and a follower see of the core, from any thread. IngestThread is the real
// one; protocol tests bring their own.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "data/ingest/core.hpp"
#include "data/ingest/submission.hpp"

namespace siaga {

/// All are called on the ingest thread, never under a lock; each returns at once (it posts or swaps).
/// A subscriber that is gone must have made its functions harmless (weak_ptr).
struct Subscriber {
    std::function<void(const std::vector<Reply>&)> replies;  ///< in order; of all sessions
    std::function<void()> room;                              ///< a submission was refused, and would fit now
    /// First with everything so far, then after each commit and each tick: nothing between is lost.
    std::function<void(const Published&)> published;
};

class Inlet {
public:
    Inlet() = default;
    Inlet(const Inlet&) = delete;
    Inlet& operator=(const Inlet&) = delete;
    virtual ~Inlet() = default;

    [[nodiscard]] virtual SessionId new_session() = 0;
    /// False, and `submission` untouched: no room now (Subscriber::room comes), or stopping.
    [[nodiscard]] virtual bool try_submit(Submission& submission) = 0;
    /// Highest committed seq of a source; answered on the ingest thread between two batches. What was
    /// just submitted may not be in it: the sender repeats it and is acknowledged again.
    virtual void ask_last_seq(SourceName source, std::function<void(std::uint64_t)> answer) = 0;
    /// Takes effect between two batches.
    virtual void subscribe(Subscriber subscriber) = 0;
};

}  // namespace siaga
