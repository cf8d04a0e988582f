#include "net/permissions.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace siaga::net {
namespace {

/// Who may write which kind. What stands in neither list nobody may write over the wire: the core itself and
/// siagactl do.
template <class Body> inline constexpr bool kOfField = false;
template <> inline constexpr bool kOfField<Emergency> = true;
template <> inline constexpr bool kOfField<DistrictReport> = true;
template <> inline constexpr bool kOfField<EscortMoved> = true;

template <class Body> inline constexpr bool kOfOperator = kOfField<Body>;
template <> inline constexpr bool kOfOperator<PlenaryMoved> = true;
template <> inline constexpr bool kOfOperator<PlenaryProgress> = true;
template <> inline constexpr bool kOfOperator<PlenaryFlagged> = true;
template <> inline constexpr bool kOfOperator<CustodyTransfer> = true;
template <> inline constexpr bool kOfOperator<BoxFaultNoted> = true;
template <> inline constexpr bool kOfOperator<IncidentNoted> = true;
template <> inline constexpr bool kOfOperator<GuardReport> = true;
template <> inline constexpr bool kOfOperator<AlertMoved> = true;

bool field_kind(const Event& event) {
    return std::visit([](const auto& body) { return kOfField<std::remove_cvref_t<decltype(body)>>; }, event.body);
}
bool operator_kind(const Event& event) {
    return std::visit([](const auto& body) { return kOfOperator<std::remove_cvref_t<decltype(body)>>; }, event.body);
}

/// The unit a message speaks for; null: it speaks for none. Any field of an event that names a unit counts.
const UnitName* unit_of(const FeedMessage& message) {
    if (const auto* report = std::get_if<FixReport>(&message)) return &report->unit;
    const auto* event = std::get_if<Event>(&message);
    if (event == nullptr) return nullptr;
    const UnitName* unit = nullptr;
    const auto look = [&]<class T>(std::string_view /*name*/, const T& field) {
        if constexpr (std::is_same_v<T, UnitName>) unit = &field;
        if constexpr (std::is_same_v<T, std::optional<UnitName>>) unit = field ? &*field : unit;
    };
    std::visit([&](const auto& body) { std::remove_cvref_t<decltype(body)>::fields(body, look); }, event->body);
    return unit;
}

std::string described(const FeedMessage& message) {
    if (const auto* event = std::get_if<Event>(&message)) return fmt::format("an event '{}'", kind_of(*event));
    if (std::holds_alternative<FixReport>(message)) return "a fix";
    return std::holds_alternative<Follow>(message) ? "follow" : "a second hello";
}

bool sends_fixes(Role role) { return role == Role::kField || role == Role::kAdmin; }

bool may_send(const Identity& who, const FeedMessage& message) {
    if (std::holds_alternative<FixReport>(message)) return sends_fixes(who.role);
    const auto* event = std::get_if<Event>(&message);
    switch (who.role) {
        case Role::kField:
            return event != nullptr && field_kind(*event);
        case Role::kOperator:
            return event != nullptr && operator_kind(*event);
        case Role::kViewer:
            return std::holds_alternative<Follow>(message);
        case Role::kAdmin:
            return event != nullptr ? operator_kind(*event) : std::holds_alternative<Follow>(message);
    }
    return false;
}

}  // namespace

bool may_send_fix(const Identity& who, const UnitName& unit) {
    return sends_fixes(who.role) && who.may_speak_for(unit);
}

std::optional<Problem> refused_by_role(const Identity& who, const FeedMessage& message) {
    if (!may_send(who, message)) {
        return Problem{Refusal::kNotPermitted, 0,
                       fmt::format("role {} may not send {}", name_of(who.role), described(message))};
    }
    const UnitName* const unit = unit_of(message);
    if (unit != nullptr && !who.may_speak_for(*unit)) {
        return Problem{Refusal::kNotPermitted, 0,
                       fmt::format("source {} may not speak for unit {}", who.source.text(), unit->text())};
    }
    return std::nullopt;
}

}  // namespace siaga::net
