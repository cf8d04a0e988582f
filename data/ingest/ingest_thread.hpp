#pragma once
// IngestThread: runs a Core behind a queue bounded in bytes. What waits when a commit ends is the next
// batch, so batches grow with the load; meanwhile the listeners decode the one after. What is urgent goes first
// (ingest_queue.hpp). Ticks every second of real time.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "data/ingest/backups.hpp"
#include "data/ingest/core.hpp"
#include "data/ingest/ingest_queue.hpp"
#include "data/ingest/inlet.hpp"

namespace siaga {

class IngestThread final : public Inlet {
public:
    static constexpr std::size_t kQueueBytes = 8 * 1024 * 1024;
    /// Records after which a batch is cut, so that one commit stays in the region of 10 ms.
    static constexpr std::size_t kBatchMost = 16384;
    static constexpr Millis kTickEvery = 1s;
    /// From one batch to the next: what comes sooner after the last waits, so that many senders share one sync and one
    /// look of the rules. Who sends while it is calm waits for nobody.
    static constexpr std::chrono::milliseconds kGather{4};

    /// `backups`: the core's own, or none.
    explicit IngestThread(std::unique_ptr<Core> core, std::size_t queue_bytes = kQueueBytes,
                          std::unique_ptr<Backups> backups = nullptr);
    ~IngestThread() override;  ///< stop()

    [[nodiscard]] SessionId new_session() override { return next_session_.fetch_add(1); }
    [[nodiscard]] bool try_submit(Submission& submission) override { return queue_.try_push(submission, clock_.now()); }
    void ask_last_seq(SourceName source, std::function<void(std::uint64_t)> answer) override;
    void subscribe(Subscriber subscriber) override;

    [[nodiscard]] QueueFigures queue_figures() const { return queue_.figures(); }
    /// As last published: "" while the record can be written. Any thread.
    [[nodiscard]] std::string storage_problem() const;

    /// Recording has ended by itself; published as the storage problem. Any thread.
    [[nodiscard]] bool failed() const { return failed_; }
    /// Refuses further submissions, commits and answers what is queued, ends the thread. Idempotent.
    void stop();

private:
    using Task = std::function<void()>;
    void run_soon(Task task);
    void run();
    void run_tasks();
    void tell_end(const char* why);
    void step_in_batches(std::span<Submission> waiting);

    std::unique_ptr<Core> core_;
    std::unique_ptr<Backups> backups_;  ///< ingest thread only; gone before the core
    const Clock& clock_;                ///< the core's
    IngestQueue queue_;
    std::atomic<SessionId> next_session_{1};
    std::atomic<bool> failed_{false};
    std::mutex tasks_mutex_;
    std::vector<Task> tasks_;
    std::vector<Subscriber> subscribers_;  ///< ingest thread only
    mutable std::mutex problem_mutex_;
    std::string storage_problem_;
    std::mutex stop_mutex_;
    std::thread thread_;
};

}  // namespace siaga
