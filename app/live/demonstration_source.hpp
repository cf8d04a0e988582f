#pragma once
// The demonstration day as if it were now: a folder of its own, filled up to the start (DemonstrationInMaking); then
// the rest of the day through a real TCP connection into the core of this program (DemonstrationSource).

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/common/simulated_tokens.hpp"
#include "app/live/embedded_core.hpp"
#include "app/simulator/demonstration_day.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// A folder that is gone when the program ends.
class TemporaryFolder {
public:
    /// In memory where the system has such a place, or below TMPDIR. Throws Fault.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The filled folder, before anything listens.
struct Demonstration {
    std::shared_ptr<const TemporaryFolder> temporary;
    std::shared_ptr<const Operation> operation;
    std::shared_ptr<const DemonstrationDay> day;  ///< from `start` on
    Time start;
};

class DemonstrationInMaking {
public:
    /// Makes the folder; a thread of its own fills it. Throws Fault.
    DemonstrationInMaking(const std::filesystem::path& assets, Time start);

    /// Of the folder, while it is filled and afterwards.
    [[nodiscard]] const Operation& operation() const { return *operation_; }
    [[nodiscard]] double done() const { return done_; }  ///< 0 to 1
    /// Waits up to `patience` for the end.
    [[nodiscard]] bool ready_within(Millis patience) const;
    /// Waits for the end. Throws Fault. Once.
    [[nodiscard]] Demonstration take();

private:
    [[nodiscard]] std::shared_ptr<const DemonstrationDay> fill(DemonstrationDay day);

    std::shared_ptr<const TemporaryFolder> temporary_;
    std::shared_ptr<const Operation> operation_;
    Time start_;
    std::atomic<double> done_{0};
    std::future<std::shared_ptr<const DemonstrationDay>> filling_;  // last: it uses the others until it ends
};

class DemonstrationSource final : public Source {
public:
    DemonstrationSource(Demonstration demonstration, double speed, std::function<void()> wake);
    ~DemonstrationSource() override;

    [[nodiscard]] Mail take() override { return core_->take(); }
    [[nodiscard]] Time now() const override { return core_->now(); }
    [[nodiscard]] double speed() const override { return core_->speed(); }
    bool submit(Event&& event) override { return core_->submit(std::move(event)); }
    [[nodiscard]] Health health() override { return core_->health(); }
    [[nodiscard]] std::string trouble() override;

private:
    void play(const std::stop_token& stop);

    Demonstration demonstration_;
    SimulatedTokens tokens_;
    std::unique_ptr<EmbeddedCore> core_;
    std::mutex trouble_mutex_;
    std::string trouble_;
    std::jthread player_;
};

}  // namespace siaga::app
