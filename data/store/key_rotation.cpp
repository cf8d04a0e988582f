#include "data/store/key_rotation.hpp"

#include <fmt/format.h>

#include "data/store/hex.hpp"

namespace siaga {

std::string rotation_text(const RotationPlace& place, const PublicKey& before, const PublicKey& after) {
    return fmt::format("siaga key rotation 1\norigin {}\nentry {}\nchain {}\nold {}\nnew {}\n", to_hex(place.origin),
                       place.entry, to_hex(place.chain_before), to_hex(before), to_hex(after));
}

KeyRotated make_rotation(const RotationPlace& place, const SigningKey& before, const SigningKey& after) {
    const std::string text = rotation_text(place, before.public_key(), after.public_key());
    return {.old_key = to_hex(before.public_key()),
            .new_key = to_hex(after.public_key()),
            .by_old = to_hex(before.sign(text)),
            .by_new = to_hex(after.sign(text))};
}

std::optional<RotatedKeys> check_rotation(const RotationPlace& place, const KeyRotated& rotation) {
    constexpr std::size_t kKey = std::tuple_size_v<PublicKey>, kSignature = std::tuple_size_v<Signature>;
    const auto before = from_hex<kKey>(rotation.old_key), after = from_hex<kKey>(rotation.new_key);
    const auto by_old = from_hex<kSignature>(rotation.by_old), by_new = from_hex<kSignature>(rotation.by_new);
    if (!before || !after || !by_old || !by_new) return std::nullopt;
    const std::string text = rotation_text(place, *before, *after);
    if (!is_signed_by(*before, text, *by_old) || !is_signed_by(*after, text, *by_new)) return std::nullopt;
    return RotatedKeys{*before, *after};
}

}  // namespace siaga
