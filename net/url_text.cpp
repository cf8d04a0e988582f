#include "net/url_text.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace siaga::net {
namespace {

namespace urls = boost::urls;

constexpr auto kAllowed = urls::pchars + '%' + '/' + '?';

}  // namespace

std::string tidy_url(std::string_view text) {
    std::string tidy;
    tidy.reserve(text.size());
    for (const char& c : text) {
        if (kAllowed(static_cast<unsigned char>(c))) {
            tidy += c;
        } else {
            tidy += urls::encode({&c, 1}, urls::unreserved_chars);
        }
    }
    return tidy;
}

}  // namespace siaga::net
