// Bytes as a stranger sends them to a TAK listener, in two pieces: fixes and calls for help of the one known device,
// Problems in one line, answers that are events themselves.

#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/cot_session.hpp"
#include "tests/fuzz/field_checks.hpp"

namespace {

using namespace siaga;
using namespace siaga::net;

void check(const Submission& submission, Time now) {
    for (const auto& numbered : submission.records) {
        test::require(submission.unnumbered && submission.source.text() == "cot.ANDROID-1f" && numbered.seq == 0);
        if (const auto* problem = std::get_if<Problem>(&numbered.record)) test::require_one_line(problem->detail);
        if (const auto* fix = std::get_if<FixReport>(&numbered.record))
            test::require(fix->unit.text() == "RAJAWALI-04");
        if (const auto* event = std::get_if<std::shared_ptr<const Event>>(&numbered.record))
            test::require((*event)->time <= now && std::holds_alternative<Emergency>((*event)->body));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    spdlog::set_level(spdlog::level::off);  // strangers are logged
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const ManualClock clock{time_from_ms(1'732'948'267'500)};
    const Limits limits;
    CotFigures figures;
    const auto device = [](std::string_view id) -> std::optional<Device> {
        if (id != "ANDROID-1f") return std::nullopt;
        return Device{std::string(id), UnitName::literal("RAJAWALI-04")};
    };
    const CotWorld world{limits, clock, figures, device, [](CotRefusal, const CotEvent&) {}};
    const Steady::time_point now{std::chrono::hours(1)};
    CotSession session(1, world, now);
    for (const std::string_view piece : {bytes.substr(0, size / 3), bytes.substr(size / 3)}) {
        session.on_bytes(piece, now);
        check(session.take_ready(), clock.now());
        std::string said = session.take_output();
        test::require(said.size() <= (1 + figures.events) * cot_versions(clock.now()).size());
        if (session.over()) test::require_one_line(session.over()->detail);
    }
    session.on_deadline(session.deadline());
    return 0;
}
