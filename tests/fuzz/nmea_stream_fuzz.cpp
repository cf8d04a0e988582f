// Bytes as a stranger sends them to the NMEA listener, in pieces and as datagrams: fixes and Problems of one
// unit, each with the bytes it came from, and never more of the refused than the limit.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/nmea_stream.hpp"
#include "tests/fuzz/receiver_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    using namespace siaga::net;
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.empty()) return 0;
    const auto piece = static_cast<std::size_t>(static_cast<unsigned char>(bytes.front())) + 1;
    const bool datagrams = piece % 2 == 0;
    bytes.remove_prefix(1);
    const Limits limits;
    const ManualClock clock(time_from_ms(1'732'948'267'000));
    Receiver receiver("nmea", "rakit-1", UnitName::literal("RAJAWALI-04"), 7, limits);
    NmeaStream stream(receiver, limits, clock);
    Steady::time_point now{};
    std::size_t refused = 0;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, piece);
        bytes.remove_prefix(part.size());
        if (datagrams) {
            stream.on_datagram(part, now);
        } else {
            stream.on_bytes(part, now);
        }
        now += std::chrono::milliseconds(1);
        stream.on_deadline(now);
        refused += test::check_submission(stream.take_ready(), receiver);
    }
    stream.on_end(now);
    refused += test::check_submission(stream.take_ready(), receiver);
    test::require(stream.take_ready().records.empty() && stream.deadline() == Steady::time_point::max());
    test::require(refused <= limits.refused_kept);
    return 0;
}
