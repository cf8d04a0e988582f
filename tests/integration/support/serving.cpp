#include "tests/integration/support/serving.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <stdexcept>

namespace siaga::test {
namespace {

using Steady = std::chrono::steady_clock;

std::vector<std::string> serve_command(const std::string& folder, const std::vector<std::string>& more) {
    std::vector<std::string> command = siagactl({"serve", "--operation", folder});
    if (std::find(more.begin(), more.end(), "--port") == more.end()) command.insert(command.end(), {"--port", "0"});
    command.insert(command.end(), more.begin(), more.end());
    return command;
}

}  // namespace

std::string add_token(const std::string& folder, const std::string& source, const std::string& role) {
    Outcome outcome = run_siagactl({"token", "add", "--operation", folder, "--source", source, "--role", role});
    if (outcome.exit != 0) throw std::runtime_error("token add: " + outcome.err);
    while (!outcome.out.empty() && outcome.out.back() == '\n') outcome.out.pop_back();
    return outcome.out.substr(outcome.out.rfind('\n') + 1);
}

std::string hello(const std::string& token, const std::string& source) {
    return R"({"type":"hello","v":1,"token":")" + token + R"(","source":")" + source + "\"}\n";
}

Serving::Serving(const std::string& folder, const std::vector<std::string>& more)
    : process_(serve_command(folder, more)) {}

std::uint16_t Serving::await_port() {
    while (const auto line = process_.out_line()) {
        if (line->find("listening on ") == std::string::npos) continue;
        std::uint16_t port = 0;
        std::from_chars(line->data() + line->rfind(':') + 1, line->data() + line->size(), port);
        return port;
    }
    return 0;
}

Outcome Serving::end() {
    process_.signal(SIGTERM);
    return process_.finish();
}

Connection::Connection(std::uint16_t port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) return;
    ::close(socket_);
    socket_ = -1;
}

Connection::~Connection() {
    if (socket_ >= 0) ::close(socket_);
}

bool Connection::send(std::string_view text) {
    while (!text.empty()) {
        const ssize_t took = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (took <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(took));
    }
    return true;
}

std::size_t Connection::send_some(std::string_view text) {
    const ssize_t took = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return took > 0 ? static_cast<std::size_t>(took) : 0;
}

bool Connection::receive() {
    std::array<char, 65536> piece{};
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
    if (got > 0) text_.append(piece.data(), static_cast<std::size_t>(got));
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

std::optional<std::string> Connection::received_line() {
    const std::size_t end = text_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
}

std::optional<std::string> Connection::line(Patience patience) {
    const auto deadline = Steady::now() + patience;
    while (true) {
        if (auto whole = received_line()) return whole;
        pollfd wanted{socket_, POLLIN, 0};
        if (::poll(&wanted, 1, poll_ms(deadline)) <= 0 || !receive()) return received_line();
    }
}

bool Connection::closes(Patience patience) {
    const auto deadline = Steady::now() + patience;
    while (true) {
        pollfd wanted{socket_, POLLIN, 0};
        if (::poll(&wanted, 1, poll_ms(deadline)) <= 0) return false;
        if (!receive()) return true;
    }
}

void Connection::end_sending() const { ::shutdown(socket_, SHUT_WR); }

}  // namespace siaga::test
