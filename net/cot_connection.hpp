#pragma once
// CotConnection: the socket of one CotSession, and what its client is shown. Three coroutines: one reads, one writes,
// one waits for the deadlines. Listener's thread only.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/auth.hpp"
#include "net/cot_session.hpp"
#include "net/receiver_gate.hpp"
#include "net/wire.hpp"

namespace siaga::net {

class CotConnection : public std::enable_shared_from_this<CotConnection> {
public:
    /// What all connections of a listener share; it outlives them.
    struct Host {
        const char* listener;
        const Limits& limits;
        const Clock& clock;
        ReceiverGate& room;
        std::function<std::optional<Device>(const CotConnection&, std::string_view id)> device;
        std::function<void(const CotConnection&, CotRefusal, const CotEvent&)> refused;
        /// `records` go to the core now.
        std::function<void(const CotConnection&, const CotFigures& more, std::size_t records)> handed_over;
        std::function<void(const std::shared_ptr<CotConnection>&)> ended;
    };

    /// `wire` has shaken hands. `who`: by its certificate; nothing: it is plain.
    CotConnection(Wire wire, SessionId id, std::string address, std::optional<Identity> who, const Host& host);

    void start();
    /// At once, whatever is unsaid.
    void close();
    /// Queues events, in the form that the client asked for; who does not read them is cut off.
    void show(std::string xml) { send(session_.as_asked(std::move(xml))); }

    [[nodiscard]] SessionId id() const { return id_; }
    [[nodiscard]] const std::string& address() const { return address_; }
    [[nodiscard]] const std::optional<Identity>& who() const { return who_; }
    /// That it speaks for; "" until it is known.
    [[nodiscard]] const std::string& device() const { return session_.device(); }
    /// Whom it speaks for; empty: nobody, or not known yet.
    [[nodiscard]] UnitName unit() const;
    /// It has said who it is, or had the time for it: nobody is shown itself.
    [[nodiscard]] bool introduced() const;

    bool has_picture = false;  ///< the whole of it was shown

private:
    boost::asio::awaitable<void> read();
    boost::asio::awaitable<void> write();
    boost::asio::awaitable<void> watch();
    boost::asio::awaitable<void> hand_over();
    void send(std::string_view bytes);
    [[nodiscard]] Steady::time_point deadline() const;
    void look_again();

    SessionId id_;
    std::string address_;
    std::optional<Identity> who_;
    Steady::time_point opened_ = Steady::now();
    const Host& host_;
    Wire wire_;
    boost::asio::steady_timer may_write_, deadline_;
    Steady::time_point armed_ = Steady::time_point::max();
    Steady::time_point taken_by_ = Steady::time_point::max();  ///< what is being written
    CotFigures figures_;                                       ///< that the host has not got yet
    CotWorld world_;
    CotSession session_;
    std::string output_;
    bool ended_ = false;  ///< the peer sends nothing more: it gets what is unsaid, and that is the end
    bool closed_ = false;
};

}  // namespace siaga::net
