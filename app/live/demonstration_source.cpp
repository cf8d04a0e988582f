#include "app/live/demonstration_source.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "app/common/demonstration.hpp"
#include "app/simulator/day_file.hpp"
#include "app/simulator/simulator.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {

namespace {

/// Memory, where syncs cost nothing, unless TMPDIR names another place.
std::filesystem::path place_for_passing_files() {
    const bool memory = std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0;
    std::error_code ignored;
    return memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path(ignored);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    const std::filesystem::path place = place_for_passing_files();
    std::string pattern = (place / "siaga-demo-XXXXXX").string();
    if (place.empty() || ::mkdtemp(pattern.data()) == nullptr) {
        throw Fault("cannot make a folder for the demonstration as " + pattern +
                    ": free some space there, or set TMPDIR");
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

DemonstrationInMaking::DemonstrationInMaking(const std::filesystem::path& assets, Time start) : start_(start) {
    DayPlan plan = load_day(assets / "ttu");
    auto temporary = std::make_shared<TemporaryFolder>();
    const std::filesystem::path folder = temporary->path() / "operation";
    temporary_ = std::move(temporary);
    const Time opened = plan.events.empty() ? plan.start : std::min(plan.start, plan.events.front().send);
    // The fixes of the day are made beside it.
    std::future<DemonstrationDay> day = std::async(
        std::launch::async, [plan = std::move(plan)]() mutable { return DemonstrationDay(std::move(plan)); });
    init_operation(folder, {.from = assets / "ttu", .areas = {}, .simulated = true}, opened);
    operation_ = std::make_shared<const Operation>(load_operation(folder));
    filling_ = std::async(std::launch::async, [this, day = std::move(day)]() mutable { return fill(day.get()); });
}

std::shared_ptr<const DemonstrationDay> DemonstrationInMaking::fill(DemonstrationDay day) {
    const auto whole = static_cast<double>(std::max<std::int64_t>((start_ - day.start()).count(), 1));
    fill_demonstration(*operation_, day, start_, [&](Time t) {
        done_ = std::clamp(static_cast<double>((t - day.start()).count()) / whole, 0.0, 1.0);
    });
    day.forget_before(start_);
    ::malloc_trim(0);  // what filling took in passing goes back to the system
    return std::make_shared<const DemonstrationDay>(std::move(day));
}

bool DemonstrationInMaking::ready_within(Millis patience) const {
    return filling_.wait_for(patience) == std::future_status::ready;
}

Demonstration DemonstrationInMaking::take() { return {temporary_, operation_, filling_.get(), start_}; }

DemonstrationSource::DemonstrationSource(Demonstration demonstration, double speed, std::function<void()> wake)
    : demonstration_(std::move(demonstration)), tokens_(demonstration_.operation->folder) {
    // All tokens before the listener: it reads their file once it changes, this way only once.
    for (const DaySource& source : demonstration_.day->sources()) (void)tokens_.token_for(source);
    ListenerChoice choice;
    choice.feed.enabled = true;
    choice.feed.port = 0;
    choice.feed.tls = false;
    const Operation& operation = *demonstration_.operation;
    core_ = std::make_unique<EmbeddedCore>(operation, std::make_unique<Store>(operation.folder, Durability::kFull),
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
