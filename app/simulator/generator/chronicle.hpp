#pragma once
// Chronicle: the events of the day while it is being made, in any order; take() sorts them, numbers
// the transfers and sends each three seconds after it happened.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/simulator/day_plan.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// What a transfer says besides who and where.
struct TransferDetails {
    std::optional<UnitName> unit;
    std::string vehicle, plate;
    std::string handed_by, received_by;
    std::string condition;
};

class Chronicle {
public:
    explicit Chronicle(const Operation& operation) : operation_(operation) {}

    /// `second` since the day's start; the source is the operators' post of the district's sector.
    void add(std::int32_t second, std::string_view district, EventBody body);
    /// Of the operations centre itself.
    void add_central(std::int32_t second, EventBody body);
    void add_from(std::int32_t second, const SourceName& source, EventBody body);

    /// Boxes move; `from` and `to` are sites. Named in time order by take().
    void transfer(std::int32_t second, std::string_view district, std::vector<BoxCode> boxes, BoxStage to_stage,
                  const SiteCode& from, const SiteCode& to, const TransferDetails& details = {});

    [[nodiscard]] const Roster& roster() const { return *operation_.roster; }
    [[nodiscard]] Time time(std::int32_t second) const { return operation_.day_start + std::chrono::seconds(second); }
    [[nodiscard]] std::size_t district(std::string_view code) const;
    [[nodiscard]] std::size_t site(const SiteCode& code) const;
    /// Boxes of a district whose contest's letter is in `contests`.
    [[nodiscard]] std::vector<BoxCode> boxes(std::string_view district, std::string_view contests) const;
    [[nodiscard]] std::vector<BoxCode> village_boxes(std::string_view village, std::string_view contests) const;

    [[nodiscard]] std::vector<DayEvent> take();

private:
    const Operation& operation_;
    std::vector<DayEvent> events_;
};

[[nodiscard]] SiteCode ppk_site(std::string_view district);
[[nodiscard]] SiteCode pps_site(std::string_view village);
[[nodiscard]] SiteCode warehouse_site();

}  // namespace siaga::app
