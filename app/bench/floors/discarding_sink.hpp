#pragma once
// The floor of many sessions: reads what comes on any of its connections and forgets it.

#include <cstddef>
#include <cstdint>
#include <thread>

#include "app/bench/loopback.hpp"

namespace siaga::app::bench {

class DiscardingSink {
public:
    /// Takes `sessions` connections, and reads until `bytes` have come on all of them together.
    DiscardingSink(std::size_t sessions, std::uint64_t bytes);
    ~DiscardingSink();
    DiscardingSink(const DiscardingSink&) = delete;
    DiscardingSink& operator=(const DiscardingSink&) = delete;

    [[nodiscard]] std::uint16_t port() const { return listening_.port; }
    /// All bytes have been read.
    void wait() { thread_.join(); }

private:
    void serve(std::size_t sessions, std::uint64_t bytes) const;

    Listening listening_;
    std::thread thread_;
};

}  // namespace siaga::app::bench
