#include "data/store/signing.hpp"

#include <gtest/gtest.h>

#include "data/store/hex.hpp"
#include "data/store/sha256.hpp"

namespace siaga {
namespace {

/// RFC 8032 section 7.1, test 2, as PKCS #8: 16 bytes of header, then the 32 of the seed.
constexpr const char* kPem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";

TEST(Signing, RejectsAWrongPemButReadsItsOwn) {
    const SigningKey key = SigningKey::generate();
    const auto again = SigningKey::from_pem(key.to_pem());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_FALSE(SigningKey::from_pem("not a key"));
    EXPECT_FALSE(SigningKey::from_pem(to_pem(key.public_key()))) << "a public key is no private one";
    EXPECT_EQ(public_key_from(to_pem(key.public_key())), key.public_key());
    EXPECT_EQ(public_key_from(to_hex(key.public_key()) + "\n"), key.public_key());
    EXPECT_FALSE(public_key_from(key.to_pem()));
}

TEST(Signing, ReproducesAVectorOfRfc8032) {
    const auto key = SigningKey::from_pem(kPem);
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(key->public_key()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(to_hex(key->sign("\x72")),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Signing, RefusesEveryFlippedBitOfASignature) {
    const SigningKey key = SigningKey::generate();
    const Signature good = key.sign("text");
    ASSERT_TRUE(is_signed_by(key.public_key(), "text", good));
    EXPECT_FALSE(is_signed_by(key.public_key(), "texT", good));
    EXPECT_FALSE(is_signed_by(SigningKey::generate().public_key(), "text", good));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Signature bad = good;
        bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(is_signed_by(key.public_key(), "text", bad)) << bit;
    }
}

TEST(Hex, IsReadStrictly) {
    EXPECT_EQ((from_hex<2>("00ff")), (std::array<std::uint8_t, 2>{0, 255}));
    for (const char* wrong : {"00fF", "00f", "00ff0", "00f ", "", "0x0f"}) EXPECT_FALSE((from_hex<2>(wrong))) << wrong;
}

}  // namespace
}  // namespace siaga
