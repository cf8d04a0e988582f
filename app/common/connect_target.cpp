#include "app/common/connect_target.hpp"

#include <charconv>
#include <system_error>

#include "app/common/command_line.hpp"
#include "data/core/fault.hpp"
#include "net/tls_folder.hpp"

namespace siaga::app {

ConnectTarget parse_connect(const std::string& option, const std::string& text) {
    const std::size_t colon = text.rfind(':');
    ConnectTarget target{text.substr(0, colon), 0};
    if (colon != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, target.port);
        if (error == std::errc() && stop == end && target.port != 0 && !target.host.empty()) return target;
    }
    wrong_use(option, "takes HOST:PORT, for example 127.0.0.1:7117");
}

net::FeedTarget feed_of(const Operation& operation, const std::string& connect) {
    net::FeedTarget target;
    if (!connect.empty()) {
        const ConnectTarget typed = parse_connect("--connect", connect);
        target.host = typed.host;
        target.port = typed.port;
    } else if (!operation.feed.enabled || operation.feed.port == 0) {
        throw Fault(
            "a core runs here and operation.toml does not say where its feed is: give --connect HOST:PORT, or end the "
            "core first");
    } else {
        // What listens on all addresses is reached on the nearest.
        const std::string& address = operation.feed.address;
        target.host = address == "0.0.0.0" ? "127.0.0.1" : address == "::" ? "::1" : address;
        target.port = operation.feed.port;
    }
    if (operation.feed.tls) target.tls = {net::TlsFolder(operation.folder).authority(), {}, {}};
    return target;
}

}  // namespace siaga::app
