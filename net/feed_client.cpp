#include "net/feed_client.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <simdjson.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "data/core/fault.hpp"
#include "net/feed_lines.hpp"
#include "net/limits.hpp"
#include "net/line_splitter.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kSendBytes = 64 * 1024;
/// The log's longest entry and a line of fixes are longer than what a sender may send.
constexpr std::size_t kAnswerBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kFlushPatience{60'000};

}  // namespace

class FeedClient::Impl {
public:
    Impl(const FeedTarget& target, std::chrono::milliseconds patience)
        : name_(fmt::format("{}:{}", target.host, target.port)), socket_(io_) {
        connect(target, patience);
        if (target.tls) shake_hands(target, patience);
        read();
        out_ = hello_line(target.token, target.source);
        flush(patience);
        const bool answered = run_until([this] { return welcomed_ || !nacks.empty(); }, patience);
        if (!nacks.empty() && !welcomed_) {
            throw Fault(fmt::format("{} refused the hello: {}: {}", name_, nacks.front().code, nacks.front().detail));
        }
        if (!answered) fail("no welcome came: is a Siaga feed listening there?");
    }

    void send(std::uint64_t seq, const std::string& line) {
        out_ += line;
        if (seq != 0) unanswered_.insert(seq);
        if (out_.size() >= kSendBytes) flush(kFlushPatience);
    }

    void flush(std::chrono::milliseconds patience) {
        if (out_.empty()) return poll();
        if (!gone_.empty()) fail(gone_);
        sending_ = std::exchange(out_, {});
        written_ = false;
        const auto written = [this](error_code error, std::size_t) {
            written_ = true;
            if (error && gone_.empty()) gone_ = error.message();
        };
        if (tls_) {
            asio::async_write(*tls_, asio::buffer(sending_), written);
        } else {
            asio::async_write(socket_, asio::buffer(sending_), written);
        }
        if (run_until([this] { return written_; }, patience) && gone_.empty()) return;
        close();
        if (gone_.empty()) gone_ = "it takes no more data";
        fail(gone_);
    }

    void poll() {
        io_.restart();
        io_.poll();
        if (!gone_.empty()) fail(gone_);
    }

    bool wait_answered(std::uint64_t seq, std::chrono::milliseconds patience) {
        flush(kFlushPatience);
        return run_until([&] { return unanswered_.empty() || *unanswered_.begin() > seq; }, patience);
    }

    std::uint64_t last_seq = 0, acked = 0;
    std::string role;
    std::vector<FeedNack> nacks;
    std::vector<std::string> lines;

private:
    void connect(const FeedTarget& target, std::chrono::milliseconds patience) {
        error_code error;
        Tcp::resolver resolver(io_);
        const auto places = resolver.resolve(target.host, std::to_string(target.port), error);
        if (error) fail(error.message());
        const error_code result = wait_for(
            [&](auto done) {
                asio::async_connect(socket_, places, [done](error_code ended, const Tcp::endpoint&) { done(ended); });
            },
            patience);
        if (result) fail(result.message());
        socket_.set_option(Tcp::no_delay(true), error);
    }

    void shake_hands(const FeedTarget& target, std::chrono::milliseconds patience) {
        context_ = client_tls(*target.tls);
        tls_.emplace(socket_, *context_);
        tls_->set_verify_callback(asio::ssl::host_name_verification(target.host));
        error_code error;
        asio::ip::make_address(target.host, error);
        if (error) SSL_set_tlsext_host_name(tls_->native_handle(), target.host.c_str());
        const error_code result = wait_for(
            [&](auto done) {
                tls_->async_handshake(asio::ssl::stream_base::client, [done](error_code ended) { done(ended); });
            },
            patience);
        if (!result) return;
        const long verified = SSL_get_verify_result(tls_->native_handle());
        fail(verified == X509_V_OK
                 ? fmt::format("TLS: {}: is a Siaga feed inside TLS listening there?", result.message())
                 : fmt::format("its certificate is refused: {}", X509_verify_cert_error_string(verified)));
    }

