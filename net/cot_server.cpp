#include "net/cot_server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "data/core/name.hpp"
#include "net/accept_loop.hpp"
#include "net/cot_connection.hpp"
#include "net/cot_refusals.hpp"
#include "net/handshakes.hpp"
#include "net/into.hpp"
#include "net/posted_calls.hpp"
#include "net/receiver_gate.hpp"
#include "net/tls_context.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

class CotServer::Impl : public std::enable_shared_from_this<CotServer::Impl> {
public:
    Impl(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits,
         std::shared_ptr<const CotPicture> picture)
        : limits_(limits),
          inlet_(inlet),
          gate_(gate),
          clock_(clock),
          room_(io_, inlet),
          listener_(settings.tls ? "cot_tls" : "cot"),
          accept_(io_, listener_, settings, limits_.accept_retry),
          handshakes_(listener_, settings.tls ? server_tls(*gate.folder, TlsRules::kTak) : nullptr, gate.door, clock,
                      limits_),
          picture_(std::move(picture)),
          look_(io_),
          show_(io_) {}

    void start() {
        accept_.start([this](Tcp::socket socket) { admit(std::move(socket)); });
        if (handshakes_.secret()) {
            asio::co_spawn(
                io_, [this] { return look_at_keys(); }, asio::detached);
        }
        if (picture_) {
            asio::co_spawn(
                io_, [this] { return show(); }, asio::detached);
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
            show_.cancel();
            const auto connections = connections_;
            for (const auto& connection : connections) connection->close();
            work_.reset();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return accept_.port(); }
    [[nodiscard]] CotStatus status() const { return tally_.status(); }

private:
    void admit(Tcp::socket socket) {
        error_code error;
        const std::string address = socket.remote_endpoint(error).address().to_string();
        if (error) return;
        const bool full = connections_.size() + handshakes_.count() >= limits_.cot_connections;
        tally_.connected(full);
        if (full) return spdlog::warn("{}: a connection from {} turned away, there are too many", listener_, address);
        handshakes_.begin(std::move(socket), address, [this, address](Wire wire) { open(std::move(wire), address); });
    }

    void open(Wire wire, const std::string& address) {
        std::optional<Identity> who;
        if (handshakes_.secret()) {
            who = identify(wire, address);
            if (!who) return;  // and that is the end of the wire
        }
        const SessionId id = inlet_.new_session();
        SessionBook& book = gate_.door.sessions();
        book.opened(id, listener_, address_group(address), Steady::now());
        if (who) book.known(id, who->source.text(), name_of(who->role));
        const auto connection = std::make_shared<CotConnection>(std::move(wire), id, address, std::move(who), host_);
        connections_.insert(connection);
        tally_.set_sessions(connections_.size());
        connection->start();
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
        const bool speaks = who->role == Role::kField && who->units.size() == 1;
        if ((!speaks && who->role != Role::kViewer) || who->source.text().size() > Device::kIdMaxBytes) {
            return turn_away(SignInFault::kRole,
                             "a TAK client's certificate is of the role field and of one unit, or of the role viewer");
        }
        gate_.door.entered(*who, caller, now);
        return *who;
    }

    std::optional<Device> device_of(const CotConnection& connection, std::string_view id) {
        if (!connection.who()) return gate_.devices.find(id);
        if (!valid_name(id) || id.size() > Device::kIdMaxBytes) return std::nullopt;
        if (connection.who()->role != Role::kField) return std::nullopt;  // it looks, and says nothing
        return Device{std::string(id), connection.who()->units.front()};
    }

    /// What lets an open session in may end at any time.
    asio::awaitable<void> look_at_keys() {
        while (!stopping_) {
            error_code error;
            look_.expires_after(limits_.keys_looked_at);
            co_await look_.async_wait(into(error));
            if (stopping_) break;
            const auto connections = connections_;
            for (const auto& connection : connections) {
                const std::optional<Problem> ended = gate_.auth.ended(*connection->who());
                if (!ended) continue;
                spdlog::warn("{} session {} of {}: {}", listener_, connection->id(), connection->who()->source.text(),
                             ended->detail);
                connection->close();
            }
        }
    }

    /// Once a second, so that a busy day costs a phone no more than that.
    asio::awaitable<void> show() {
        while (!stopping_) {
            error_code error;
            show_.expires_after(limits_.cot_shown_every);
            co_await show_.async_wait(into(error));
            if (stopping_ || !latest_) continue;
            const auto before = std::exchange(shown_, latest_);
            std::vector<CotPicture::Part> changes;
            if (before && before != latest_) changes = picture_->changes(*before, *latest_);
            const auto connections = connections_;  // showing may end one
            for (const auto& connection : connections) {
                if (!connection->introduced()) continue;
                const bool fresh = !std::exchange(connection->has_picture, true);
                show_to(*connection, fresh ? picture_->whole(*latest_) : changes);
            }
        }
    }

    static void show_to(CotConnection& connection, const std::vector<CotPicture::Part>& parts) {
        const UnitName itself = connection.unit();
        std::string xml;
        for (const CotPicture::Part& part : parts) {
            if (part.unit.empty() || part.unit != itself) xml += part.xml;
        }
        if (!xml.empty()) connection.show(xml);
    }

    void subscribe() {
        const PostedCalls<Impl> on_its_thread(weak_from_this(), io_);
        inlet_.subscribe({.replies =
                              [on_its_thread](const std::vector<Reply>& replies) {
                                  on_its_thread([replies](Impl& self) { self.tally_.answered(replies); });
                              },
                          .room = [on_its_thread] { on_its_thread([](Impl& self) { self.room_.on_room(); }); },
                          .published =
                              [on_its_thread, wanted = picture_ != nullptr](const Published& published) {
                                  if (!wanted) return;
                                  on_its_thread([live = published.live](Impl& self) { self.latest_ = live; });
                              }});
        // Answered after the subscription has taken effect: what is committed before would not be counted.
        inlet_.ask_last_seq(SourceName::literal("cot"),
                            [on_its_thread](std::uint64_t) { on_its_thread([](Impl& self) { self.room_.open(); }); });
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
    std::shared_ptr<const CotPicture> picture_;
    asio::steady_timer look_, show_;
    CotConnection::Host host_{
        listener_,
        limits_,
        clock_,
        room_,
        [this](const CotConnection& connection, std::string_view id) { return device_of(connection, id); },
        [this](const CotConnection& connection, CotRefusal why, const CotEvent& event) {
            note_refusal(gate_, {listener_, connection.address(), connection.id()}, why, event, clock_.now());
        },
        [this](const CotConnection& connection, const CotFigures& more, std::size_t records) {
            tally_.handed_over(connection.id(), more, records);
            if (connection.who() || connection.device().empty()) return;
            gate_.door.sessions().known(connection.id(), connection.device(), name_of(Role::kField));
        },
        [this](const std::shared_ptr<CotConnection>& connection) {
            gate_.door.sessions().closed(connection->id());
            connections_.erase(connection);
            tally_.set_sessions(connections_.size());
        }};
    std::set<std::shared_ptr<CotConnection>> connections_;
    std::shared_ptr<const Situation> latest_, shown_;
    bool stopping_ = false;
    std::thread thread_;
    CotTally tally_{gate_.door.sessions()};
};

CotServer::CotServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits,
                     std::shared_ptr<const CotPicture> picture)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits, std::move(picture))) {
    impl_->start();
}

CotServer::~CotServer() { stop(); }

std::uint16_t CotServer::port() const { return impl_->port(); }

CotStatus CotServer::status() const { return impl_->status(); }

void CotServer::stop() { impl_->stop(); }

}  // namespace siaga::net
