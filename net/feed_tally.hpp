#pragma once
// FeedTally: what a listener counts, readable from any thread.

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "data/core/result.hpp"

namespace siaga::net {

class FeedTally {
public:
    void count_lines(std::uint64_t lines) { lines_.fetch_add(lines, std::memory_order_relaxed); }
    void count_refusal(Refusal code) {
        const std::lock_guard lock(mutex_);
        ++refused_[std::string(name_of(code))];
    }
    [[nodiscard]] std::uint64_t lines() const { return lines_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::map<std::string, std::uint64_t> refused() const {
        const std::lock_guard lock(mutex_);
        return refused_;
    }

private:
    std::atomic<std::uint64_t> lines_{0};
    mutable std::mutex mutex_;
    std::map<std::string, std::uint64_t> refused_;
};

}  // namespace siaga::net
