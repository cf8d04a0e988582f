#include "app/simulator/generator/chronicle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

/// Three sectors report to the operations centre.
SourceName sector_of(std::string_view district) {
    const std::string_view number = district.substr(district.size() - 2);
    constexpr std::string_view kWest = "02 11 12 13 15 16 17";
    constexpr std::string_view kEast = "03 06 07 08 09 22 23 24";
    if (kWest.find(number) != std::string_view::npos) return SourceName::literal("ppk-barat");
    if (kEast.find(number) != std::string_view::npos) return SourceName::literal("ppk-timur");
    return SourceName::literal("ppk-tengah");
}

}  // namespace

SiteCode ppk_site(std::string_view district) { return SiteCode::literal(fmt::format("PPK {}", district)); }
SiteCode pps_site(std::string_view village) { return SiteCode::literal(fmt::format("PPS {}", village)); }
SiteCode warehouse_site() { return SiteCode::literal("GUDANG"); }

void Chronicle::add_from(std::int32_t second, const SourceName& source, EventBody body) {
    events_.push_back({time(second) + 3s, source, Event{time(second), std::move(body), {}}});
}

void Chronicle::add(std::int32_t second, std::string_view district, EventBody body) {
    add_from(second, sector_of(district), std::move(body));
}

void Chronicle::add_central(std::int32_t second, EventBody body) {
    add_from(second, SourceName::literal("poskotis"), std::move(body));
}

void Chronicle::transfer(std::int32_t second, std::string_view district, std::vector<BoxCode> boxes, BoxStage to_stage,
                         const SiteCode& from, const SiteCode& to, const TransferDetails& details) {
    CustodyTransfer transfer;
    transfer.declared = static_cast<std::uint32_t>(boxes.size());
    transfer.boxes = std::move(boxes);
    transfer.to_stage = to_stage;
    transfer.from = from;
    transfer.to = to;
    transfer.unit = details.unit;
    transfer.vehicle = details.vehicle;
    transfer.plate = details.plate;
    transfer.handed_by = details.handed_by;
    transfer.received_by = details.received_by;
    transfer.condition = details.condition;
    if (to == warehouse_site() && to_stage != BoxStage::kOnRoad) return add_central(second, std::move(transfer));
    add(second, district, std::move(transfer));
}

std::size_t Chronicle::district(std::string_view code) const {
    const auto index = roster().district_index(DistrictCode::literal(code));
    if (!index) throw Fault(fmt::format("the story names district {}, which the folder does not have", code));
    return *index;
}

std::size_t Chronicle::site(const SiteCode& code) const {
    const auto index = roster().site_index(code);
    if (!index) throw Fault(fmt::format("the story names site {}, which the folder does not have", code.text()));
    return *index;
}

std::vector<BoxCode> Chronicle::boxes(std::string_view district_code, std::string_view contests) const {
    const std::size_t index = district(district_code);
    std::vector<BoxCode> found;
    for (const BoxInfo& box : roster().boxes) {
        if (box.district == index && contests.find(roster().contests[box.contest].letter) != std::string_view::npos) {
            found.push_back(box.code);
        }
    }
    return found;
}

std::vector<BoxCode> Chronicle::village_boxes(std::string_view village, std::string_view contests) const {
    std::vector<BoxCode> found;
    for (const BoxInfo& box : roster().boxes) {
        if (roster().villages[box.village].code == village &&
            contests.find(roster().contests[box.contest].letter) != std::string_view::npos) {
            found.push_back(box.code);
        }
    }
    return found;
}

std::vector<DayEvent> Chronicle::take() {
    std::stable_sort(events_.begin(), events_.end(),
                     [](const DayEvent& a, const DayEvent& b) { return a.send < b.send; });
    int number = 0;
    for (DayEvent& event : events_) {
        auto* transfer = std::get_if<CustodyTransfer>(&event.event.body);
        if (transfer == nullptr) continue;
        ++number;
        if (transfer->transfer.empty()) transfer->transfer = RecordName::literal(fmt::format("ST-{:04}", number));
    }
    return std::exchange(events_, {});
}

}  // namespace siaga::app
