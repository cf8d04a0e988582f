#pragma once
// NmeaStream: what one receiver says, without a socket: bytes and the time in, records for the core out. It
// joins the two sentences of one moment.

#include <optional>
#include <string>
#include <string_view>

#include "data/core/clock.hpp"
#include "net/limits.hpp"
#include "net/line_splitter.hpp"
#include "net/nmea_decoder.hpp"
#include "net/receiver.hpp"

namespace siaga::net {

class NmeaStream {
public:
    /// All outlive it. One for each TCP connection; one for all datagrams of a port.
    NmeaStream(Receiver& receiver, const Limits& limits, const Clock& clock);

    void on_bytes(std::string_view bytes, Steady::time_point now);
    /// Its end ends a sentence, with a newline or without.
    void on_datagram(std::string_view bytes, Steady::time_point now);
    void on_end(Steady::time_point now);
    /// What waited for its height until now goes without; a line that has not ended does not.
    void on_deadline(Steady::time_point now);
    [[nodiscard]] Steady::time_point deadline() const;

    /// The records since the last call.
    [[nodiscard]] Submission take_ready();
    /// It sends something else than NMEA, or a line without an end.
    [[nodiscard]] bool hopeless() const { return stalled_ || broken_in_a_row_ >= limits_.nmea_broken_in_a_row; }

private:
    struct Held {
        NmeaFix fix;
        std::string raw;
        Steady::time_point until;
    };
    void take(const LineSplitter::Line& line, Steady::time_point now);
    void take_line(std::string_view line, Steady::time_point now);
    void take_rmc(const NmeaSentence& rmc, std::string_view line, Steady::time_point now);
    void take_gga(const NmeaSentence& gga, std::string_view line, Steady::time_point now);
    void refuse(const Problem& problem, std::string_view line, Steady::time_point now);
    void release();
    void emit(Held&& held);

    Receiver& receiver_;
    const Limits& limits_;
    const Clock& clock_;
    LineSplitter splitter_;
    Submission ready_;
    std::optional<NmeaHeight> height_;  ///< of the last GGA, until an RMC took it
    std::string height_raw_;
    std::optional<Held> held_;                      ///< the place of this moment, waiting for its height
    std::optional<Millis> released_;                ///< the clock of the last that went without
    bool height_follows_ = true;                    ///< this receiver sends GGA after RMC, as far as is known
    bool begun_ = false;                            ///< a whole line was heard
    std::optional<Steady::time_point> line_until_;  ///< for the line that has begun
    bool stalled_ = false;
    unsigned broken_in_a_row_ = 0;
};

}  // namespace siaga::net
