#pragma once
// The marked range of the timeline as files of the operation folder.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "app/time_control/time_control.hpp"
#include "data/situation/history.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// More would hold up the picture; `siagactl export` takes its time beside it.
inline constexpr std::uint64_t kMostMarkedFixes = 100'000;

struct MarkedExport {
    std::filesystem::path folder;  ///< export/ of the operation folder, made when it is missing
    std::string name;              ///< of the files, without .csv .geojson .gpx .kml
    std::uint64_t fixes = 0;       ///< 0: nothing was written
    bool too_many = false;         ///< likewise: more than kMostMarkedFixes
};

/// The fixes of the range, of one unit or of all, in every format. Times in the name are the operation's:
/// 20241130-103000-105000-RAJAWALI-04. Throws Fault naming the file that cannot be written.
[[nodiscard]] MarkedExport export_marked(const Operation& operation, const History& history, const MarkedRange& range,
                                         std::optional<UnitIndex> unit);

}  // namespace siaga::app
