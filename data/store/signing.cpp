#include "data/store/signing.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <new>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/hex.hpp"
#include "data/store/sha256.hpp"

namespace siaga {
namespace {

template <class T, void (*Free)(T*)> struct FreeWith {
    void operator()(T* pointer) const { Free(pointer); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY, EVP_PKEY_free>>;
using ContextPointer = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX, EVP_MD_CTX_free>>;
using BioPointer = std::unique_ptr<BIO, FreeWith<BIO, BIO_free_all>>;

void check(bool done) {
    if (!done) throw Fault("OpenSSL failed at Ed25519: check the installation of libssl3");
}

BioPointer reader_of(std::string_view text) {
    BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) throw std::bad_alloc();
    return bio;
}

std::string text_of(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

BioPointer new_buffer() {
    BioPointer bio(BIO_new(BIO_s_mem()));
    if (!bio) throw std::bad_alloc();
    return bio;
}

KeyPointer public_only(const PublicKey& key) {
    return KeyPointer(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
}

PublicKey raw_public(const EVP_PKEY* key) {
    PublicKey raw{};
    std::size_t size = raw.size();
    check(EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1 && size == raw.size());
    return raw;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Without this OpenSSL would ask the terminal for the password of an encrypted file.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

struct SigningKey::Key {
    KeyPointer evp;
};

SigningKey::SigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::generate() {
    KeyPointer key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    check(key != nullptr);
    return SigningKey(std::make_unique<Key>(Key{std::move(key)}));
}

std::optional<SigningKey> SigningKey::from_pem(std::string_view pem) {
    const BioPointer bio = reader_of(pem);
    KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) return std::nullopt;
    return SigningKey(std::make_unique<Key>(Key{std::move(key)}));
}

PublicKey SigningKey::public_key() const { return raw_public(key_->evp.get()); }

Signature SigningKey::sign(std::string_view text) const {
    const ContextPointer context(EVP_MD_CTX_new());
    if (!context) throw std::bad_alloc();
    Signature signature{};
    std::size_t size = signature.size();
    check(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->evp.get()) == 1);
    check(EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(text), text.size()) == 1);
    check(size == signature.size());
    return signature;
}

std::string SigningKey::to_pem() const {
    const BioPointer bio = new_buffer();
    check(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_->evp.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return text_of(bio.get());
}

bool is_signed_by(const PublicKey& key, std::string_view text, const Signature& signature) {
    const KeyPointer evp = public_only(key);
    const ContextPointer context(EVP_MD_CTX_new());
    if (!evp || !context) return false;
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, evp.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(text), text.size()) == 1;
}

std::string to_pem(const PublicKey& key) {
    const KeyPointer evp = public_only(key);
    check(evp != nullptr);
    const BioPointer bio = new_buffer();
    check(PEM_write_bio_PUBKEY(bio.get(), evp.get()) == 1);
    return text_of(bio.get());
}

std::optional<PublicKey> public_key_from(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    if (const auto raw = from_hex<std::tuple_size_v<PublicKey>>(text)) return raw;
    const BioPointer bio = reader_of(text);
    const KeyPointer key(PEM_read_bio_PUBKEY(bio.get(), nullptr, &no_password, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) return std::nullopt;
    return raw_public(key.get());
}

std::string fingerprint(const PublicKey& key) {
    constexpr std::size_t kShown = 32;
    return to_hex(sha256(key)).substr(0, kShown);
}

}  // namespace siaga
