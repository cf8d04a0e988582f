#include "net/cot_connection.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "net/into.hpp"

namespace siaga::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto kNever = Steady::time_point::max();

std::optional<SourceName> source_of(const std::optional<Identity>& who) {
    if (!who) return std::nullopt;
    return SourceName::literal("cot." + who->source.text());
}

}  // namespace

CotConnection::CotConnection(Wire wire, SessionId id, std::string address, std::optional<Identity> who,
                             const Host& host)
    : id_(id),
      address_(std::move(address)),
      who_(std::move(who)),
      host_(host),
      wire_(std::move(wire)),
      may_write_(wire_.get_executor(), kNever),
      deadline_(wire_.get_executor(), kNever),
      world_{host.limits,
             host.clock,
             figures_,
             [this](std::string_view device) { return host_.device(*this, device); },
             [this](CotRefusal why, const CotEvent& event) { host_.refused(*this, why, event); },
             source_of(who_)},
      session_(id, world_, Steady::now()) {}

void CotConnection::start() {
    const auto executor = wire_.get_executor();
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->read(); }, asio::detached);
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->write(); }, asio::detached);
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->watch(); }, asio::detached);
}

void CotConnection::close() {
    if (std::exchange(closed_, true)) return;
    wire_.close();
    may_write_.cancel();
    deadline_.cancel();
    host_.ended(shared_from_this());
}

UnitName CotConnection::unit() const {
    if (who_ && !who_->units.empty()) return who_->units.front();
    return session_.unit();
}

bool CotConnection::introduced() const {
    return who_ || !session_.device().empty() || Steady::now() >= opened_ + host_.limits.cot_introduced;
}

void CotConnection::send(std::string_view bytes) {
    if (closed_) return;
    if (output_.size() + bytes.size() > host_.limits.output_bytes) {
        spdlog::warn("{} session {} from {}: it does not read what it is shown", host_.listener, id_, address_);
        return close();
    }
    output_ += bytes;
    may_write_.cancel();
}

Steady::time_point CotConnection::deadline() const { return std::min(session_.deadline(), taken_by_); }

void CotConnection::look_again() {
    if (deadline() < armed_) deadline_.cancel();
}

asio::awaitable<void> CotConnection::read() {
    std::vector<char> buffer(host_.limits.read_bytes);
    send(session_.take_output());  // what it begins with
    while (!closed_ && !session_.over()) {
        error_code error;
        const std::size_t count = co_await wire_.read_some(asio::buffer(buffer), error);
        if (closed_) break;
        if (count > 0) session_.on_bytes({buffer.data(), count}, Steady::now());
        look_again();
        co_await hand_over();
        send(session_.take_output());
        ended_ = error == asio::error::eof;
        if (error) break;
    }
    if (const auto& why = session_.over())
        spdlog::warn("{} session {} of '{}' from {}: {}", host_.listener, id_, session_.device(), address_,
                     why->detail);
    if (!ended_ || session_.over()) close();
    may_write_.cancel();
}

asio::awaitable<void> CotConnection::hand_over() {
    Submission ready = session_.take_ready();
    host_.handed_over(*this, std::exchange(figures_, {}), ready.records.size());
    co_await host_.room.hand_over(std::move(ready));
}

asio::awaitable<void> CotConnection::write() {
    while (!closed_) {
        error_code error;
        if (output_.empty()) {
            if (ended_) close();
            if (closed_) break;
            co_await may_write_.async_wait(into(error));
            continue;
        }
        const std::string sent = std::exchange(output_, {});
        taken_by_ = Steady::now() + host_.limits.idle;
        look_again();
        co_await wire_.write(asio::buffer(sent), error);
        taken_by_ = kNever;
        if (error) close();
    }
}

asio::awaitable<void> CotConnection::watch() {
    while (!closed_) {
        error_code error;
        armed_ = deadline();
        deadline_.expires_at(armed_);
        co_await deadline_.async_wait(into(error));
        if (closed_) break;
        const auto now = Steady::now();
        session_.on_deadline(now);
        if (session_.over() || now >= taken_by_) close();
    }
}

}  // namespace siaga::net
