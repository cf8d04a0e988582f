#pragma once
// BackupManifest: the first member of a backup, manifest.toml: what else is in it, to the byte. manifest.sig, its
// Ed25519 signature by the key of the ledger, follows it where the folder has that key.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/time.hpp"
#include "data/store/sha256.hpp"
#include "data/store/signing.hpp"
#include "data/store/store.hpp"

namespace siaga {

struct BackupMember {
    std::string name;  ///< "ledger.db", "checkpoints/tips-0001.txt": at most one folder
    std::uint64_t bytes = 0;
    Hash sha256{};
    friend bool operator==(const BackupMember&, const BackupMember&) = default;
};

struct BackupManifest {
    std::string operation;  ///< its name
    Time made;
    LedgerTip tip;
    std::optional<PublicKey> key;       ///< signed it; nothing where the folder had no private key
    std::vector<BackupMember> members;  ///< in the order in which they stand in the file
    friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

/// What manifest.sig signs, of the bytes of manifest.toml.
[[nodiscard]] std::string signed_text(std::string_view toml);

[[nodiscard]] std::string to_toml(const BackupManifest& manifest);

/// `file` is for messages. Throws Fault: not a manifest, of a newer format, a name that leads out of the folder.
[[nodiscard]] BackupManifest manifest_from(std::string_view toml, const std::string& file);

}  // namespace siaga
