#include "data/store/sha256.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <new>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

/// Fetched once: EVP_sha256() would look the provider up again for every message.
const EVP_MD* algorithm() {
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kMethod(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                         &EVP_MD_free);
    if (!kMethod) throw Fault("OpenSSL offers no SHA-256 here: install libssl3 with its default provider");
    return kMethod.get();
}

void check(int done) {
    if (done != 1) throw Fault("OpenSSL failed to compute a SHA-256: check the installation of libssl3");
}

}  // namespace

struct Sha256::Context {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    if (!context_->evp) throw std::bad_alloc();
    check(EVP_DigestInit_ex2(context_->evp.get(), algorithm(), nullptr));
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
    check(EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size()));
    return *this;
}

Sha256& Sha256::add(std::string_view text) {
    check(EVP_DigestUpdate(context_->evp.get(), text.data(), text.size()));
    return *this;
}

Sha256& Sha256::add_number(std::uint64_t number) {
    constexpr int kByteBits = 8;
    std::array<std::uint8_t, sizeof number> bytes{};
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number >>= kByteBits) {
        *byte = static_cast<std::uint8_t>(number);
    }
    return add(bytes);
}

Hash Sha256::finish() {
    Hash hash{};
    check(EVP_DigestFinal_ex(context_->evp.get(), hash.data(), nullptr));
    check(EVP_DigestInit_ex2(context_->evp.get(), nullptr, nullptr));
    return hash;
}

Hash sha256(std::span<const std::uint8_t> bytes) {
    thread_local Sha256 hasher;
    return hasher.add(bytes).finish();
}

RecordDigest record_digest(std::span<const std::uint8_t> canonical) {
    const Hash hash = sha256(canonical);
    RecordDigest digest{};
    std::copy_n(hash.begin(), digest.size(), digest.begin());
    return digest;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr unsigned kHighShift = 4;
    constexpr unsigned kLowMask = 0xF;
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> kHighShift];
        text += kDigits[byte & kLowMask];
    }
    return text;
}

}  // namespace siaga
