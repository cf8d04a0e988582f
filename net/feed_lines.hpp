#pragma once
// The lines of the Siaga feed as text, each with its newline (PROTOCOL: Siaga feed).

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"
#include "net/auth.hpp"

namespace siaga::net {

// What a client says.
/// Without "token" when it is "".
[[nodiscard]] std::string hello_line(std::string_view token, const SourceName& source);
[[nodiscard]] std::string fix_line(std::uint64_t seq, const FixReport& report);
[[nodiscard]] std::string event_line(std::uint64_t seq, const Event& event);
[[nodiscard]] std::string follow_line(std::uint64_t from, bool fixes);

// What the server answers.
[[nodiscard]] std::string welcome_line(const Identity& identity, std::uint64_t last_seq);
[[nodiscard]] std::string ack_line(std::uint64_t seq);
/// Without "seq" when it is 0; with "offset" when the line itself is broken.
[[nodiscard]] std::string nack_line(std::uint64_t seq, const Problem& problem);
[[nodiscard]] std::string entry_line(const Entry& entry);
/// `unit_names` by UnitIndex.
[[nodiscard]] std::string fixes_line(std::span<const Fix> fixes, const std::vector<std::string>& unit_names);
/// `entries`: how many there are, which is the number of the next one.
[[nodiscard]] std::string head_line(std::uint64_t entries, Time now);

}  // namespace siaga::net
