#include "net/cot_server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "net/listening.hpp"
#include "net/receiver_gate.hpp"
#include "net/socket_alarm.hpp"

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
          acceptor_(listening(io_, "cot", settings)),
          pause_(io_),
          port_(acceptor_.local_endpoint().port()) {}

    void start() {
        asio::co_spawn(
            io_, [this] { return accept(); }, asio::detached);
        thread_ = std::thread([this] { run(); });
        subscribe();
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            stopping_ = true;
            room_.stop();
            error_code ignored;
            acceptor_.close(ignored);
            pause_.cancel();
            for (const auto& connection : connections_) connection->close();
            work_.reset();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] CotStatus status() const {
        const std::lock_guard lock(mutex_);
        return status_;
    }

private:
    class Connection {
    public:
        Connection(Tcp::socket peer, SessionId number, std::string from, Impl& server)
            : address(std::move(from)),
              socket(std::move(peer)),
              alarm(socket),
              world{server.limits_, server.clock_, figures,
                    [&server](std::string_view device) { return server.gate_.devices.find(device); },
                    [this, &server](CotRefusal why, const CotEvent& event) { server.refused(*this, why, event); }},
              session(number, world, Steady::now()),
              id(number) {}

        void close() {
            closed = true;
            error_code ignored;
            socket.close(ignored);
            alarm.off();
        }

        std::string address;
        Tcp::socket socket;
        SocketAlarm<Tcp::socket> alarm;
        CotFigures figures;  ///< that are not in the status yet
        CotWorld world;
        CotSession session;
        SessionId id;
        bool closed = false;
    };

    /// No error ends it: out of descriptors or buffers it waits and goes on.
    asio::awaitable<void> accept() {
        bool failing = false;
        while (!stopping_) {
            error_code error;
            Tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (stopping_) break;
            if (!error) {
                failing = false;
                admit(std::move(socket));
                continue;
            }
            if (!std::exchange(failing, true)) spdlog::error("cot: accept: {}; trying again", error.message());
            pause_.expires_after(limits_.accept_retry);
            co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }

    void admit(Tcp::socket socket) {
        error_code error;
        const std::string address = socket.remote_endpoint(error).address().to_string();
        if (error) return;
        const bool full = connections_.size() >= limits_.cot_connections;
        {
            const std::lock_guard lock(mutex_);
            ++(full ? status_.turned_away : status_.connects);
            status_.sessions = connections_.size() + (full ? 0 : 1);
        }
        if (full) return spdlog::warn("cot: a connection from {} turned away, there are too many", address);
        auto connection = std::make_shared<Connection>(std::move(socket), inlet_.new_session(), address, *this);
        connections_.insert(connection);
        asio::co_spawn(io_, serve(std::move(connection)), asio::detached);
    }

    asio::awaitable<void> serve(std::shared_ptr<Connection> connection) {
        Connection& self = *connection;
        std::vector<char> buffer(limits_.read_bytes);
        while (!self.closed && !self.session.over()) {
            error_code error;
            self.alarm.set(self.session.deadline());
            const std::size_t count = co_await self.socket.async_read_some(
                asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
            const auto now = Steady::now();
            if (count > 0) self.session.on_bytes({buffer.data(), count}, now);
            self.session.on_deadline(now);
            co_await hand_over(self);
            if (!co_await answered(self)) break;
            const bool only_rang = error == asio::error::operation_aborted && now < self.session.deadline();
            if (error && !only_rang) break;
        }
        if (const auto& why = self.session.over())
            spdlog::warn("cot session {} of '{}' from {}: {}", self.id, self.session.device(), self.address,
                         why->detail);
        self.close();
        connections_.erase(connection);
        const std::lock_guard lock(mutex_);
        status_.sessions = connections_.size();
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
        co_await asio::async_write(self.socket, asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
        co_return !error;
    }

    void refused(const Connection& connection, CotRefusal why, const CotEvent& event) {
        const Time now = clock_.now();
        const Caller caller{"cot", address_group(connection.address)};
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
        // The inlet may outlive this server: whatever comes late finds nobody.
        const auto on_its_thread = [weak = weak_from_this()](auto&& call) {
            const auto self = weak.lock();
            if (!self) return;
            asio::post(self->io_, [weak, call = std::forward<decltype(call)>(call)] {
                if (const auto still = weak.lock()) call(*still);
            });
        };
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
    Tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::uint16_t port_;
    std::set<std::shared_ptr<Connection>> connections_;
    bool stopping_ = false;
    std::thread thread_;
    mutable std::mutex mutex_;
    CotStatus status_;
    std::unordered_map<SessionId, std::size_t> unanswered_;  ///< records handed over, by session
};

CotServer::CotServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits)) {
    impl_->start();
}

CotServer::~CotServer() { stop(); }

std::uint16_t CotServer::port() const { return impl_->port(); }

CotStatus CotServer::status() const { return impl_->status(); }

void CotServer::stop() { impl_->stop(); }

}  // namespace siaga::net
