#pragma once
// SHA-256 (FIPS 180-4) through OpenSSL, and the two hash types of the store.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace siaga {

using Hash = std::array<std::uint8_t, 32>;  ///< SHA-256

/// What identifies a record's content when (source, seq) repeats: the first 16 bytes of the SHA-256
/// of its canonical bytes. Half the hash is still 2^128 tries to forge, and costs half the disk.
using RecordDigest = std::array<std::uint8_t, 16>;

/// One hash over several pieces. Reusable after finish(). One thread at a time.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& add(std::span<const std::uint8_t> bytes);
    Sha256& add(std::string_view text);
    /// Big endian, 8 bytes.
    Sha256& add_number(std::uint64_t number);
    /// The hash of what was added; starts over.
    [[nodiscard]] Hash finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// Any thread.
[[nodiscard]] Hash sha256(std::span<const std::uint8_t> bytes);
[[nodiscard]] RecordDigest record_digest(std::span<const std::uint8_t> canonical);

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace siaga
