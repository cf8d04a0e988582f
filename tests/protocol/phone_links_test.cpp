#include "net/phone_links.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <string>
#include <vector>

namespace siaga::net {
namespace {

const PhoneLogin kLogin{"http://10.8.0.1:5055", "hp 04", "ab12cd"};

TEST(PhoneLinks, OfTraccarAreTheServerWithItsSettings) {
    EXPECT_EQ(traccar_link(kLogin),
              "http://10.8.0.1:5055/ab12cd?id=hp%2004&interval=10&distance=0&buffer=true&service=true");
}

TEST(PhoneLinks, OfOwnTracksHoldAConfiguration) {
    const std::string link = owntracks_link(kLogin), head = "owntracks:///config?inline=";
    ASSERT_TRUE(link.starts_with(head));
    std::string base64 = link.substr(head.size());
    for (std::size_t at = 0; (at = base64.find('%', at)) != std::string::npos;) {
        base64.replace(at, 3, 1, static_cast<char>(std::stoi(base64.substr(at + 1, 2), nullptr, 16)));
    }
    std::vector<unsigned char> bytes(base64.size());
    const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                                       static_cast<int>(base64.size()));
    ASSERT_GT(length, 0);
    std::string json(bytes.begin(), bytes.begin() + length);
    json.resize(json.find_last_of('}') + 1);
    EXPECT_EQ(json, R"({"_type":"configuration","mode":3,"url":"http://10.8.0.1:5055/owntracks","auth":true,)"
                    R"("username":"hp 04","password":"ab12cd","deviceId":"hp 04","monitoring":2,"locatorInterval":10,)"
                    R"("locatorDisplacement":0})");
}

TEST(PhoneLinks, TakeAnAddressOfTheWebWithoutAnythingBehindIt) {
    for (const char* good : {"http://10.8.0.1:5055", "https://posko.example", "http://[::1]:5055"}) {
        EXPECT_FALSE(not_a_server(good)) << good;
    }
    for (const char* bad : {"", "10.8.0.1:5055", "ftp://a", "http://", "http://a/path", "http://a?x=1", "http://a#b",
                            "http://u:p@a", "http://a b", "http://a/\n"}) {
        EXPECT_TRUE(not_a_server(bad)) << bad;
    }
}

}  // namespace
}  // namespace siaga::net
