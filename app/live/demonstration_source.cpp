#include "app/live/demonstration_source.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "app/common/demonstration.hpp"
#include "app/simulator/simulator.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {

TemporaryFolder::TemporaryFolder() {
    std::error_code failed;
    std::string pattern = (std::filesystem::temp_directory_path(failed) / "siaga-demo-XXXXXX").string();
    if (failed || ::mkdtemp(pattern.data()) == nullptr) {
        throw Fault("cannot make a folder for the demonstration as " + pattern +
                    ": free some space there, or set TMPDIR");
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Demonstration prepare_demonstration(const std::filesystem::path& assets, Time start,
                                    const std::function<void(double)>& on_progress) {
    Demonstration out;
    out.start = start;
    out.temporary = std::make_unique<TemporaryFolder>();
    out.folder = out.temporary->path() / "operation";
    out.day = std::make_unique<const DemonstrationDay>(DemonstrationDay::load(assets / "ttu"));
    const auto whole = static_cast<double>(std::max<std::int64_t>((start - out.day->start()).count(), 1));
    make_demonstration(
        out.folder, *out.day,
        {.from = assets / "ttu", .until = start, .on_progress = [&](Time t) {
             on_progress(std::clamp(static_cast<double>((t - out.day->start()).count()) / whole, 0.0, 1.0));
         }});
    ::malloc_trim(0);  // what filling took in passing goes back to the system
    return out;
}

DemonstrationSource::DemonstrationSource(const Operation& operation, Demonstration demonstration, double speed,
                                         std::function<void()> wake)
    : demonstration_(std::move(demonstration)), tokens_(demonstration_.folder) {
    // All tokens before the listener: it reads their file once it changes, this way only once.
    for (const DaySource& source : demonstration_.day->sources()) (void)tokens_.token_for(source);
    ListenerChoice choice;
    choice.feed.enabled = true;
    choice.feed.port = 0;
    choice.feed.tls = false;
    core_ = std::make_unique<EmbeddedCore>(operation, std::make_unique<Store>(demonstration_.folder, Durability::kFull),
                                           std::make_unique<PlayedClock>(demonstration_.start, speed), speed, choice,
                                           std::move(wake));
    player_ = std::jthread([this](const std::stop_token& stop) { play(stop); });
}

DemonstrationSource::~DemonstrationSource() {
    player_.request_stop();
    if (player_.joinable()) player_.join();
}

void DemonstrationSource::play(const std::stop_token& stop) {
    try {
        SimulatorSettings settings;
        settings.feed.port = core_->port();
        settings.token_for = [this](const DaySource& source) { return tokens_.token_for(source); };
        Simulator simulator(*demonstration_.day, core_->clock(), settings);
        simulator.run(stop);
    } catch (const Fault& fault) {
        const std::lock_guard lock(trouble_mutex_);
        trouble_ = std::string("the simulator stopped: ") + fault.what();
    }
}

std::string DemonstrationSource::trouble() {
    const std::lock_guard lock(trouble_mutex_);
    return trouble_;
}

}  // namespace siaga::app
