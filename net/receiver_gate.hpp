#pragma once
// ReceiverGate: from the receivers' thread to the core. Who hands over waits for room in its queue, and
// meanwhile reads nothing, so a sender over TCP feels it. Listener's thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "data/ingest/inlet.hpp"

namespace siaga::net {

class ReceiverGate {
public:
    /// Both outlive it. Shut until the replies of the core would be heard.
    ReceiverGate(boost::asio::io_context& io, Inlet& inlet);

    /// Returns when the core has it; at the end, what it has no room for is lost, and that is logged.
    [[nodiscard]] boost::asio::awaitable<void> hand_over(Submission submission);

    void open();
    void on_room();
    void stop();

private:
    Inlet& inlet_;
    boost::asio::steady_timer room_;
    bool open_ = false;
    bool stopping_ = false;
};

}  // namespace siaga::net
