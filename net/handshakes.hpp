#pragma once
// Handshakes: the TLS handshakes of a listener that are not over yet. Each has a deadline; who fails is logged, entered
// in the ledger and closed. Listener's thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "data/core/clock.hpp"
#include "net/door.hpp"
#include "net/wire.hpp"

namespace siaga::net {

class Handshakes {
public:
    using Socket = boost::asio::ip::tcp::socket;

    /// `listener`: as in Caller. `tls`: null for a plain listener, whose connections have none. The others outlive it.
    Handshakes(std::string_view listener, std::shared_ptr<boost::asio::ssl::context> tls, Door& door,
               const Clock& clock, const Limits& limits);
    ~Handshakes();
    Handshakes(const Handshakes&) = delete;
    Handshakes& operator=(const Handshakes&) = delete;

    /// `done` gets the wire when both sides have agreed, or at once when it is plain.
    void begin(Socket socket, const std::string& address, std::function<void(Wire)> done);
    [[nodiscard]] std::size_t count() const { return pending_.size(); }
    [[nodiscard]] std::size_t count_from(const std::string& address) const;
    [[nodiscard]] bool secret() const { return tls_ != nullptr; }
    void stop();

private:
    struct Pending;
    [[nodiscard]] boost::asio::awaitable<void> shake(std::shared_ptr<Pending> pending, std::function<void(Wire)> done);

    std::string_view listener_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    Door& door_;
    const Clock& clock_;
    const Limits& limits_;
    std::set<std::shared_ptr<Pending>> pending_;
    bool stopping_ = false;
};

}  // namespace siaga::net
