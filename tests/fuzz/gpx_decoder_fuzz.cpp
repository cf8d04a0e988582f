// A file that somebody brings: fixes with numbers, or a Problem in one line.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/gpx_decoder.hpp"
#include "tests/fuzz/field_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Result<net::GpxFile> gpx = net::decode_gpx(bytes);
    if (!gpx) {
        test::require_one_line(gpx.problem().detail);
        test::require(gpx.problem().offset <= size);
        return 0;
    }
    for (const FixReport& fix : gpx->fixes) {
        test::require(std::isfinite(fix.lat_deg) && std::isfinite(fix.lon_deg) && fix.unit.empty());
    }
    test::require(gpx->waypoints <= gpx->fixes.size() && gpx->problems.size() <= gpx->unreadable);
    for (const Problem& problem : gpx->problems) test::require_one_line(problem.detail);
    return 0;
}
