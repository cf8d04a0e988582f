#include "data/ingest/ingest_thread.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

namespace siaga {

IngestThread::IngestThread(std::unique_ptr<Core> core, std::size_t queue_bytes)
    : core_(std::move(core)), queue_("ingest", queue_bytes) {
    queue_.on_room([this] {
        for (const Subscriber& subscriber : subscribers_) {
            if (subscriber.room) subscriber.room();
        }
    });
    core_->on_publish([this](const Published& published) {
        for (const Subscriber& subscriber : subscribers_) {
            if (subscriber.published) subscriber.published(published);
        }
    });
    thread_ = std::thread([this] { run(); });
}

IngestThread::~IngestThread() { stop(); }

void IngestThread::ask_last_seq(SourceName source, std::function<void(std::uint64_t)> answer) {
    run_soon([this, source = std::move(source), answer = std::move(answer)] { answer(core_->last_seq(source)); });
}

void IngestThread::subscribe(Subscriber subscriber) {
    run_soon([this, subscriber = std::move(subscriber)]() mutable {
        if (subscriber.published) subscriber.published(core_->published(core_->everything()));
        subscribers_.push_back(std::move(subscriber));
    });
}

void IngestThread::stop() {
    const std::lock_guard lock(stop_mutex_);
    queue_.stop();
    if (thread_.joinable()) thread_.join();
}

void IngestThread::run_soon(Task task) {
    {
        const std::lock_guard lock(tasks_mutex_);
        tasks_.push_back(std::move(task));
    }
    queue_.poke();
}

void IngestThread::run() {
    try {
        using SteadyTime = std::chrono::steady_clock::time_point;
        SteadyTime next_tick = std::chrono::steady_clock::now();
        std::vector<Submission> waiting;
        bool more = true;
        while (more) {
            const auto until = std::chrono::ceil<Millis>(next_tick - std::chrono::steady_clock::now());
            more = queue_.pop_all(waiting, std::max(until, Millis{0}));
            step_in_batches(waiting);
            run_tasks();
            if (const SteadyTime now = std::chrono::steady_clock::now(); more && now >= next_tick) {
                core_->tick();
                next_tick = now + kTickEvery;
            }
        }
        core_->close();
    } catch (const std::exception& fault) {
        // Nothing is acknowledged any more: senders keep what they have and meet a full queue.
        spdlog::critical("recording stopped: {}", fault.what());
        queue_.stop();
    }
}

void IngestThread::run_tasks() {
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(tasks_mutex_);
        tasks.swap(tasks_);
    }
    for (const Task& task : tasks) task();
}

void IngestThread::step_in_batches(std::vector<Submission>& waiting) {
    const std::span<Submission> all(waiting);
    for (std::size_t at = 0; at < all.size(); at += kBatchMost) {
        core_->step(all.subspan(at, std::min(kBatchMost, all.size() - at)), [this](const std::vector<Reply>& replies) {
            for (const Subscriber& subscriber : subscribers_) {
                if (subscriber.replies) subscriber.replies(replies);
            }
        });
    }
}

}  // namespace siaga
