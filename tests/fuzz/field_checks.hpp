#pragma once
// What must hold for a post that a stranger sent, whatever the decoder.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <variant>

#include "data/core/name.hpp"
#include "net/field_post.hpp"

namespace siaga::test {

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// What goes back to the sender, into the log and the quarantine stays one line of plain characters.
inline void require_one_line(const std::string& text) {
    require(!text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }));
}

inline void check_post(net::FieldPost post, std::string_view raw) {
    if (const auto* problem = std::get_if<Problem>(&post.fix)) {
        require_one_line(problem->detail);
        require(problem->offset <= raw.size());
    }
    require(!post.device_speed || !(*post.device_speed < 0));
    const Time now = time_from_ms(1'732'948'267'000);
    const bool sos = post.sos;
    const bool nothing = std::holds_alternative<std::monostate>(post.fix);
    const Device device{"hp-04", UnitName::literal("RAJAWALI-04"), SpeedUnit::kKnots};
    const Submission submission = net::submission_of(std::move(post), device, raw, now);
    require(submission.records.size() == (sos ? 1U : 0U) + (nothing ? 0U : 1U));
    require(submission.events == (sos ? 1U : 0U));
    for (std::size_t i = 0; i < submission.records.size(); ++i) {
        require(submission.raw_of(i) == raw && submission.records[i].seq == 0);
        if (const auto* event = std::get_if<std::shared_ptr<const Event>>(&submission.records[i].record)) {
            require(i == 0 && (*event)->time <= now);
        }
    }
}

}  // namespace siaga::test
