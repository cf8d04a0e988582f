#include "net/basic_auth.hpp"

#include <openssl/evp.h>
#include <boost/url/grammar/ci_string.hpp>

#include <vector>

namespace siaga::net {
namespace {

constexpr std::string_view kScheme = "Basic ";
constexpr std::size_t kMostBytes = 1024;
constexpr std::size_t kGroup = 4;  // base64 characters that hold three bytes

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty() || text.size() > kMostBytes || text.size() % kGroup != 0) return std::nullopt;
    std::vector<unsigned char> bytes(text.size());
    const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    if (length < 0) return std::nullopt;
    // EVP_DecodeBlock counts the padding as zero bytes.
    const std::size_t padding = text.size() - (text.find_last_not_of('=') + 1);
    if (padding > 2) return std::nullopt;
    return std::string(bytes.begin(), bytes.begin() + length - static_cast<int>(padding));
}

}  // namespace

std::optional<Credentials> basic_credentials(std::string_view header) {
    if (!boost::urls::grammar::ci_is_equal(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
    const std::optional<std::string> pair = from_base64(header.substr(kScheme.size()));
    if (!pair) return std::nullopt;
    const std::size_t colon = pair->find(':');
    if (colon == std::string::npos) return std::nullopt;
    return Credentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

}  // namespace siaga::net
