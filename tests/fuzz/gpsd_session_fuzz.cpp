// Bytes as somebody sends them who is no gpsd, or one gone wrong.

#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/gpsd_session.hpp"
#include "tests/fuzz/receiver_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    using namespace siaga::net;
    spdlog::set_level(spdlog::level::off);
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Limits limits;
    Receiver one("gpsd", "mobil-1", UnitName::literal("RAJAWALI-04"), 7, limits);
    Receiver other("gpsd", "mobil-2", UnitName::literal("RAJAWALI-05"), 8, limits);
    GpsdSession session("127.0.0.1:2947", {{&one, ""}, {&other, "/dev/ttyUSB1"}}, limits);
    Steady::time_point now{};
    session.on_connected(now);
    test::require(session.take_output() == kGpsdWatch);
    session.on_bytes(bytes.substr(0, size / 2), now);
    session.on_bytes(bytes.substr(size / 2), now);
    std::size_t refused = 0;
    for (const Submission& submission : session.take_ready()) {
        const Receiver& whose = submission.source == one.source ? one : other;
        refused += test::check_submission(submission, whose);
    }
    test::require(refused <= limits.refused_kept);
    session.on_lost("the end", now);
    test::require(session.retry_at() > now);
    return 0;
}
