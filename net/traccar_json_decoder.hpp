#pragma once
// Decoder of the JSON body of Traccar Client 9 (PROTOCOL, section 2). A function of the text alone.
//   {"device_id":"hp-04","location":{"timestamp":"2024-11-30T06:31:07.120Z",
//    "coords":{"latitude":-9.4386,"longitude":124.4871,"accuracy":12,"speed":8.2,"heading":310,"altitude":402},
//    "battery":{"level":0.8,"is_charging":false},"event":"","extras":{"alarm":"sos"}}}

#include <string_view>

#include "net/field_post.hpp"

namespace siaga::net {

/// -1 is unknown, level is 0 to 1, speed in m/s. "alarm" stands in the location or its extras. What is no JSON has no
/// device.
[[nodiscard]] FieldPost decode_traccar_json(std::string_view body);

}  // namespace siaga::net
