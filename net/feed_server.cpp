#include "net/feed_server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "net/accept_loop.hpp"
#include "net/feed_connection.hpp"
#include "net/feed_crowd.hpp"
#include "net/feed_lines.hpp"
#include "net/feed_tally.hpp"
#include "net/handshakes.hpp"
#include "net/into.hpp"
#include "net/posted_calls.hpp"
#include "net/tls_context.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

class FeedServer::Impl : public std::enable_shared_from_this<FeedServer::Impl> {
public:
    Impl(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
        : limits_(limits),
          inlet_(inlet),
          accept_(io_, "feed", settings, limits_.accept_retry),
          handshakes_("feed", settings.tls ? server_tls(*gate.folder, TlsRules::kFeed) : nullptr, gate.door, clock,
                      limits_),
          second_(io_),
          look_(io_),
          address_(settings.address),
          world_{inlet,
                 gate.auth,
                 gate.door,
                 clock,
                 log_,
                 limits_,
                 decoder_,
                 plain_fixes_,
                 [this](SessionId id, const SourceName& source) { ask_last_seq(id, source); },
                 [this](SessionId id) { follow(id); },
                 [this](std::uint64_t lines) { tally_.count_lines(lines); },
                 [this](Refusal code) { tally_.count_refusal(code); }} {}

    void start() {
        accept_.start([this](Tcp::socket socket) { admit(std::move(socket)); }, [this] { ++accept_errors_; });
        asio::co_spawn(io_, count_seconds(), asio::detached);
        asio::co_spawn(io_, look_at_keys(), asio::detached);
        thread_ = std::thread([this] { run(); });
        const PostedCalls<Impl> on_net_thread(weak_from_this(), io_);
        inlet_.subscribe({.replies =
                              [on_net_thread](const std::vector<Reply>& replies) {
                                  on_net_thread([replies](Impl& self) { self.deliver(replies); });
                              },
                          .room = [on_net_thread] { on_net_thread([](Impl& self) { self.tell_room(); }); },
                          .published =
                              [on_net_thread](const Published& published) {
                                  if (!published.committed) return;
                                  on_net_thread(
                                      [committed = published.committed](Impl& self) { self.grow_log(*committed); });
                              }});
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            stopping_ = true;
            accept_.stop();
            handshakes_.stop();
            second_.cancel();
            look_.cancel();
            for (const auto& connection : crowd_.all()) connection->close();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return accept_.port(); }

    [[nodiscard]] FeedStatus status() const {
        FeedStatus status;
        status.address = address_;
        status.port = accept_.port();
        status.sessions = sessions_;
        status.authenticated = authenticated_;
        status.following = following_;
        status.accepted = accepted_;
        status.accept_errors = accept_errors_;
        status.lines = tally_.lines();
        status.lines_per_second = lines_per_second_;
        status.refused = tally_.refused();
        return status;
    }

private:
    void run() {
        try {
            io_.run();
        } catch (const std::exception& fault) {
            spdlog::critical("the feed listener stopped: {}", fault.what());
        }
    }

    asio::awaitable<void> count_seconds() {
        std::uint64_t before = 0;
        while (!stopping_) {
            error_code error;
            second_.expires_after(std::chrono::seconds(1));
            co_await second_.async_wait(into(error));
            const std::uint64_t lines = tally_.lines();
            lines_per_second_ = static_cast<double>(lines - std::exchange(before, lines));
        }
    }

    /// Of a session that is silent too, the token may end at any time.
    asio::awaitable<void> look_at_keys() {
        while (!stopping_) {
            error_code error;
            look_.expires_after(limits_.keys_looked_at);
            co_await look_.async_wait(into(error));
            if (stopping_) break;
            for (const auto& connection : crowd_.all()) {
                if (!connection->session().identity()) continue;
                connection->session().check_token(Steady::now());
                connection->look_again();
            }
        }
    }

    void admit(Tcp::socket socket) {
        ++accepted_;
        error_code error;
        const auto peer = socket.remote_endpoint(error);
        if (error) return;
        const std::string address = address_group(peer.address().to_string());
        const std::string_view limit =
            crowd_.limit_reached(address, handshakes_.count(), handshakes_.count_from(address));
        if (!limit.empty()) {
            const Problem problem{Refusal::kTooManySessions, 0, std::string(limit)};
            tally_.count_refusal(problem.code);
            world_.door.refused(SignInFault::kSessions, {"feed", address}, {}, world_.clock.now());
            if (handshakes_.secret()) return;  // nothing can be said before the handshake
            socket.non_blocking(true, error);
            socket.write_some(asio::buffer(nack_line(0, problem)), error);
            return;
        }
        socket.set_option(Tcp::no_delay(true), error);
        handshakes_.begin(std::move(socket), address, [this, address](Wire wire) { open(std::move(wire), address); });
    }

    void open(Wire wire, const std::string& address) {
        const SessionId id = inlet_.new_session();
        auto connection = std::make_shared<FeedConnection>(std::move(wire), id, world_, address,
                                                           [this](SessionId ended) { forget(ended); });
        crowd_.add(connection);
        world_.door.sessions().opened(id, "feed", address, Steady::now());
        connection->start();
        recount();
    }

    void forget(SessionId id) {
        crowd_.erase(id);
        world_.door.sessions().closed(id);
        recount();
    }

    void follow(SessionId id) {
        crowd_.follows(id);
        recount();
    }

    void recount() {
        const FeedCrowd::Figures figures = crowd_.figures();
        sessions_ = figures.sessions;
        authenticated_ = figures.authenticated;
        following_ = figures.following;
    }

    void ask_last_seq(SessionId id, const SourceName& source) {
        recount();
        inlet_.ask_last_seq(source, [post = PostedCalls<Impl>(weak_from_this(), io_), id](std::uint64_t seq) {
            post([id, seq](Impl& self) { self.answer_last_seq(id, seq); });
        });
    }

    void answer_last_seq(SessionId id, std::uint64_t seq) {
        const auto connection = crowd_.find(id);
        if (!connection) return;
        connection->session().on_last_seq(seq, Steady::now());
        connection->look_again();
    }

    void deliver(const std::vector<Reply>& replies) {
        std::set<FeedCrowd::Connection> touched;
        for (const Reply& reply : replies) {
            const auto connection = crowd_.find(reply.session);
            if (!connection) continue;
            connection->session().on_reply(reply);
            touched.insert(connection);
        }
        for (const auto& connection : touched) {
            connection->session().flush_acks();
            connection->look_again();
        }
    }

    void tell_room() {
        for (const auto& connection : crowd_.all()) {
            connection->session().on_room(Steady::now());
            connection->look_again();
        }
    }

    void grow_log(const Committed& committed) {
        log_.add(committed);
        const bool first = !std::exchange(log_begun_, true);
        if (first) return;  // everything so far: nobody is told old positions as new ones
        for (const auto& connection : crowd_.followers()) {
            connection->session().on_committed(committed);
            connection->look_again();
        }
    }

    asio::io_context io_{1};
    const Limits limits_;
    Inlet& inlet_;
    AcceptLoop accept_;
    Handshakes handshakes_;
    asio::steady_timer second_, look_;
    std::string address_;
    FollowLog log_;
    FeedDecoder decoder_{limits_.line_bytes};
    PlainFixReader plain_fixes_;
    bool log_begun_ = false;
    FeedTally tally_;
    SessionWorld world_;
    FeedCrowd crowd_{limits_};
    bool stopping_ = false;
    std::atomic<std::size_t> sessions_{0}, authenticated_{0}, following_{0};
    std::atomic<std::uint64_t> accepted_{0}, accept_errors_{0};
    std::atomic<double> lines_per_second_{0};
    std::thread thread_;
};

FeedServer::FeedServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits)) {
    impl_->start();
}

FeedServer::~FeedServer() { stop(); }

std::uint16_t FeedServer::port() const { return impl_->port(); }

FeedStatus FeedServer::status() const { return impl_->status(); }

void FeedServer::stop() { impl_->stop(); }

}  // namespace siaga::net
