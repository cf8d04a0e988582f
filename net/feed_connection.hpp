#pragma once
// FeedConnection: the socket of one FeedSession. Three coroutines: one reads, one writes, one waits for
// the session's deadline. Net thread only.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>

#include "net/feed_session.hpp"
#include "net/wire.hpp"

namespace siaga::net {

class FeedConnection : public std::enable_shared_from_this<FeedConnection> {
public:
    /// `wire` has shaken hands. `ended` is called once, when the socket is closed.
    /// `address`: of the peer, as address_group gives it.
    FeedConnection(Wire wire, SessionId id, const SessionWorld& world, std::string address,
                   std::function<void(SessionId)> ended);

    void start();
    /// At once, whatever is unsaid.
    void close();

    /// After each call that changed the session: lets its coroutines look again.
    void look_again();
    [[nodiscard]] FeedSession& session() { return session_; }
    [[nodiscard]] const FeedSession& session() const { return session_; }
    [[nodiscard]] const std::string& address() const { return address_; }

private:
    boost::asio::awaitable<void> read();
    boost::asio::awaitable<void> write();
    boost::asio::awaitable<void> watch();
    /// Lets the peer read our last words.
    boost::asio::awaitable<void> linger();

    Wire wire_;
    boost::asio::steady_timer may_read_, may_write_, deadline_;
    Steady::time_point armed_ = Steady::time_point::max();
    const Limits& limits_;
    std::string address_;
    FeedSession session_;
    std::function<void(SessionId)> ended_;
    bool closed_ = false;
};

}  // namespace siaga::net
