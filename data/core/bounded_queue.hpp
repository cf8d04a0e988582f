#pragma once
// BoundedQueue: items between threads, bounded in bytes. A full queue refuses; whoever was refused is
// told once when there is room again, so a session can stop reading its socket instead of spinning.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace siaga {

/// For the health panel.
struct QueueFigures {
    std::string name;
    std::size_t bytes = 0, items = 0;
    std::size_t capacity_bytes = 0;
    std::size_t high_water_bytes = 0;  ///< the most it ever held
    std::uint64_t refusals = 0;        ///< pushes that found it full
};

/// T has `std::size_t bytes() const`. Any thread may call anything.
template <class T> class BoundedQueue {
public:
    BoundedQueue(std::string name, std::size_t capacity_bytes)
        : name_(std::move(name)), capacity_bytes_(capacity_bytes) {}

    /// Called outside the lock, on the popping thread, by the first pop after a refusal. Set before
    /// the first push.
    void on_room(std::function<void()> told) { room_ = std::move(told); }

    /// False, and `item` untouched: full or stopped. An item larger than the capacity is taken by an
    /// empty queue, so nothing waits for ever.
    [[nodiscard]] bool try_push(T& item) {
        {
            const std::lock_guard lock(mutex_);
            const std::size_t weight = item.bytes();
            if (stopped_ || (bytes_ > 0 && bytes_ + weight > capacity_bytes_)) {
                ++refusals_;
                refused_since_pop_ = true;
                return false;
            }
            bytes_ += weight;
            high_water_ = std::max(high_water_, bytes_);
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
        return true;
    }

    /// Everything that waits, in order, into `out` (replaced). Blocks until there is something, a
    /// poke(), stop() or `most`. False: stopped and nothing left, ever.
    bool pop_all(std::vector<T>& out, std::chrono::milliseconds most) {
        out.clear();
        bool tell = false;
        {
            std::unique_lock lock(mutex_);
            filled_.wait_for(lock, most, [this] { return !items_.empty() || stopped_ || poked_; });
            poked_ = false;
            if (items_.empty()) return !stopped_;
            out.swap(items_);
            bytes_ = 0;
            tell = std::exchange(refused_since_pop_, false);
        }
        if (tell && room_) room_();
        return true;
    }

    /// Wakes the popping thread without an item.
    void poke() {
        {
            const std::lock_guard lock(mutex_);
            poked_ = true;
        }
        filled_.notify_one();
    }

    /// Refuses from now on; what is inside can still be popped.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
        }
        filled_.notify_all();
    }

    [[nodiscard]] QueueFigures figures() const {
        const std::lock_guard lock(mutex_);
        return {name_, bytes_, items_.size(), capacity_bytes_, high_water_, refusals_};
    }

private:
    const std::string name_;
    const std::size_t capacity_bytes_;
    std::function<void()> room_;
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<T> items_;
    std::size_t bytes_ = 0, high_water_ = 0;
    std::uint64_t refusals_ = 0;
    bool refused_since_pop_ = false, stopped_ = false, poked_ = false;
};

}  // namespace siaga
