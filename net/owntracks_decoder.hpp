#pragma once
// Decoder of what OwnTracks posts (PROTOCOL, section 3). A function of the text alone.
//   {"_type":"location","lat":-9.4386,"lon":124.4871,"tst":1732948267,"acc":12,"alt":402,"batt":80,"vel":29,"cog":310}

#include <string_view>

#include "net/field_post.hpp"

namespace siaga::net {

/// tst and created_at in seconds, vel in km/h; the device is not in it. No fix, and no fault: an empty body and every
/// other _type. An encrypted location is a Problem: it cannot be read here.
[[nodiscard]] FieldPost decode_owntracks(std::string_view body);

}  // namespace siaga::net
