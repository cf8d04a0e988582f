#pragma once
// An operation with its records, read beside whoever writes them: for state, export and status.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/common/records.hpp"
#include "app/reports/export.hpp"
#include "app/reports/state_json.hpp"
#include "data/core/clock.hpp"
#include "data/situation/history.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

class ReadOperation {
public:
    /// Throws Fault.
    explicit ReadOperation(const std::filesystem::path& folder);

    [[nodiscard]] const Operation& operation() const { return operation_; }
    [[nodiscard]] History& history() { return history_; }
    [[nodiscard]] StateFigures figures() const;
    /// At most `most`, the newest first.
    [[nodiscard]] std::vector<QuarantinedRecord> last_quarantined(std::size_t most) const;

    /// From the first record to the last, whatever their clocks say.
    [[nodiscard]] ExportRange whole_range() const;
    /// The time of the newest record, or the start of the day when there is none.
    [[nodiscard]] Time last_record() const;
    /// The day of the newest record.
    [[nodiscard]] OperationDay last_day() const;
    /// What "now" means: the clock, or for a simulated operation its newest record.
    [[nodiscard]] Time now() const;
    /// A typed time, an hour alone of the last day; wrong use names the option.
    [[nodiscard]] Time when(const std::string& option, const std::string& text) const;
    /// A unit that was heard; wrong use names the option.
    [[nodiscard]] UnitIndex unit(const std::string& option, const std::string& name) const;

private:
    Operation operation_;
    RecordsFollower records_;
    History history_;
};

/// The clock of an operation's core: the system's. A simulated day lies in the past: its clock goes on
/// from the newest record.
[[nodiscard]] std::unique_ptr<Clock> operation_clock(const Operation& operation);

}  // namespace siaga::app
