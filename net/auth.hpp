#pragma once
// Who may say what on the feed: keys/tokens.toml of the operation folder, mode 0600. A token is 256
// random bits in hex; the file holds only its SHA-256.
//   [[token]]
//   source = "poskotis-7"
//   role = "field"
//   sha256 = "9f86d081..."
//   units = ["RAJAWALI-04"]        # field only; absent or empty: any unit

#include <array>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/result.hpp"

namespace siaga::net {

enum class Role : std::uint8_t { kField, kOperator, kViewer, kAdmin };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_from_name(std::string_view name);

struct Identity {
    SourceName source;
    Role role = Role::kViewer;
    std::vector<UnitName> units;  ///< empty: any
    [[nodiscard]] bool may_speak_for(const UnitName& unit) const;
    friend bool operator==(const Identity&, const Identity&) = default;
};

/// The source of the core's own entries; no token may carry it.
inline constexpr std::string_view kReservedSource = "siaga";

class Auth {
public:
    /// The answer to "who is this?". Any thread; does not block on anything but a small file.
    virtual ~Auth() = default;
    [[nodiscard]] virtual Result<Identity> identify(std::string_view token, const SourceName& source) = 0;
};

class TokenFile final : public Auth {
public:
    /// Throws Fault when the file exists but others may read it, or it does not parse. A missing file
    /// lets nobody in.
    explicit TokenFile(const std::filesystem::path& operation_folder);

    /// kAuthFailed for an unknown token and for a token of another source, in the same words and, for
    /// a file of a given length, in the same time. Reads the file again when it changed.
    [[nodiscard]] Result<Identity> identify(std::string_view token, const SourceName& source) override;

    /// Who has a token, in the file's order.
    [[nodiscard]] std::vector<Identity> identities() const;

    struct Stamp {
        std::int64_t seconds = 0, nanoseconds = 0, size = -1;
        std::uint64_t inode = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

private:
    struct Token {
        Identity identity;
        std::array<std::uint8_t, 32> sha256{};
    };
    void reload_if_changed();

    std::filesystem::path file_;
    std::mutex mutex_;
    Stamp stamp_;
    std::vector<Token> tokens_;

    friend std::string add_token(const std::filesystem::path&, const Identity&);
};

/// Appends a new token and returns it in hex: the only time it is ever shown. The old file is replaced
/// whole. Throws Fault (folder missing or not writable, source reserved or already there).
[[nodiscard]] std::string add_token(const std::filesystem::path& operation_folder, const Identity& identity);

}  // namespace siaga::net
