#include "net/receiver_gate.hpp"

#include <spdlog/spdlog.h>

#include "net/into.hpp"

namespace siaga::net {

namespace asio = boost::asio;

ReceiverGate::ReceiverGate(asio::io_context& io, Inlet& inlet)
    : inlet_(inlet), room_(io, asio::steady_timer::time_point::max()) {}

asio::awaitable<void> ReceiverGate::hand_over(Submission submission) {
    if (submission.records.empty()) co_return;
    while (!open_ || !inlet_.try_submit(submission)) {
        if (stopping_) {
            spdlog::warn("{}: the core ends and has no room for the last {} records", submission.source.text(),
                         submission.records.size());
            co_return;
        }
        boost::system::error_code ignored;
        co_await room_.async_wait(into(ignored));
    }
}

void ReceiverGate::open() {
    open_ = true;
    on_room();
}

void ReceiverGate::on_room() { room_.cancel(); }

void ReceiverGate::stop() {
    stopping_ = true;
    room_.cancel();
}

}  // namespace siaga::net
