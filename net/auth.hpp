#pragma once
// Who somebody is, and what asks. The answer comes from keys/tokens.toml (net/token_file.hpp).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/result.hpp"
#include "data/core/time.hpp"
#include "data/model/enum_names.hpp"
#include "data/store/sha256.hpp"

namespace siaga::net {

using siaga::Role;
[[nodiscard]] inline std::optional<Role> role_from_name(std::string_view name) { return enum_from_name<Role>(name); }

struct Identity {
    SourceName source;
    Role role = Role::kViewer;
    std::vector<UnitName> units;       ///< empty: any
    std::optional<Time> expires = {};  ///< by the core's clock; nothing: never
    std::string fingerprint = {};      ///< of the token or certificate: the first 8 bytes of its SHA-256, hexadecimal
    [[nodiscard]] bool may_speak_for(const UnitName& unit) const;
    friend bool operator==(const Identity&, const Identity&) = default;
};

/// The source of the core's own entries; no token may carry it.
inline constexpr std::string_view kReservedSource = "siaga";

/// Any thread; does not block on anything but a small file.
class Auth {
public:
    Auth() = default;
    Auth(const Auth&) = delete;
    Auth& operator=(const Auth&) = delete;
    virtual ~Auth() = default;

    /// The answer to "who is this?". kAuthFailed, and to whoever has the right token kTokenExpired, kTokenRevoked.
    [[nodiscard]] virtual Result<Identity> identify(std::string_view token, const SourceName& source) = 0;
    /// The same of a client certificate that TLS has checked; `sha256` is of its DER form.
    [[nodiscard]] virtual Result<Identity> identify_certificate(const Hash& sha256) = 0;
    /// Why somebody who was let in is to leave now; nothing: it may stay.
    [[nodiscard]] virtual std::optional<Problem> ended(const Identity& identity) = 0;
};

}  // namespace siaga::net
