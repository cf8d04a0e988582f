#include "net/status_socket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "net/into.hpp"
#include "net/limits.hpp"
#include "net/socket_alarm.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;
using boost::system::error_code;

namespace {

constexpr const char* kSocketName = "core.sock";

/// A socket's address takes 107 bytes of path, and a folder may lie deeper: it is named through its open descriptor.
class SocketPlace {
public:
    explicit SocketPlace(const std::filesystem::path& folder)
        : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}
    ~SocketPlace() {
        if (folder_ >= 0) ::close(folder_);
    }
    SocketPlace(const SocketPlace&) = delete;
    SocketPlace& operator=(const SocketPlace&) = delete;

    [[nodiscard]] bool ok() const { return folder_ >= 0; }
    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}/{}", folder_, kSocketName); }
    void remove() const { ::unlinkat(folder_, kSocketName, 0); }

private:
    int folder_;
};

}  // namespace

class StatusSocket::Impl {
public:
    Impl(const std::filesystem::path& folder, std::function<CoreStatus()> look)
        : place_(folder), look_(std::move(look)), acceptor_(io_), retry_(io_), look_again_(io_) {
        if (const error_code error = open(); error) {
            spdlog::warn("{}: {}; siagactl status will not see this core's sessions", (folder / kSocketName).string(),
                         error.message());
        } else {
            asio::co_spawn(io_, answer_all(), asio::detached);
        }
        asio::co_spawn(io_, look_now_and_then(), asio::detached);
        thread_ = std::thread([this] { io_.run(); });
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            stopping_ = true;
            error_code ignored;
            acceptor_.close(ignored);
            if (asked_) asked_->close(ignored);
            retry_.cancel();
            look_again_.cancel();
        });
        thread_.join();
        place_.remove();
    }

private:
    error_code open() {
        if (!place_.ok()) return {errno, boost::system::system_category()};
        place_.remove();
        error_code error;
        acceptor_.open(Local(), error);
        if (error) return error;
        // Before it has its name, so that nobody else could ever connect.
        if (::fchmod(acceptor_.native_handle(), S_IRUSR | S_IWUSR) != 0) {
            return {errno, boost::system::system_category()};
        }
        acceptor_.bind(Local::endpoint(place_.path()), error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        return error;
    }

    asio::awaitable<void> look_now_and_then() {
        while (!stopping_) {
            (void)look_();
            error_code error;
            look_again_.expires_after(kLookEvery);
            co_await look_again_.async_wait(into(error));
        }
    }

    asio::awaitable<void> answer_all() {
        while (!stopping_) {
            error_code error;
            Local::socket asked = co_await acceptor_.async_accept(into(error));
            if (stopping_) break;
            if (error) {
                retry_.expires_after(Limits{}.accept_retry);
                co_await retry_.async_wait(into(error));
                continue;
            }
            asked_ = &asked;
            co_await answer(asked);
            asked_ = nullptr;
        }
    }

    asio::awaitable<void> answer(Local::socket& asked) {
        const std::string text = to_json(look_()) + "\n";
        SocketAlarm<Local::socket> alarm(asked);
        alarm.set(Steady::now() + kTakenWithin);
        error_code error;
        co_await asio::async_write(asked, asio::buffer(text), into(error));
        alarm.off();
    }

    SocketPlace place_;
    std::function<CoreStatus()> look_;
    asio::io_context io_{1};
    Local::acceptor acceptor_;
    asio::steady_timer retry_, look_again_;
    Local::socket* asked_ = nullptr;
    bool stopping_ = false;
    std::thread thread_;
};

StatusSocket::StatusSocket(const std::filesystem::path& operation_folder, std::function<CoreStatus()> look)
    : impl_(std::make_shared<Impl>(operation_folder, std::move(look))) {}

StatusSocket::~StatusSocket() { stop(); }

void StatusSocket::stop() { impl_->stop(); }

std::optional<CoreStatus> ask_core(const std::filesystem::path& operation_folder, std::chrono::milliseconds wait) {
    const SocketPlace place(operation_folder);
    if (!place.ok()) return std::nullopt;
    asio::io_context io(1);
    Local::socket socket(io);
    error_code error;
    socket.connect(Local::endpoint(place.path()), error);
    if (error) return std::nullopt;
    std::string text;
    asio::async_read(socket, asio::dynamic_buffer(text),
                     [&error](const error_code& ended, std::size_t /*count*/) { error = ended; });
    io.run_for(wait);
    if (error != asio::error::eof) return std::nullopt;
    const Result<CoreStatus> status = parse_core_status(text);
    if (!status) return std::nullopt;
    return *status;
}

}  // namespace siaga::net
