#include "net/phone_links.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <vector>

#include "data/core/json_writer.hpp"

namespace siaga::net {
namespace {

constexpr int kIntervalSeconds = 10;

std::string escaped(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

std::string base64(std::string_view text) {
    constexpr std::size_t kIn = 3, kOut = 4;
    std::vector<unsigned char> out((text.size() + kIn - 1) / kIn * kOut + 1);
    const int length =
        EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    return {out.begin(), out.begin() + length};
}

}  // namespace

std::optional<Problem> not_a_server(std::string_view server) {
    const auto url = boost::urls::parse_uri(server);
    const bool web =
        url && (url->scheme_id() == boost::urls::scheme::http || url->scheme_id() == boost::urls::scheme::https);
    if (web && !url->host().empty() && !url->has_userinfo() && url->encoded_path().empty() && !url->has_query() &&
        !url->has_fragment()) {
        return std::nullopt;
    }
    return Problem{Refusal::kBadValue, 0,
                   "takes the address of the listener as the phone reaches it, for example http://10.8.0.1:5055"};
}

std::string traccar_link(const PhoneLogin& login) {
    return fmt::format("{}/{}?id={}&interval={}&distance=0&buffer=true&service=true", login.server,
                       escaped(login.token), escaped(login.id), kIntervalSeconds);
}

std::string owntracks_link(const PhoneLogin& login) {
    constexpr int kHttp = 3, kMoving = 2;  // OwnTracks: mode, monitoring
    JsonWriter settings;
    settings.begin_object().member("_type", "configuration").member("mode", kHttp);
    settings.member("url", login.server + "/owntracks").member("auth", true);
    settings.member("username", login.id).member("password", login.token).member("deviceId", login.id);
    settings.member("monitoring", kMoving).member("locatorInterval", kIntervalSeconds);
    settings.member("locatorDisplacement", 0).end_object();
    return "owntracks:///config?inline=" + escaped(base64(settings.text()));
}

}  // namespace siaga::net
