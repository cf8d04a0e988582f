#include "data/core/crew.hpp"

#include <algorithm>

namespace siaga {

unsigned Crew::usual_helpers() {
    constexpr unsigned kMost = 7;
    return std::min(std::max(std::thread::hardware_concurrency(), 1U) - 1, kMost);
}

Crew::~Crew() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    begin_.notify_all();
}

void Crew::run(std::size_t rounds, const std::function<void(std::size_t)>& round) {
    if (rounds > 1 && helpers_.size() < helpers_wanted_) {
        for (unsigned i = 0; i < helpers_wanted_; ++i) helpers_.emplace_back([this] { help(); });
    }
    {
        const std::lock_guard lock(mutex_);
        next_ = 0;
        round_ = &round;
        rounds_ = rounds;
        ++loop_;
    }
    if (rounds > 1) begin_.notify_all();
    work_on(rounds, round);
    std::unique_lock lock(mutex_);
    round_ = nullptr;  // who has not begun has nothing left to do
    end_.wait(lock, [this] { return at_work_ == 0; });
}

void Crew::help() {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
        begin_.wait(lock, [&] { return over_ || (loop_ != seen && round_ != nullptr); });
        if (over_) return;
        seen = loop_;
        ++at_work_;
        const auto* const round = round_;
        const std::size_t rounds = rounds_;
        lock.unlock();
        work_on(rounds, *round);
        lock.lock();
        if (--at_work_ == 0) end_.notify_one();
    }
}

void Crew::work_on(std::size_t rounds, const std::function<void(std::size_t)>& round) {
    for (std::size_t i = next_++; i < rounds; i = next_++) round(i);
}

}  // namespace siaga