    /// `begin(done)` starts something that calls done(error_code) at its end. Throws Fault when that does not come.
    template <class Begin> error_code wait_for(Begin begin, std::chrono::milliseconds patience) {
        const auto ended = std::make_shared<std::optional<error_code>>();
        begin([ended](error_code error) { *ended = error; });
        if (run_until([&] { return ended->has_value(); }, patience)) return **ended;
        close();
        run_until([&] { return ended->has_value(); }, patience);
        fail("no answer");
    }

    [[noreturn]] void fail(const std::string& reason) { throw Fault(fmt::format("{}: {}", name_, reason)); }

    void close() {
        error_code ignored;
        socket_.close(ignored);
    }

    /// False: not before `patience`, or the connection went away first.
    template <class Done> bool run_until(Done done, std::chrono::milliseconds patience) {
        const auto deadline = Steady::now() + patience;
        while (!done()) {
            if (!gone_.empty()) return false;
            io_.restart();
            if (io_.run_one_until(deadline) == 0 && Steady::now() >= deadline) return done();
        }
        return true;
    }

    void read() {
        const auto arrived = [this](error_code error, std::size_t count) {
            splitter_.add({in_.data(), count});
            while (const auto line = splitter_.next()) take_line(line->text);
            if (!error) return read();
            gone_ = error == asio::error::eof ? "the other side ended the connection" : error.message();
        };
        if (tls_) {
            tls_->async_read_some(asio::buffer(in_), arrived);
        } else {
            socket_.async_read_some(asio::buffer(in_), arrived);
        }
    }

    void take_line(std::string_view line) {
        simdjson::dom::object members;
        if (parser_.parse(line.data(), line.size()).get(members) != simdjson::SUCCESS) return;
        const auto text = [&](std::string_view name) {
            std::string_view value;
            return members[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
        };
        std::uint64_t seq = 0;
        if (members["seq"].get(seq) != simdjson::SUCCESS) seq = 0;
        const std::string type = text("type");
        if (type == "welcome") {
            welcomed_ = true;
            role = text("role");
            if (members["last_seq"].get(last_seq) != simdjson::SUCCESS) last_seq = 0;
        } else if (type == "ack") {
            acked = std::max(acked, seq);
            unanswered_.erase(unanswered_.begin(), unanswered_.upper_bound(seq));
        } else if (type == "nack") {
            nacks.push_back({seq, text("code"), text("detail")});
            unanswered_.erase(seq);
        } else {
            lines.emplace_back(line);
        }
    }

    std::string name_;
    asio::io_context io_;
    Tcp::socket socket_;
    std::shared_ptr<asio::ssl::context> context_;
    std::optional<asio::ssl::stream<Tcp::socket&>> tls_;  ///< nothing: plain
    std::array<char, kSendBytes> in_{};
    LineSplitter splitter_{kAnswerBytes};
    simdjson::dom::parser parser_;
    std::string out_, sending_;
    std::string gone_;  ///< why the connection is no more
    bool written_ = false;
    std::set<std::uint64_t> unanswered_;
    bool welcomed_ = false;
};

FeedClient::FeedClient(const FeedTarget& target, std::chrono::milliseconds patience)
    : impl_(std::make_unique<Impl>(target, patience)) {}
FeedClient::~FeedClient() = default;

std::uint64_t FeedClient::last_seq() const { return impl_->last_seq; }
const std::string& FeedClient::role() const { return impl_->role; }
void FeedClient::send(std::uint64_t seq, const FixReport& report) { impl_->send(seq, fix_line(seq, report)); }
void FeedClient::send(std::uint64_t seq, const Event& event) { impl_->send(seq, event_line(seq, event)); }
void FeedClient::send_line(std::string_view line) { impl_->send(0, std::string(line) + "\n"); }
void FeedClient::flush() { impl_->flush(kFlushPatience); }
void FeedClient::poll() { impl_->poll(); }
bool FeedClient::wait_answered(std::uint64_t seq, std::chrono::milliseconds patience) {
    return impl_->wait_answered(seq, patience);
}
std::uint64_t FeedClient::acked() const { return impl_->acked; }
std::vector<FeedNack> FeedClient::take_nacks() { return std::exchange(impl_->nacks, {}); }
std::vector<std::string> FeedClient::take_lines() { return std::exchange(impl_->lines, {}); }

}  // namespace siaga::net
