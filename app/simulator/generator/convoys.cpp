// Chapter: from the PPKs to the warehouse.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/story.hpp"

namespace siaga::app {
namespace {

using story::ConvoyRow;
using story::kMinute;

constexpr std::int32_t kUnloading = 25 * kMinute;

class ConvoyTale {
public:
    ConvoyTale(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads, const ConvoyRow& row)
        : chronicle_(chronicle),
          fleet_(fleet),
          row_(row),
          unit_(fleet.named(escort_of(row.district))),
          ppk_(ppk_site(row.district)),
          warehouse_(warehouse_site()),
          target_(roads.node_of_site(chronicle.site(warehouse_))),
          boxes_(chronicle.boxes(row.district, row.contests)) {
        for (const SiteInfo& site : chronicle.roster().sites) places_.push_back(plane_from_lonlat(site.place));
    }

    void tell() {
        const std::int32_t way = fleet_.way_s(fleet_.home(unit_), target_);
        const std::int32_t departs = departure(way);
        load(departs, way);
        const bool halts = row_.district == story::kStopDistrict && row_.contests == "B";
        const std::int32_t arrives =
            fleet_.drive_halting(unit_, target_, departs, halts ? story::kStopLength : 0, places_);
        if (arrives >= story::kDayLength) return;
        escort(arrives, EscortStep::kArrived, {});
        const bool short_of_one = row_.district == story::kMismatchDistrict;
        short_of_one ? unload_in_two_parts() : unload(arrives);
        // It goes back to its PPK, but not while one of its boxes is missing.
        fleet_.drive(unit_, fleet_.home(unit_), (short_of_one ? story::kMismatchResolved : arrives) + kUnloading);
    }

private:
    [[nodiscard]] std::int32_t departure(std::int32_t way) const {
        switch (row_.timing) {
            case ConvoyRow::Timing::kDeparts:
                return row_.value;
            case ConvoyRow::Timing::kArrives:
                return row_.value - way;
            case ConvoyRow::Timing::kMidway:
                break;
        }
        return story::kShowTime - static_cast<std::int32_t>(static_cast<std::int64_t>(way) * row_.value / 1000);
    }

    void load(std::int32_t departs, std::int32_t way) {
        TransferDetails details;
        details.unit = fleet_.name(unit_);
        details.vehicle = boxes_.size() > 14 ? "Truk" : "Pikap";
        details.plate = fmt::format("SIM {:04}", 1000 + unit_ * 7);
        details.handed_by = "Ketua PPK";
        details.received_by = "Padal pengawalan";
        details.condition = "Segel cocok";
        chronicle_.transfer(departs - kMinute, row_.district, boxes_, BoxStage::kOnRoad, ppk_, warehouse_, details);
        escort(departs, EscortStep::kDeparted, departs + way);
    }

    void escort(std::int32_t second, EscortStep step, std::optional<std::int32_t> eta) {
        EscortMoved moved{fleet_.name(unit_), step, ppk_, warehouse_, std::nullopt};
        if (eta) moved.eta = chronicle_.time(*eta);
        chronicle_.add(second, row_.district, std::move(moved));
    }

    [[nodiscard]] static TransferDetails receipt() {
        TransferDetails details;
        details.handed_by = "Padal pengawalan";
        details.received_by = "Petugas gudang KPU";
        details.condition = "Segel cocok";
        return details;
    }

    void unload(std::int32_t arrives) {
        chronicle_.transfer(arrives + 5 * kMinute, row_.district, boxes_, BoxStage::kAtWarehouse, ppk_, warehouse_,
                            receipt());
        chronicle_.transfer(arrives + 40 * kMinute, row_.district, boxes_, BoxStage::kGuarded, warehouse_, warehouse_);
    }

    /// The count at the warehouse is one short; the last box comes later, its seal whole.
    void unload_in_two_parts() {
        std::vector<BoxCode> first = boxes_;
        const std::vector<BoxCode> last{first.back()};
        first.pop_back();
        const RecordName record = RecordName::literal("ST-SELISIH-01");
        CustodyTransfer counted;
        counted.transfer = record;
        counted.boxes = first;
        counted.declared = static_cast<std::uint32_t>(boxes_.size());
        counted.to_stage = BoxStage::kAtWarehouse;
        counted.from = ppk_;
        counted.to = warehouse_;
        counted.handed_by = "Padal pengawalan";
        counted.received_by = "Petugas gudang KPU";
        counted.condition = fmt::format("{} dari {} kotak, segel cocok", first.size(), boxes_.size());
        chronicle_.add_central(story::kMismatchFound, std::move(counted));

        BoxFaultNoted fault;
        fault.record = record;
        fault.district = DistrictCode::literal(row_.district);
        fault.fault = BoxFault::kCountMismatch;
        fault.boxes = last;
        fault.note = fmt::format("{}/{}", first.size(), boxes_.size());
        chronicle_.add_central(story::kMismatchFound + 20, fault);

        const std::int32_t found = story::kMismatchResolved;
        chronicle_.transfer(found, row_.district, last, BoxStage::kAtWarehouse, ppk_, warehouse_, receipt());
        fault.open = false;
        fault.note = "Kotak terakhir tiba dengan kendaraan kedua, segel utuh, hitung ulang cocok";
        chronicle_.add_central(found + 3 * kMinute, std::move(fault));
        chronicle_.transfer(found + 20 * kMinute, row_.district, boxes_, BoxStage::kGuarded, warehouse_, warehouse_);
    }

    Chronicle& chronicle_;
    Fleet& fleet_;
    const ConvoyRow& row_;
    std::size_t unit_;
    SiteCode ppk_, warehouse_;
    std::size_t target_;
    std::vector<BoxCode> boxes_;
    std::vector<PlanePoint> places_;
};

}  // namespace

void tell_convoys(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads) {
    for (const ConvoyRow& row : story::kConvoys) ConvoyTale(chronicle, fleet, roads, row).tell();
}

}  // namespace siaga::app
