#pragma once
// Decoder of the query or form that Traccar Client up to 8 and from 10 on, OsmAnd and GPSLogger send
// (PROTOCOL, section 2). A function of the text alone.
//   id=hp-04&timestamp=1732948267&lat=-9.4386&lon=124.4871&speed=15.9&bearing=310&altitude=402&accuracy=12&batt=80

#include <string_view>

#include "net/field_post.hpp"

namespace siaga::net {

/// `form`: percent-encoded pairs, '+' for a space. Of a key that comes twice the first counts. Keys: id or deviceid;
/// lat and lon, or location=lat,lon; timestamp; speed; bearing or heading; altitude; accuracy; batt; alarm; valid. The
/// others (hdop, charge, ...) say nothing that a fix holds. A form that cannot be read has no device.
[[nodiscard]] FieldPost decode_form(std::string_view form);

}  // namespace siaga::net
