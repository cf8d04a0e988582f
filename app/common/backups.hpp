#pragma once
// The backups of an operation, as both programs make and ask for them.

#include <filesystem>
#include <memory>
#include <optional>

#include "data/core/clock.hpp"
#include "data/ingest/backups.hpp"
#include "data/store/backup_manifest.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// What a core of this operation keeps: hourly, of a simulated day only those that somebody asks for.
[[nodiscard]] std::unique_ptr<Backups> own_backups(const Operation& operation, const Clock& clock);

/// A backup of the operation in `file`, which must not exist: by the core that has it open, or else by this process.
/// Throws Fault.
BackupManifest take_backup(const std::filesystem::path& operation, const std::filesystem::path& file);

}  // namespace siaga::app
