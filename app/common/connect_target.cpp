#include "app/common/connect_target.hpp"

#include <charconv>
#include <system_error>

#include "app/common/command_line.hpp"

namespace siaga::app {

ConnectTarget parse_connect(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    ConnectTarget target{text.substr(0, colon), 0};
    if (colon != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, target.port);
        if (error == std::errc() && stop == end && target.port != 0 && !target.host.empty()) return target;
    }
    wrong_use("--connect", "takes HOST:PORT, for example 127.0.0.1:7117");
}

}  // namespace siaga::app
