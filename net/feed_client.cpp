#include "net/feed_client.hpp"

#include <fmt/format.h>
#include <simdjson.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "data/core/fault.hpp"
#include "net/feed_lines.hpp"
#include "net/limits.hpp"
#include "net/line_splitter.hpp"

namespace siaga::net {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

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
        asio::async_write(socket_, asio::buffer(sending_), [this](error_code error, std::size_t) {
            written_ = true;
            if (error && gone_.empty()) gone_ = error.message();
        });
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
        bool done = false;
        asio::async_connect(socket_, places, [&](error_code result, const Tcp::endpoint&) {
            done = true;
            error = result;
        });
        if (!run_until([&] { return done; }, patience)) {
            close();
            run_until([&] { return done; }, patience);
            fail("no answer");
        }
        if (error) fail(error.message());
        socket_.set_option(Tcp::no_delay(true), error);
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
        socket_.async_read_some(asio::buffer(in_), [this](error_code error, std::size_t count) {
            splitter_.add({in_.data(), count});
            while (const auto line = splitter_.next()) take_line(line->text);
            if (!error) return read();
            gone_ = error == asio::error::eof ? "the other side ended the connection" : error.message();
        });
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
