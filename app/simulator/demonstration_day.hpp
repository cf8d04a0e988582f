#pragma once
// DemonstrationDay: the whole day as messages in the order they are sent. Fixes are expanded from the
// routes of the day file when it is loaded and kept packed; a message is made when it is asked for.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "app/simulator/day_plan.hpp"
#include "data/core/time.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga::app {

/// One record on its way from a source: `seq` counts from 1 for each source, in send order.
struct DayMessage {
    Time send;
    SourceName source;
    std::uint64_t seq = 0;
    std::variant<FixReport, Event> record;
};

/// The message as a line of the Siaga feed (PROTOCOL: Siaga feed), without the newline.
[[nodiscard]] std::string wire_line(const DayMessage& message);

/// A fix before it is a message. Times are milliseconds since DayPlan::start.
struct PackedFix {
    static constexpr std::uint16_t kNoCourse = 0xFFFF;
    std::int32_t send_ms = 0;
    std::int32_t fix_ms = 0;
    std::int32_t lon_e7 = 0, lat_e7 = 0;
    std::uint16_t unit = 0;        ///< index into DayPlan::units
    std::uint16_t source = 0;      ///< index into DayPlan::sources
    std::uint16_t speed_dmps = 0;  ///< decimetres per second
    std::uint16_t course_deg = kNoCourse;
    std::uint8_t accuracy_m = 0;
    std::uint8_t battery_pct = 0;
};

/// The fixes of one unit in the order they are sent: along its legs, with the noise of a receiver,
/// stored while it has no signal, with the wrong clock while that runs ahead. Appends to `out`.
/// Speeds between neighbouring fixes stay far below the 70 m/s of a teleport when the legs' do.
void expand_fixes(const DayPlan& plan, std::size_t unit, std::vector<PackedFix>& out);

class DemonstrationDay {
public:
    /// Reads FOLDER/day-2024-11-30.jsonl. Throws Fault.
    [[nodiscard]] static DemonstrationDay load(const std::filesystem::path& folder);

    explicit DemonstrationDay(DayPlan plan);

    [[nodiscard]] Time start() const { return plan_.start; }
    [[nodiscard]] Time end() const { return plan_.end; }
    [[nodiscard]] const std::vector<DaySource>& sources() const { return plan_.sources; }
    [[nodiscard]] const DayPlan& plan() const { return plan_; }

    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] Time send_time(std::size_t i) const;
    [[nodiscard]] std::size_t source_of(std::size_t i) const;  ///< index into sources()
    [[nodiscard]] std::uint64_t seq_of(std::size_t i) const { return order_[i].seq; }
    [[nodiscard]] DayMessage message(std::size_t i) const;
    /// The first message with send time >= t, size() if there is none.
    [[nodiscard]] std::size_t first_at(Time t) const;
    /// Gives back the memory of all messages with send time < t. The others keep their seq.
    void forget_before(Time t);

private:
    struct Place {
        std::int32_t send_ms;
        std::uint32_t record;  ///< below events' count: an event; above: a fix
        std::uint32_t seq;
    };
    DayPlan plan_;
    std::vector<PackedFix> fixes_;
    std::vector<std::uint16_t> event_source_;
    std::vector<Place> order_;  ///< by send time
};

}  // namespace siaga::app
