#pragma once
// The operation folder: operation.toml and the files it names, ledger.db, tracks.db, keys/, log/.
// Nothing here says TTU; assets/ttu is only the folder that init copies by default.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/geo/areas.hpp"
#include "data/model/roster.hpp"

namespace siaga {

struct ListenerSettings {
    bool enabled = false;
    std::string address = "127.0.0.1";
    std::uint16_t port = 7117;
};

/// A name on the water, for the eye only.
struct SeaName {
    std::string name;
    LonLat place;
};

/// operation.toml and the files it names, loaded and checked.
struct Operation {
    std::filesystem::path folder;
    std::string name;    ///< "Operasi Mantap Praja Turangga 2024"
    std::string region;  ///< "Kab. Timor Tengah Utara"
    Zone zone;
    bool simulated = false;
    Time day_start, day_end;  ///< what the timeline shows
    std::vector<Area> areas;  ///< districts, in the order of Roster::districts
    std::vector<Area> context;
    std::vector<SeaName> seas;
    std::shared_ptr<const Roster> roster;
    ListenerSettings feed;
};

struct InitOptions {
    std::filesystem::path from;                  ///< template folder, assets/ttu by default
    std::optional<std::filesystem::path> areas;  ///< official boundaries instead of the template's
    bool simulated = false;
};

/// Throws Fault naming file, line or feature, reason and the way out.
[[nodiscard]] Operation load_operation(const std::filesystem::path& folder);

/// Makes the folder with both databases at version 1 and the first ledger entry. The folder appears
/// whole or not at all. Throws Fault when it exists and is not empty, or cannot be written.
void init_operation(const std::filesystem::path& folder, const InitOptions& options, Time now);

/// $XDG_DATA_HOME/siaga, else ~/.local/share/siaga.
[[nodiscard]] std::filesystem::path default_operations_folder();

}  // namespace siaga
