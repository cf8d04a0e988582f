#include "app/simulator/fill_operation.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace siaga::app {
namespace {

Submission submission_of(DayMessage message) {
    Submission submission;
    submission.source = std::move(message.source);
    if (auto* report = std::get_if<FixReport>(&message.record)) {
        submission.add(message.seq, std::move(*report));
    } else {
        submission.add(message.seq, std::make_shared<const Event>(std::move(std::get<Event>(message.record))));
    }
    return submission;
}

}  // namespace

Time first_send(const DemonstrationDay& day) { return day.size() == 0 ? day.start() : day.send_time(0); }

FillCounts fill_operation(Core& core, ManualClock& clock, const DemonstrationDay& day, Time from, Time until,
                          const FillSettings& settings) {
    FillCounts counts;
    std::vector<Submission> batch;
    std::size_t next = day.first_at(from);
    while (next < day.size() && day.send_time(next) < until) {
        const Time batch_end = std::min(day.send_time(next) + settings.batch, until);
        batch.clear();
        for (; next < day.size() && day.send_time(next) < batch_end; ++next) {
            batch.push_back(submission_of(day.message(next)));
        }
        clock.set(day.send_time(next - 1));
        for (const Reply& reply : core.step(batch)) {
            if (reply.problem) ++counts.refused;
        }
        counts.messages += batch.size();
        if (settings.on_progress) settings.on_progress(clock.now());
    }
    clock.set(until);
    core.tick();
    return counts;
}

}  // namespace siaga::app
