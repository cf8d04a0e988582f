// Chapter: how the boxes came to where they are at 06.00.

#include <fmt/format.h>

#include <algorithm>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/story.hpp"

namespace siaga::app {
namespace {

using story::kMinute;

bool stays_in_village(std::string_view district) {
    return district == story::kMountainDistrict || district == story::kDeliveryDistrict;
}

/// The day's own convoys carry these.
bool leaves_in_day(std::string_view district, char letter) {
    return std::any_of(story::kConvoys.begin(), story::kConvoys.end(), [&](const story::ConvoyRow& row) {
        return row.district == district && row.contests.find(letter) != std::string_view::npos;
    });
}

void tell_convoy_before(Chronicle& chronicle, std::string_view district, std::string_view letter,
                        std::int32_t departs) {
    const auto boxes = chronicle.boxes(district, letter);
    const SiteCode ppk = ppk_site(district);
    const SiteCode warehouse = warehouse_site();
    TransferDetails carried;
    carried.unit = UnitName::literal(escort_of(district));
    chronicle.transfer(departs, district, boxes, BoxStage::kOnRoad, ppk, warehouse, carried);
    chronicle.transfer(departs + 95 * kMinute, district, boxes, BoxStage::kAtWarehouse, ppk, warehouse);
    chronicle.transfer(departs + 125 * kMinute, district, boxes, BoxStage::kGuarded, warehouse, warehouse);
}

}  // namespace

std::string escort_of(std::string_view district) {
    int number = (district[district.size() - 2] - '0') * 10 + (district.back() - '0');
    // Callsigns do not follow the codes everywhere.
    for (const auto& [a, b] : {std::pair{1, 2}, std::pair{3, 11}, std::pair{7, 13}}) {
        if (number == a) {
            number = b;
            break;
        }
        if (number == b) {
            number = a;
            break;
        }
    }
    return fmt::format("RAJAWALI-{:02}", number);
}

void tell_first_deliveries(Chronicle& chronicle) {
    const Roster& roster = chronicle.roster();
    std::int32_t later = 0;
    for (const VillageInfo& village : roster.villages) {
        const std::string district = roster.districts[village.district].code.text();
        const auto boxes = chronicle.village_boxes(village.code, "GB");
        const SiteCode pps = pps_site(village.code);
        chronicle.transfer(story::at(28, 0, 10) + later * 37, district, boxes, BoxStage::kAtPps, pps, pps);
        ++later;
        if (stays_in_village(district)) continue;
        const std::int32_t departs = story::at(28, 7, 20) + (later * 1009) % (200 * kMinute);
        const SiteCode ppk = ppk_site(district);
        TransferDetails carried;
        carried.unit = UnitName::literal(escort_of(district));
        chronicle.transfer(departs, district, boxes, BoxStage::kOnRoad, pps, ppk, carried);
        chronicle.transfer(departs + (25 + later % 30) * kMinute, district, boxes, BoxStage::kAtPpk, pps, ppk);
    }
}

void tell_first_convoys(Chronicle& chronicle) {
    std::int32_t later = 0;
    const auto tell = [&](std::string_view district, std::int32_t first, std::int32_t second) {
        const std::int32_t stagger = later * 9 * kMinute;
        if (!leaves_in_day(district, 'G')) tell_convoy_before(chronicle, district, "G", first + stagger);
        if (!leaves_in_day(district, 'B')) tell_convoy_before(chronicle, district, "B", second + stagger);
        ++later;
    };
    for (const std::string_view district : story::kFinishedBefore) tell(district, story::at(29, 7), story::at(29, 18));
}

}  // namespace siaga::app
