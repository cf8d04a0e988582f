#include "net/http_server.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "net/accept_loop.hpp"
#include "net/door.hpp"
#include "net/http_connection.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::string_view kFull = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<HttpServer::Impl> {
public:
    Impl(std::string name, const ListenerSettings& settings, Limits limits)
        : name_(std::move(name)), limits_(limits), accept_(io_, name_, settings, limits_.accept_retry) {}

    void start(HttpDesk& desk) {
        world_.emplace(HttpWorld{desk, limits_, [this](unsigned status) { count(status); },
                                 [this](SessionId id, std::shared_ptr<HttpConnection> connection) {
                                     if (connection) {
                                         waiting_[id] = std::move(connection);
                                     } else {
                                         waiting_.erase(id);
                                     }
                                 },
                                 [this](const std::string& address) { return hold(address); },
                                 [this](const std::string& address) { let_go(address); }});
        accept_.start([this](Tcp::socket socket) { admit(std::move(socket)); }, [this] { ++accept_errors_; });
        thread_ = std::thread([this] { run(); });
    }

    void post(std::function<void()> call) { asio::post(io_, std::move(call)); }

    void answer(SessionId id, HttpAnswer answer) {
        const auto found = waiting_.find(id);
        if (found != waiting_.end()) found->second->answer(std::move(answer));
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            accept_.stop();
            const auto connections = connections_;
            for (const auto& [key, connection] : connections) connection->close();
            work_.reset();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return accept_.port(); }
    [[nodiscard]] HttpStatus status() const {
        HttpStatus status;
        status.connections = open_;
        status.accepted = accepted_;
        status.turned_away = turned_away_;
        status.accept_errors = accept_errors_;
        const std::lock_guard lock(mutex_);
        status.answers = answers_;
        return status;
    }

private:
    void run() {
        try {
            io_.run();
        } catch (const std::exception& fault) {
            spdlog::critical("the {} listener stopped: {}", name_, fault.what());
        }
    }

    void count(unsigned status) {
        const std::lock_guard lock(mutex_);
        ++answers_[status];
    }

    bool hold(const std::string& address) {
        std::size_t& from_there = held_[address];
        if (from_there < limits_.http_held_per_address && held_count_ < limits_.http_held) {
            ++from_there;
            ++held_count_;
            return true;
        }
        if (from_there == 0) held_.erase(address);
        return false;
    }

    void let_go(const std::string& address) {
        --held_count_;
        const auto there = held_.find(address);
        if (--there->second == 0) held_.erase(there);
    }

    void admit(Tcp::socket socket) {
        ++accepted_;
        error_code error;
        const auto peer = socket.remote_endpoint(error);
        if (error) return;
        const std::string address = address_group(peer.address().to_string());
        const auto here = per_address_.find(address);
        const std::size_t from_there = here == per_address_.end() ? 0 : here->second;
        if (connections_.size() >= limits_.http_connections ||
            (!peer.address().is_loopback() && from_there >= limits_.http_per_address)) {
            ++turned_away_;
            socket.non_blocking(true, error);
            socket.write_some(asio::buffer(kFull), error);
            return;
        }
        socket.set_option(Tcp::no_delay(true), error);
        auto connection = std::make_shared<HttpConnection>(std::move(socket), address, *world_,
                                                           [this](HttpConnection* ended) { forget(ended); });
        ++per_address_[address];
        connections_.emplace(connection.get(), connection);
        open_ = connections_.size();
        connection->start();
    }

    void forget(HttpConnection* ended) {
        const auto address = per_address_.find(ended->address());
        if (address != per_address_.end() && --address->second == 0) per_address_.erase(address);
        connections_.erase(ended);
        open_ = connections_.size();
    }

    std::string name_;
    const Limits limits_;
    asio::io_context io_{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{io_.get_executor()};
    AcceptLoop accept_;
    std::optional<HttpWorld> world_;
    std::unordered_map<HttpConnection*, std::shared_ptr<HttpConnection>> connections_;
    std::unordered_map<std::string, std::size_t> per_address_;
    std::unordered_map<SessionId, std::shared_ptr<HttpConnection>> waiting_;
    std::unordered_map<std::string, std::size_t> held_;  ///< answers to wrong tokens, by address
    std::size_t held_count_ = 0;
    std::atomic<std::size_t> open_{0};
    std::atomic<std::uint64_t> accepted_{0}, turned_away_{0}, accept_errors_{0};
    mutable std::mutex mutex_;
    std::map<unsigned, std::uint64_t> answers_;
    std::thread thread_;
};

HttpServer::HttpServer(std::string name, const ListenerSettings& settings, Limits limits)
    : impl_(std::make_shared<Impl>(std::move(name), settings, limits)) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::start(HttpDesk& desk) { impl_->start(desk); }

void HttpServer::post(std::function<void()> call) { impl_->post(std::move(call)); }

void HttpServer::answer(SessionId id, HttpAnswer answer) { impl_->answer(id, std::move(answer)); }

std::uint16_t HttpServer::port() const { return impl_->port(); }

HttpStatus HttpServer::status() const { return impl_->status(); }

void HttpServer::stop() { impl_->stop(); }

}  // namespace siaga::net
