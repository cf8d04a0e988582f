#pragma once
// The two listeners of NMEA 0183, one for each receiver: TCP, where receivers or their gateways connect, and
// UDP. Sockets around NmeaStream; they run on the thread of ReceiverServer.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include "data/core/clock.hpp"
#include "data/store/operation.hpp"
#include "net/limits.hpp"
#include "net/receiver.hpp"
#include "net/receiver_gate.hpp"

namespace siaga::net {

/// What every socket of a receiver needs; all outlive it.
struct ReceiverWorld {
    boost::asio::io_context& io;
    ReceiverGate& gate;
    const Clock& clock;
    const Limits& limits;
};

class NmeaListener {
public:
    /// Binds. Throws Fault naming the receiver, its address and its port.
    [[nodiscard]] static std::unique_ptr<NmeaListener> open(const NmeaSettings& settings, Receiver& receiver,
                                                            const ReceiverWorld& world);
    NmeaListener() = default;
    NmeaListener(const NmeaListener&) = delete;
    NmeaListener& operator=(const NmeaListener&) = delete;
    virtual ~NmeaListener() = default;

    virtual void start() = 0;  ///< once
    virtual void stop() = 0;   ///< its sockets close, its coroutines end
    [[nodiscard]] virtual std::uint16_t port() const = 0;
};

}  // namespace siaga::net
