#pragma once
// Crew: threads that share the rounds of one loop. The caller works with them and returns when every round is done.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace siaga {

class Crew {
public:
    /// One for each core but the caller's, at most so many that a large machine keeps its cores for others.
    [[nodiscard]] static unsigned usual_helpers();

    /// The helpers start with the first loop that has more than one round; with none the caller does it all.
    explicit Crew(unsigned helpers = usual_helpers()) : helpers_wanted_(helpers) {}
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// round(0) to round(rounds - 1), each once, in any order, on any of the threads. `round` does not throw and
    /// touches nothing that another round touches. One caller at a time.
    void run(std::size_t rounds, const std::function<void(std::size_t)>& round);

private:
    void help();
    void work_on(std::size_t rounds, const std::function<void(std::size_t)>& round);

    unsigned helpers_wanted_;
    std::mutex mutex_;
    std::condition_variable begin_, end_;
    // Under the mutex.
    const std::function<void(std::size_t)>* round_ = nullptr;
    std::size_t rounds_ = 0;
    std::uint64_t loop_ = 0;  ///< counts loops, so that a helper takes part in each once
    unsigned at_work_ = 0;
    bool over_ = false;

    std::atomic<std::size_t> next_{0};
    std::vector<std::jthread> helpers_;
};

}  // namespace siaga
