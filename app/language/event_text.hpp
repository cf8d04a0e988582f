#pragma once
// EventText: one entry of the ledger as a line that a person reads, and what goes with it on screen.

#include <cstdint>
#include <optional>
#include <string>

#include "app/language/format.hpp"
#include "data/model/event.hpp"
#include "data/model/roster.hpp"

namespace siaga::app {

/// Which family an event belongs to: its glyph, and its lane on the timeline.
enum class EventFamily : std::uint8_t { kAlarm, kPlenary, kCustody, kEscort, kReport, kOther };

enum class Tone : std::uint8_t { kPlain, kGood, kInfo, kWarning, kAlarm };

struct EventText {
    EventFamily family = EventFamily::kOther;
    Tone tone = Tone::kPlain;
    const char* glyph = "";  ///< Font Awesome
    std::string text;
    std::optional<LonLat> place;
    std::optional<std::size_t> district;  ///< index into Roster::districts
    std::optional<UnitName> unit;
};

/// Routine that would bury the rest: reading progress, boxes opened as they should be, reports of
/// nothing, alerts that only repeat the event that caused them.
[[nodiscard]] bool is_routine(const Event& event);

/// Family and tone alone, cheap: for the marks of the timeline.
struct EventKind {
    EventFamily family = EventFamily::kOther;
    Tone tone = Tone::kPlain;
};
[[nodiscard]] EventKind kind_for_display(const Event& event);

[[nodiscard]] EventText describe(const Event& event, const Roster& roster, const Format& format);

}  // namespace siaga::app
