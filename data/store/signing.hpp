#pragma once
// Ed25519 (RFC 8032) through OpenSSL: the key that signs the ledger's tips. Keys are kept as PEM, so
// that `openssl pkey` and `openssl pkeyutl -verify -rawin` can read and check them without Siaga.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace siaga {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
public:
    /// A new one, from OpenSSL's random numbers.
    [[nodiscard]] static SigningKey generate();
    /// Nothing when the text is not the PEM (PKCS #8) of an Ed25519 private key.
    [[nodiscard]] static std::optional<SigningKey> from_pem(std::string_view pem);
    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;

    [[nodiscard]] PublicKey public_key() const;
    [[nodiscard]] Signature sign(std::string_view text) const;
    [[nodiscard]] std::string to_pem() const;

private:
    struct Key;
    explicit SigningKey(std::unique_ptr<Key> key);
    std::unique_ptr<Key> key_;
};

[[nodiscard]] bool is_signed_by(const PublicKey& key, std::string_view text, const Signature& signature);

/// PEM of the SubjectPublicKeyInfo.
[[nodiscard]] std::string to_pem(const PublicKey& key);
/// From that PEM, or from 64 hexadecimal digits; nothing for anything else.
[[nodiscard]] std::optional<PublicKey> public_key_from(std::string_view text);

/// What people compare: the first 16 bytes of the key's SHA-256, hexadecimal.
[[nodiscard]] std::string fingerprint(const PublicKey& key);

}  // namespace siaga
