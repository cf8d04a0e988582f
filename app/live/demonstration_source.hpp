#pragma once
// DemonstrationSource: the demonstration day as if it were now. A folder of its own, filled up to the
// start; then the rest of the day through a real TCP connection into the core of this program.

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/common/simulated_tokens.hpp"
#include "app/live/embedded_core.hpp"
#include "app/simulator/demonstration_day.hpp"

namespace siaga::app {

/// A folder that is gone when the program ends.
class TemporaryFolder {
public:
    /// Below the system's place for temporary files. Throws Fault.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The filled folder, before anything listens. Made on any thread.
struct Demonstration {
    std::unique_ptr<TemporaryFolder> temporary;
    std::unique_ptr<const DemonstrationDay> day;
    std::filesystem::path folder;
    Time start;
};

/// `on_progress`: 0 to 1. Throws Fault.
[[nodiscard]] Demonstration prepare_demonstration(const std::filesystem::path& assets, Time start,
                                                  const std::function<void(double)>& on_progress);

class DemonstrationSource final : public Source {
public:
    DemonstrationSource(const Operation& operation, Demonstration demonstration, double speed,
                        std::function<void()> wake);
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
