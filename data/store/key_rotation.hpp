#pragma once
// A rotation of the ledger's key: an entry that both keys sign, so that who trusts the old key may trust
// the new one. Signed is, bound to the entry's place in the ledger:
//
//   siaga key rotation 1
//   origin HASH     leaf hash of the ledger's first entry
//   entry N         of the rotation itself
//   chain HASH      of the entry before
//   old HEX         public key
//   new HEX         public key

#include <cstdint>
#include <optional>
#include <string>

#include "data/model/event.hpp"
#include "data/store/ledger_entry.hpp"
#include "data/store/signing.hpp"

namespace siaga {

struct RotationPlace {
    Hash origin{};
    std::uint64_t entry = 0;
    Hash chain_before{};
};

[[nodiscard]] std::string rotation_text(const RotationPlace& place, const PublicKey& before, const PublicKey& after);
[[nodiscard]] KeyRotated make_rotation(const RotationPlace& place, const SigningKey& before, const SigningKey& after);

struct RotatedKeys {
    PublicKey before{}, after{};
};
/// The two keys of an entry, when both have signed it at that place; nothing otherwise.
[[nodiscard]] std::optional<RotatedKeys> check_rotation(const RotationPlace& place, const KeyRotated& rotation);

}  // namespace siaga
