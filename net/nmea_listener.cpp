#include "net/nmea_listener.hpp"

#include "net/nmea_tcp.hpp"
#include "net/nmea_udp.hpp"

namespace siaga::net {

std::unique_ptr<NmeaListener> NmeaListener::open(const NmeaSettings& settings, Receiver& receiver,
                                                 const ReceiverWorld& world) {
    if (settings.transport == NmeaSettings::Transport::kUdp) {
        return std::make_unique<NmeaUdp>(settings, receiver, world);
    }
    return std::make_unique<NmeaTcp>(settings, receiver, world);
}

}  // namespace siaga::net
