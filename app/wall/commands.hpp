#pragma once
// Commands: what panels, keys and the mouse ask for. The wall executes them at the end of the frame,
// so that nothing changes while a frame is being drawn.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "app/time_control/time_control.hpp"
#include "data/core/name.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga::app {

struct SelectDistrict {
    std::size_t district = 0;
};
struct SelectUnit {
    UnitName unit;
};
struct ClearSelection {};
struct NextDistrict {
    int steps = 1;
};
struct LookAt {
    LonLat place;  ///< brought into the middle when it is not well inside the picture
};
struct FitAll {};
struct FitSelection {};
struct ZoomMap {
    double steps = 0;                              ///< 1 doubles the scale
    std::optional<std::pair<float, float>> about;  ///< screen point that stays; the middle if absent
};
struct PanMap {
    float dx = 0, dy = 0;  ///< pixels the map moves
};
/// Map and time go to an entry of the ledger.
struct ShowEntry {
    std::uint64_t n = 0;
};
struct StepEntry {
    int direction = 1;  ///< +1: the next after the shown time, -1: the one before
};
struct AcknowledgeAlert {
    RecordName alert;
};
struct ShelveAlert {
    RecordName alert;
};
/// The selected unit stays in the middle of the map, until somebody moves the map or selects another.
struct ToggleFollow {};
/// Writes the fixes between the marks, of the selected unit or of all, into the operation's folder.
struct ExportMarked {};
struct ToggleHelp {};
/// The listeners, who waits, who was not let in, what is in quarantine.
struct ToggleHealth {};
struct ToggleFullscreen {};

using Command = std::variant<TimeCommand, SelectDistrict, SelectUnit, ClearSelection, NextDistrict, LookAt, FitAll,
                             FitSelection, ZoomMap, PanMap, ShowEntry, StepEntry, AcknowledgeAlert, ShelveAlert,
                             ToggleFollow, ExportMarked, ToggleHelp, ToggleHealth, ToggleFullscreen>;

class CommandList {
public:
    void add(Command command) { commands_.push_back(std::move(command)); }
    [[nodiscard]] std::vector<Command> take() { return std::exchange(commands_, {}); }

private:
    std::vector<Command> commands_;
};

}  // namespace siaga::app
