#pragma once
// FeedText: the lines of a fleet's day as a sender writes them, about 120 bytes each, made before the
// clock runs.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/bench/fleet_day.hpp"

namespace siaga::app::bench {

struct FeedText {
    std::string bytes;        ///< whole lines; seq from 1, of one source
    std::uint64_t lines = 0;  ///< also the last seq
    Time end;                 ///< later than every fix
};

[[nodiscard]] FeedText feed_text(const FleetDay& day);
/// One line with its newline.
void append_line(std::string& out, std::uint64_t seq, std::string_view unit, const Fix& fix);

/// What one send takes.
inline constexpr std::size_t kSendBytes = 64 * 1024;

}  // namespace siaga::app::bench
