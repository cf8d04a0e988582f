#include "app/language/event_subject.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <variant>

namespace siaga::app {

namespace {

template <class Key> bool same(const Key& field, const Key& wanted) { return field == wanted; }
template <class Key> bool same(const std::optional<Key>& field, const Key& wanted) { return field == wanted; }
template <class Key, class Other> bool same(const Other& /*field*/, const Key& /*wanted*/) { return false; }

/// Whether any field of the event's body holds this very identifier.
template <class Key> bool names(const Event& event, const Key& wanted) {
    return std::visit(
        [&](const auto& body) {
            bool found = false;
            std::remove_cvref_t<decltype(body)>::fields(
                body, [&](std::string_view, const auto& field) { found = found || same(field, wanted); });
            return found;
        },
        event.body);
}

}  // namespace

bool is_about(const Event& event, const UnitName& unit) { return names(event, unit); }

bool is_about(const Event& event, const DistrictCode& district) {
    if (names(event, district)) return true;
    // Places of custody carry their district's code: "PPK 53.03.05", "53.03.05.1001".
    const auto holds = [&](const SiteCode& site) { return site.text().find(district.text()) != std::string::npos; };
    if (const auto* custody = std::get_if<CustodyTransfer>(&event.body))
        return holds(custody->from) || holds(custody->to);
    if (const auto* escort = std::get_if<EscortMoved>(&event.body)) return holds(escort->from) || holds(escort->to);
    return false;
}

}  // namespace siaga::app
