#include "net/permissions.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <variant>

namespace siaga::net {
namespace {

/// The unit a field event speaks for; nothing: it speaks for no unit.
std::optional<UnitName> unit_of(const Event& event) {
    if (const auto* sos = std::get_if<Emergency>(&event.body)) return sos->unit;
    if (const auto* escort = std::get_if<EscortMoved>(&event.body)) return escort->unit;
    return std::nullopt;
}

bool field_kind(const Event& event) {
    return std::holds_alternative<Emergency>(event.body) || std::holds_alternative<DistrictReport>(event.body) ||
           std::holds_alternative<EscortMoved>(event.body);
}

std::string described(const FeedMessage& message) {
    if (const auto* event = std::get_if<Event>(&message)) return fmt::format("an event '{}'", kind_of(*event));
    if (std::holds_alternative<FixReport>(message)) return "a fix";
    return std::holds_alternative<Follow>(message) ? "follow" : "a second hello";
}

bool may_send(const Identity& who, const FeedMessage& message) {
    const auto* event = std::get_if<Event>(&message);
    switch (who.role) {
        case Role::kField:
            return std::holds_alternative<FixReport>(message) || (event != nullptr && field_kind(*event));
        case Role::kOperator:
            return event != nullptr && !std::holds_alternative<OperationOpened>(event->body);
        case Role::kViewer:
            return std::holds_alternative<Follow>(message);
        case Role::kAdmin:
            return !std::holds_alternative<Hello>(message) &&
                   (event == nullptr || !std::holds_alternative<OperationOpened>(event->body));
    }
    return false;
}

}  // namespace

std::optional<Problem> refused_by_role(const Identity& who, const FeedMessage& message) {
    if (!may_send(who, message)) {
        return Problem{Refusal::kNotPermitted, 0,
                       fmt::format("role {} may not send {}", name_of(who.role), described(message))};
    }
    std::optional<UnitName> unit;
    if (const auto* report = std::get_if<FixReport>(&message)) unit = report->unit;
    if (const auto* event = std::get_if<Event>(&message)) unit = unit_of(*event);
    if (who.role == Role::kField && unit && !who.may_speak_for(*unit)) {
        return Problem{Refusal::kNotPermitted, 0,
                       fmt::format("source {} may not speak for unit {}", who.source.text(), unit->text())};
    }
    return std::nullopt;
}

}  // namespace siaga::net
