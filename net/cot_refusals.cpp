#include "net/cot_refusals.hpp"

#include <optional>

#include "data/core/name.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga::net {
namespace {

std::optional<LonLat> place_of(const CotEvent& event) {
    if (!event.point || !LonLat::in_range(event.point->lon_deg, event.point->lat_deg)) return std::nullopt;
    return LonLat::from_degrees(event.point->lon_deg, event.point->lat_deg);
}

}  // namespace

void note_refusal(const Gate& gate, const CotSender& sender, CotRefusal why, const CotEvent& event, Time now) {
    const bool stranger = why == CotRefusal::kStranger;
    const std::string id = event.device();
    gate.door.refused(stranger ? SignInFault::kUnknownDevice : SignInFault::kRole,
                      {sender.listener, address_group(sender.address)}, id, now);
    gate.door.sessions().refused(sender.session, stranger ? "UNKNOWN_DEVICE" : "NOT_PERMITTED");
    if (stranger && valid_name(id) && id.size() <= Device::kIdMaxBytes)
        gate.waiting.note(id, sender.address, place_of(event), now);
}

}  // namespace siaga::net
