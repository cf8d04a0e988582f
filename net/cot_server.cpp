#include "net/cot_server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/core/name.hpp"
#include "net/accept_loop.hpp"
#include "net/handshakes.hpp"
#include "net/posted_calls.hpp"
#include "net/receiver_gate.hpp"
#include "net/socket_alarm.hpp"
#include "net/tls_context.hpp"
#include "net/wire.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

class CotServer::Impl : public std::enable_shared_from_this<CotServer::Impl> {
public:
    Impl(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
        : limits_(limits),
          inlet_(inlet),
          gate_(gate),
          clock_(clock),
          room_(io_, inlet),
          listener_(settings.tls ? "cot_tls" : "cot"),
          accept_(io_, listener_, settings, limits_.accept_retry),
          handshakes_(listener_, settings.tls ? server_tls(gate.folder, TlsRules::kTak) : nullptr, gate.door, clock,
                      limits_),
          look_(io_) {}

    void start() {
        accept_.start([this](Tcp::socket socket) { admit(std::move(socket)); });
        if (handshakes_.secret()) {
            asio::co_spawn(
                io_, [this] { return look_at_keys(); }, asio::detached);
        }
        thread_ = std::thread([this] { run(); });
        subscribe();
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            stopping_ = true;
            room_.stop();
            accept_.stop();
            handshakes_.stop();
            look_.cancel();
            for (const auto& connection : connections_) connection->close();
            work_.reset();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return accept_.port(); }
    [[nodiscard]] CotStatus status() const {
        const std::lock_guard lock(mutex_);
        return status_;
    }

private:
    class Connection {
    public:
        /// `who`: by the peer's certificate; nothing: it is plain.
        Connection(Wire peer, SessionId number, std::string from, std::optional<Identity> identity, Impl& server)
            : address(std::move(from)),
              who(std::move(identity)),
              wire(std::move(peer)),
              alarm(wire),
              world{server.limits_,
                    server.clock_,
                    figures,
                    [this, &server](std::string_view device) { return server.device_of(*this, device); },
                    [this, &server](CotRefusal why, const CotEvent& event) { server.refused(*this, why, event); },
                    who ? std::optional(SourceName::literal("cot." + who->source.text())) : std::nullopt},
              session(number, world, Steady::now()),
              id(number) {}

        void close() {
            closed = true;
            wire.close();
            alarm.off();
        }

        std::string address;
        std::optional<Identity> who;
        Wire wire;
        SocketAlarm<Wire> alarm;
        CotFigures figures;  ///< that are not in the status yet
        CotWorld world;
        CotSession session;
        SessionId id;
        bool closed = false;
    };

    void admit(Tcp::socket socket) {
        error_code error;
        const std::string address = socket.remote_endpoint(error).address().to_string();
        if (error) return;
        const bool full = connections_.size() + handshakes_.count() >= limits_.cot_connections;
        {
            const std::lock_guard lock(mutex_);
            ++(full ? status_.turned_away : status_.connects);
        }
        if (full) return spdlog::warn("{}: a connection from {} turned away, there are too many", listener_, address);
        handshakes_.begin(std::move(socket), address, [this, address](Wire wire) { open(std::move(wire), address); });
    }

    void open(Wire wire, const std::string& address) {
        std::optional<Identity> who;
        if (handshakes_.secret()) {
            who = identify(wire, address);
            if (!who) return;  // and that is the end of the wire
        }
        auto connection =
            std::make_shared<Connection>(std::move(wire), inlet_.new_session(), address, std::move(who), *this);
        connections_.insert(connection);
        count_sessions();
        asio::co_spawn(io_, serve(std::move(connection)), asio::detached);
    }

    /// Nothing: its certificate lets nobody in here.
    std::optional<Identity> identify(const Wire& wire, const std::string& address) {
        const std::optional<PeerCertificate> certificate = wire.peer_certificate();
        if (!certificate) return std::nullopt;  // not without one: the handshake asks for it
        const Caller caller{listener_, address_group(address)};
        const Time now = clock_.now();
        const auto turn_away = [&](SignInFault why, std::string_view detail) {
            spdlog::warn("{}: '{}' from {}: {}", listener_, printable(certificate->common_name), address, detail);
            gate_.door.refused(why, caller, certificate->common_name, now);
            return std::nullopt;
        };
        const Result<Identity> who = gate_.auth.identify_certificate(certificate->sha256);
        if (!who) return turn_away(sign_in_fault(who.problem().code), who.problem().detail);
        if (who->role != Role::kField || who->units.size() != 1 || who->source.text().size() > Device::kIdMaxBytes) {
            return turn_away(SignInFault::kRole, "a TAK client's certificate is of the role field and of one unit");
        }
        gate_.door.entered(*who, caller, now);
        return *who;
    }

    std::optional<Device> device_of(const Connection& connection, std::string_view id) {
        if (!connection.who) return gate_.devices.find(id);
        if (!valid_name(id) || id.size() > Device::kIdMaxBytes) return std::nullopt;
        return Device{std::string(id), connection.who->units.front()};
    }

    /// What lets an open session in may end at any time.
    asio::awaitable<void> look_at_keys() {
        while (!stopping_) {
            error_code error;
            look_.expires_after(limits_.keys_looked_at);
            co_await look_.async_wait(asio::redirect_error(asio::use_awaitable, error));
            if (stopping_) break;
            for (const auto& connection : connections_) {
                const std::optional<Problem> ended = gate_.auth.ended(*connection->who);
                if (!ended) continue;
                spdlog::warn("{} session {} of {}: {}", listener_, connection->id, connection->who->source.text(),
                             ended->detail);
                connection->close();
            }
        }
    }

    void count_sessions() {
        const std::lock_guard lock(mutex_);
        status_.sessions = connections_.size();
    }

    asio::awaitable<void> serve(std::shared_ptr<Connection> connection) {
        Connection& self = *connection;
        std::vector<char> buffer(limits_.read_bytes);
        while (!self.closed && !self.session.over()) {
            error_code error;
            self.alarm.set(self.session.deadline());
            const std::size_t count = co_await self.wire.read_some(asio::buffer(buffer), error);
            const auto now = Steady::now();
            if (count > 0) self.session.on_bytes({buffer.data(), count}, now);
            self.session.on_deadline(now);
            co_await hand_over(self);
            if (!co_await answered(self)) break;
            const bool only_rang = error == asio::error::operation_aborted && now < self.session.deadline();
            if (error && !only_rang) break;
        }
        if (const auto& why = self.session.over())
            spdlog::warn("{} session {} of '{}' from {}: {}", listener_, self.id, self.session.device(), self.address,
                         why->detail);
        self.close();
        connections_.erase(connection);
        count_sessions();
    }

    asio::awaitable<void> hand_over(Connection& self) {
        Submission ready = self.session.take_ready();
        {
            const std::lock_guard lock(mutex_);
            status_.events += std::exchange(self.figures, {});
            if (!ready.records.empty()) unanswered_[self.id] += ready.records.size();
        }
        co_await room_.hand_over(std::move(ready));
    }

    /// Who does not read its answers is not read any more, and then cut off.
    asio::awaitable<bool> answered(Connection& self) {
        const std::string text = self.session.take_output();
        if (text.empty()) co_return true;
        error_code error;
        self.alarm.set(Steady::now() + limits_.idle);
        co_await self.wire.write(asio::buffer(text), error);
        co_return !error;
    }

    void refused(const Connection& connection, CotRefusal why, const CotEvent& event) {
        const Time now = clock_.now();
        const Caller caller{listener_, address_group(connection.address)};
        const bool stranger = why == CotRefusal::kStranger;
        gate_.door.refused(stranger ? SignInFault::kUnknownDevice : SignInFault::kRole, caller, event.device(), now);
        const std::string id = event.device();
        if (stranger && valid_name(id) && id.size() <= Device::kIdMaxBytes)
            gate_.waiting.note(id, connection.address, place_of(event), now);
    }

    static std::optional<LonLat> place_of(const CotEvent& event) {
        if (!event.point || !LonLat::in_range(event.point->lon_deg, event.point->lat_deg)) return std::nullopt;
        return LonLat::from_degrees(event.point->lon_deg, event.point->lat_deg);
    }

    void subscribe() {
        const PostedCalls<Impl> on_its_thread(weak_from_this(), io_);
        inlet_.subscribe({.replies =
                              [on_its_thread](const std::vector<Reply>& replies) {
                                  on_its_thread([replies](Impl& self) { self.count(replies); });
                              },
                          .room = [on_its_thread] { on_its_thread([](Impl& self) { self.room_.on_room(); }); },
                          .published = {}});
        // Answered after the subscription has taken effect: what is committed before would not be counted.
        inlet_.ask_last_seq(SourceName::literal("cot"),
                            [on_its_thread](std::uint64_t) { on_its_thread([](Impl& self) { self.room_.open(); }); });
    }

    void count(const std::vector<Reply>& replies) {
        const std::lock_guard lock(mutex_);
        for (const Reply& reply : replies) {
            const auto ours = unanswered_.find(reply.session);
            if (ours == unanswered_.end()) continue;
            if (reply.problem)
                ++status_.refused[std::string(name_of(reply.problem->code))];
            else
                status_.accepted += reply.records;
            ours->second -= std::min(ours->second, reply.records);
            if (ours->second == 0) unanswered_.erase(ours);
        }
    }

    void run() {
        try {
            io_.run();
        } catch (const std::exception& fault) {
            spdlog::critical("the listener of TAK clients stopped: {}", fault.what());
        }
    }

    const Limits limits_;
    Inlet& inlet_;
    Gate gate_;
    const Clock& clock_;
    asio::io_context io_{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{io_.get_executor()};
    ReceiverGate room_;
    const char* listener_;  ///< its table in operation.toml
    AcceptLoop accept_;
    Handshakes handshakes_;
    asio::steady_timer look_;
    std::set<std::shared_ptr<Connection>> connections_;
    bool stopping_ = false;
    std::thread thread_;
    mutable std::mutex mutex_;
    CotStatus status_;
    std::unordered_map<SessionId, std::size_t> unanswered_;  ///< records handed over, by session
};

CotStatus& CotStatus::operator+=(const CotStatus& more) {
    sessions += more.sessions;
    connects += more.connects;
    turned_away += more.turned_away;
    events += more.events;
    accepted += more.accepted;
    for (const auto& [code, count] : more.refused) refused[code] += count;
    return *this;
}

CotServer::CotServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits)) {
    impl_->start();
}

CotServer::~CotServer() { stop(); }

std::uint16_t CotServer::port() const { return impl_->port(); }

CotStatus CotServer::status() const { return impl_->status(); }

void CotServer::stop() { impl_->stop(); }

}  // namespace siaga::net
