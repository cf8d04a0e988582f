#include "tests/integration/support/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace siaga::test {
namespace {

constexpr Millis kStep{10};
constexpr std::int32_t kLatE7 = -94386000;
constexpr std::uint64_t kPlaces = 16;
constexpr std::int32_t kApartE7 = 5;  // half a decimetre: no teleport within a step

/// The number after `member` in the line.
std::uint64_t number_after(std::string_view line, std::string_view member) {
    std::uint64_t number = 0;
    const std::size_t at = line.find(member);
    if (at != std::string_view::npos)
        std::from_chars(line.data() + at + member.size(), line.data() + line.size(), number);
    return number;
}

}  // namespace

Load::Load(std::string source, std::string token, Time origin)
    : source_(std::move(source)), token_(std::move(token)), origin_(origin) {}

Time Load::time_of(std::uint64_t seq) const { return origin_ + kStep * static_cast<std::int64_t>(seq); }

std::int32_t Load::lat_e7_of(std::uint64_t seq) { return kLatE7 + static_cast<std::int32_t>(seq % kPlaces) * kApartE7; }

std::string Load::line_of(std::uint64_t seq) const {
    if (is_event(seq)) {
        return fmt::format(R"({{"type":"event","seq":{},"time":{},"kind":"report","district":"53.03.05",)"
                           R"("condition":"KONDUSIF","text":"{}"}})"
                           "\n",
                           seq, unix_ms(time_of(seq)), seq);
    }
    return fmt::format(R"({{"type":"fix","seq":{},"unit":"UNIT-{}","time":{},"lat":{:.7f},"lon":124.4871}})"
                       "\n",
                       seq, source_, unix_ms(time_of(seq)), lat_e7_of(seq) / 1e7);
}

void Load::begin(Connection& connection, std::uint64_t from) {
    next_ = from;
    waiting_.clear();
    connection.send(hello(token_, source_));
}

bool Load::send(Connection& connection) {
    constexpr std::size_t kPiece = 16384;
    while (next_ <= acknowledged_ + kAhead && waiting_.size() < kPiece) waiting_ += line_of(next_++);
    waiting_.erase(0, connection.send_some(waiting_));
    return !waiting_.empty();
}

bool Load::hear(Connection& connection) {
    const bool there = connection.receive();
    while (const auto line = connection.received_line()) take(*line);
    return there;
}

void Load::take(const std::string& line) {
    if (line.starts_with(R"({"type":"ack",)")) {
        const std::uint64_t seq = number_after(line, "\"seq\":");
        if (seq >= next_ && trouble_.empty()) trouble_ = "an acknowledgement of what was not sent: " + line;
        acknowledged_ = std::max(acknowledged_, seq);
    } else if (line.starts_with(R"({"type":"welcome",)")) {
        const std::uint64_t last = number_after(line, "\"last_seq\":");
        if (last < acknowledged_ && trouble_.empty()) {
            trouble_ = fmt::format("{} was acknowledged, and then forgotten: {}", acknowledged_, line);
        }
    } else if (trouble_.empty()) {
        trouble_ = line;
    }
}

}  // namespace siaga::test
