#pragma once
// A backup: one tar file with manifest.toml first and its signature, then ledger.db, tracks.db, operation.toml, the
// place files it names and the tips. Never a private key, never a token.
//
//   auto copy = store.begin_copy(part.path());            // the writer's thread, in steps
//   while (!copy->step()) {}
//   make_backup(operation, part.path(), "x.tar", now);    // any thread
//   restore_backup("x.tar", "restored");

#include <atomic>
#include <filesystem>

#include "data/core/time.hpp"
#include "data/store/backup_manifest.hpp"

namespace siaga {

/// Verifies what a StoreCopy left in folder `copied` (chain, content of every entry, every batch of tracks), packs
/// it with the files of folder `operation`, syncs, puts the file in its place and reads it again. It appears whole
/// or not at all, over nothing. Throws Fault, also soon after `stop` was set.
BackupManifest make_backup(const std::filesystem::path& operation, const std::filesystem::path& copied,
                           const std::filesystem::path& file, Time now, const std::atomic<bool>& stop);

/// Reads all of it. Throws Fault: a member is missing, too many, or not what the manifest says.
BackupManifest check_backup(const std::filesystem::path& file);

/// Makes an operation folder of it, which appears whole and verified or not at all. Throws Fault: the folder exists,
/// the backup is damaged or, where `key` is given, not signed by it.
BackupManifest restore_backup(const std::filesystem::path& file, const std::filesystem::path& folder,
                              const std::optional<PublicKey>& key = std::nullopt);

}  // namespace siaga
