#pragma once
// ReceiverServer: every GPS receiver that operation.toml names, by NMEA 0183 or through gpsd, on one thread of
// their own.

#include <memory>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/limits.hpp"
#include "net/receiver.hpp"

namespace siaga::net {

struct ReceiverSettings {
    std::vector<NmeaSettings> nmea;
    std::vector<GpsdSettings> gpsd;
    [[nodiscard]] bool empty() const { return nmea.empty() && gpsd.empty(); }
};

class ReceiverServer {
public:
    /// Binds, begins to connect, starts. Throws Fault naming the receiver, its address and its port. `inlet` and
    /// `clock` outlive the server.
    ReceiverServer(const ReceiverSettings& settings, Inlet& inlet, const Clock& clock, Limits limits = {});
    ~ReceiverServer();  ///< stop()
    ReceiverServer(const ReceiverServer&) = delete;
    ReceiverServer& operator=(const ReceiverServer&) = delete;

    /// One line for each: "nmea.rakit-1, RAJAWALI-04, over udp: listening on 127.0.0.1:10110".
    [[nodiscard]] std::vector<std::string> open_ones() const;
    /// Of each, in the order of the settings, NMEA first. Any thread.
    [[nodiscard]] std::vector<ReceiverFigures> figures() const;
    /// Of the i-th NMEA listener.
    [[nodiscard]] std::uint16_t port(std::size_t i) const;
    /// Closes every socket. What was submitted is still committed by the core.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
