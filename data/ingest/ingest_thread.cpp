#include "data/ingest/ingest_thread.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace siaga {

IngestThread::IngestThread(std::unique_ptr<Core> core, std::size_t queue_bytes, std::unique_ptr<Backups> backups)
    : core_(std::move(core)), backups_(std::move(backups)), clock_(core_->clock()), queue_(queue_bytes) {
    queue_.on_room([this] {
        for (const Subscriber& subscriber : subscribers_) {
            if (subscriber.room) subscriber.room();
        }
    });
    core_->on_publish([this](const Published& published) {
        {
            const std::lock_guard lock(problem_mutex_);
            storage_problem_ = published.storage_problem;
        }
        for (const Subscriber& subscriber : subscribers_) {
            if (subscriber.published) subscriber.published(published);
        }
    });
    thread_ = std::thread([this] { run(); });
}

IngestThread::~IngestThread() { stop(); }

std::string IngestThread::storage_problem() const {
    const std::lock_guard lock(problem_mutex_);
    return storage_problem_;
}

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
        SteadyTime next_tick = std::chrono::steady_clock::now(), last_batch{};
        std::vector<Submission> waiting;
        bool more = true;
        bool copying = false;  // a backup: its steps go between the batches, and on when there are none
        while (more) {
            const auto until = std::chrono::ceil<Millis>(next_tick - std::chrono::steady_clock::now());
            more = queue_.pop(waiting, copying ? Millis{0} : std::max(until, Millis{0}), last_batch + kGather);
            if (!waiting.empty()) last_batch = std::chrono::steady_clock::now();
            step_in_batches(waiting);
            run_tasks();
            if (const SteadyTime now = std::chrono::steady_clock::now(); more && now >= next_tick) {
                core_->tick();
                if (backups_) backups_->look(core_->store());
                next_tick = now + kTickEvery;
            }
            copying = backups_ && backups_->copy_on();
        }
        if (backups_) backups_->stop();
        core_->close();
    } catch (const std::exception& fault) {
        // Nothing is acknowledged any more: senders keep what they have and meet a full queue.
        spdlog::critical("recording stopped: {}", fault.what());
        queue_.stop();
        tell_end(fault.what());
        failed_ = true;
    }
}

/// The wall shows it as long as it is open.
void IngestThread::tell_end(const char* why) {
    try {
        core_->end(why);
    } catch (const std::exception& error) {
        spdlog::critical("and the wall could not be told: {}", error.what());
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

void IngestThread::step_in_batches(std::span<Submission> waiting) {
    while (!waiting.empty()) {
        std::size_t count = 0;
        for (std::size_t records = 0; count < waiting.size() && records < kBatchMost; ++count) {
            records += waiting[count].records.size();
        }
        core_->step(waiting.first(count), [this](const std::vector<Reply>& replies) {
            for (const Subscriber& subscriber : subscribers_) {
                if (subscriber.replies) subscriber.replies(replies);
            }
        });
        waiting = waiting.subspan(count);
    }
}

}  // namespace siaga
