#include "app/bench/feed_text.hpp"

#include <fmt/format.h>

#include <iterator>
#include <vector>

namespace siaga::app::bench {

void append_line(std::string& out, std::uint64_t seq, std::string_view unit, const Fix& fix) {
    constexpr double kPerMps = 100, kPerDegree = 100;
    fmt::format_to(
        std::back_inserter(out),
        R"({{"type":"fix","seq":{},"unit":"{}","time":{},"lat":{:.7f},"lon":{:.7f},"speed_mps":{},"course_deg":{}}})"
        "\n",
        seq, unit, unix_ms(fix.time), fix.position.lat_deg(), fix.position.lon_deg(), fix.speed_cmps / kPerMps,
        fix.course_cdeg / kPerDegree);
}

FeedText feed_text(const FleetDay& day) {
    constexpr std::size_t kLineBytes = 128;
    const std::vector<std::string> names = day.unit_names();
    FeedText text;
    text.bytes.reserve(day.count() * kLineBytes);
    day.for_each(
        [&](const Fix& fix) { append_line(text.bytes, ++text.lines, names[static_cast<std::size_t>(fix.unit)], fix); });
    text.end = day.end() + Millis{1000};
    return text;
}

}  // namespace siaga::app::bench
