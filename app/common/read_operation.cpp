#include "app/common/read_operation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/common/command_line.hpp"
#include "app/common/when.hpp"
#include "data/core/clock.hpp"
#include "data/core/name.hpp"

namespace siaga::app {

ReadOperation::ReadOperation(const std::filesystem::path& folder)
    : operation_(load_operation(folder)), records_(folder), history_(operation_.roster, records_.reader().slices()) {
    // Again until nothing was sealed meanwhile: what was counted as open would be in a slice too.
    for (bool sealed = true; sealed;) {
        const auto committed = records_.take();
        if (committed) history_.add(*committed);
        sealed = committed && committed->sealed;
    }
}

StateFigures ReadOperation::figures() const {
    return {records_.reader().tip(), history_.tracks().fix_count(), records_.reader().quarantined_count()};
}

Time ReadOperation::last_record() const {
    // A clock that ran ahead is kept as history, and no record of when things were.
    std::optional<Time> last = history_.tracks().newest_time();
    if (const auto entries = history_.events().entries(); !entries.empty())
        last = std::max(last.value_or(entries.back()->event.time), entries.back()->event.time);
    if (operation_.simulated && last) last = std::max(*last, operation_.day_start);
    return last.value_or(operation_.day_start);
}

std::vector<QuarantinedRecord> ReadOperation::last_quarantined(std::size_t most) const {
    return records_.reader().last_quarantined(most);
}

ExportRange ReadOperation::whole_range() const {
    ExportRange range{operation_.day_start, operation_.day_end};
    const auto widen = [&](Time t) { range = {std::min(range.from, t), std::max(range.to, t)}; };
    if (const auto entries = history_.events().entries(); !entries.empty()) {
        widen(entries.front()->event.time);
        widen(entries.back()->event.time);
    }
    if (const auto first = history_.tracks().first_time()) widen(*first);
    if (const auto last = history_.tracks().last_time()) widen(*last);
    return range;
}

OperationDay ReadOperation::last_day() const { return day_of(operation_, last_record(), now()); }

Time ReadOperation::now() const { return operation_.simulated ? last_record() : SystemClock().now(); }

Time ReadOperation::when(const std::string& option, const std::string& text) const {
    const Result<Time> time = parse_when(text, operation_.zone, last_day().start);
    if (!time) wrong_use(option, time.problem().detail);
    return *time;
}

UnitIndex ReadOperation::unit(const std::string& option, const std::string& name) const {
    const std::vector<std::string>& names = history_.unit_names();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        wrong_use(option, fmt::format("'{}' is none of the {} units that were heard", printable(name), names.size()));
    }
    return UnitIndex{static_cast<std::uint32_t>(found - names.begin())};
}

std::unique_ptr<Clock> operation_clock(const Operation& operation) {
    if (!operation.simulated) return std::make_unique<SystemClock>();
    return std::make_unique<PlayedClock>(ReadOperation(operation.folder).last_record(), 1.0);
}

}  // namespace siaga::app
