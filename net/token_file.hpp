#pragma once
// TokenFile: who may come in, keys/tokens.toml of the operation folder, mode 0600. A token is 256 random bits in
// hex; the file holds only its SHA-256. A client certificate stands there with the SHA-256 of its DER form, as
// [[certificate]] with the same members: nobody comes in by the authority's signature alone.
//   [[token]]
//   source = "poskotis-7"
//   role = "field"
//   sha256 = "9f86d081..."
//   units = ["RAJAWALI-04"]                 # absent or empty: any unit
//   expires = "2024-12-01T16:00:00.000Z"    # absent: never
//   revoked = "2024-11-30T06:30:00.000Z"    # siagactl token revoke; absent: it is valid

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/clock.hpp"
#include "data/store/sha256.hpp"
#include "net/auth.hpp"
#include "net/key_folder.hpp"

namespace siaga::net {

enum class Proof : std::uint8_t { kToken, kCertificate };

/// One [[token]] or [[certificate]].
struct TokenEntry {
    Identity identity;
    Hash sha256{};
    std::optional<Time> revoked;
    Proof proof = Proof::kToken;
    [[nodiscard]] bool expired_at(Time t) const { return identity.expires && *identity.expires <= t; }
};

class TokenFile final : public Auth {
public:
    /// Throws Fault when the file exists but others may read it, or it does not parse. A missing file
    /// lets nobody in. `clock` judges what has expired, and outlives it.
    TokenFile(const std::filesystem::path& operation_folder, const Clock& clock);

    /// kAuthFailed for an unknown token and for a token of another source, in the same words and, for
    /// a file of a given length, in the same time. Reads the file again when it changed.
    [[nodiscard]] Result<Identity> identify(std::string_view token, const SourceName& source) override;
    [[nodiscard]] Result<Identity> identify_certificate(const Hash& sha256) override;
    [[nodiscard]] std::optional<Problem> ended(const Identity& identity) override;

    /// All of them, in the file's order, read again when it changed. Nothing: it cannot be read now. Any thread.
    [[nodiscard]] std::optional<std::vector<TokenEntry>> entries();

private:
    /// False: it cannot be read, and nobody is let in. Under the lock.
    bool look_again();
    void reload_if_changed();
    [[nodiscard]] const TokenEntry* find(Proof proof, const Hash& sha256);
    [[nodiscard]] std::optional<Problem> ended(const TokenEntry& token) const;

    std::filesystem::path file_;
    const Clock& clock_;
    std::mutex mutex_;
    FileStamp stamp_;
    std::vector<TokenEntry> tokens_;
    std::string complaint_;  ///< the last one in the log
};

/// Adds a new token and returns it in hex: the only time it is ever shown. The old file is replaced whole.
/// Throws Fault (folder missing or not writable, source reserved or with a token that is not revoked).
[[nodiscard]] std::string add_token(const std::filesystem::path& operation_folder, const Identity& identity);

/// Lets the holder of a certificate in; the rest as add_token.
void add_certificate(const std::filesystem::path& operation_folder, const Identity& identity, const Hash& sha256);

/// Ends the token of `source`: it stays in the file as revoked. Throws Fault when it has none, or none any more.
void revoke_token(const std::filesystem::path& operation_folder, const SourceName& source, Time now);
/// The same of its certificate.
void revoke_certificate(const std::filesystem::path& operation_folder, const SourceName& source, Time now);

/// What the file holds now, for siagactl. Throws Fault.
[[nodiscard]] std::vector<TokenEntry> read_tokens(const std::filesystem::path& operation_folder);

}  // namespace siaga::net
