#pragma once
// Fixes of a GPX file into an operation: through the feed of the core that runs there, like any client, or
// through a core of its own when none runs. Both number them by their place in the file, under a source named
// after its content and the unit, so that a second import finds every record there.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/model/fix.hpp"
#include "data/store/operation.hpp"
#include "net/feed_client.hpp"

namespace siaga::app {

struct ImportCounts {
    std::uint64_t stored = 0;
    std::uint64_t known = 0;    ///< there already
    std::uint64_t refused = 0;  ///< now, or in an earlier import of the same file
    std::string first_refusal;  ///< "point 17: TELEPORT: 812 m/s ..."
};

/// "gpx." and the beginning of the SHA-256 of the unit and the file.
[[nodiscard]] SourceName import_source(const UnitName& unit, std::string_view bytes);

struct Refusals {
    std::uint64_t count = 0;
    std::string first;
    void note(std::uint64_t seq, std::string_view code, std::string_view detail);
};

/// Where the fixes go. Throws Fault when it goes away.
class ImportWay {
public:
    ImportWay() = default;
    ImportWay(const ImportWay&) = delete;
    ImportWay& operator=(const ImportWay&) = delete;
    virtual ~ImportWay() = default;
    /// The next one; `seq` rises.
    virtual void give(std::uint64_t seq, const FixReport& report) = 0;
    /// Everything given so far is answered.
    [[nodiscard]] virtual Refusals finish() = 0;
};

/// A core opened here. Throws Fault also when another process writes the operation.
[[nodiscard]] std::unique_ptr<ImportWay> into_folder(const Operation& operation, const SourceName& source);
/// The feed of the core that runs.
[[nodiscard]] std::unique_ptr<ImportWay> through_feed(const net::FeedTarget& target);

/// All of them, in their order, but those that were refused when the same file was imported before: their reasons
/// are in the quarantine. `on_progress` is told how many are done.
[[nodiscard]] ImportCounts import_fixes(const std::filesystem::path& operation_folder, const SourceName& source,
                                        const std::vector<FixReport>& fixes, ImportWay& way,
                                        const std::function<void(std::uint64_t)>& on_progress);

}  // namespace siaga::app
