#pragma once
// operation.toml: what it says, and the two edits that init makes to it.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/store/operation.hpp"

namespace siaga {

inline constexpr int kOperationFormat = 1;

/// The content of operation.toml, checked; the files it names are not looked at.
struct OperationFile {
    std::string name;
    std::string region;
    Zone zone;
    bool simulated = false;
    std::string areas, villages, sites;  ///< file names in the same folder
    std::optional<std::string> context;
    Time day_start, day_end;
    std::vector<ContestInfo> contests;
    std::vector<SeaName> seas;
    RuleSettings rules;
    ListenerSettings feed;
    FieldListenerSettings field;
    ListenerSettings metrics;
    ListenerSettings cot, cot_tls;
    CotMeshSettings cot_mesh;
    std::vector<Device> devices;
    std::vector<NmeaSettings> nmea;
    std::vector<GpsdSettings> gpsd;
};

/// `file` is for messages. Throws Fault with file:line:column, what is there and what is expected;
/// a newer `format` is refused before anything else is looked at. Unknown keys are logged as warnings.
[[nodiscard]] OperationFile parse_operation_file(std::string_view text, const std::filesystem::path& file);

/// The same from folder/operation.toml. Throws Fault also when the folder or the file is missing.
[[nodiscard]] OperationFile read_operation_file(const std::filesystem::path& folder);

/// The text with the top-level `key` set to a TOML literal, everything else as it was.
/// Precondition: parse_operation_file accepts the text.
[[nodiscard]] std::string with_key(const std::string& text, std::string_view key, std::string_view literal);

}  // namespace siaga
