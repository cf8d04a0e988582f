#pragma once
// Decoder of Cursor on Target, version 2, XML: one event of ATAK, iTAK, WinTAK (PROTOCOL, section 4). A function of
// the text alone.
//   <event version="2.0" uid="ANDROID-1f" type="a-f-G-U-C" time="2024-11-30T06:31:07.120Z" ...>
//     <point lat="-9.4386" lon="124.4871" hae="402.0" ce="12.0" le="9999999.0"/>
//     <detail><contact callsign="RAJAWALI-04"/><status battery="80"/><track course="310.0" speed="8.2"/></detail>
//   </event>

#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"
#include "data/core/time.hpp"

namespace siaga::net {

enum class CotKind : std::uint8_t {
    kContact,          ///< somebody who says where he is
    kEmergency,        ///< b-a-o-tbl, -pan, -opn, -c
    kEmergencyCancel,  ///< b-a-o-can
    kPing,             ///< t-x-c-t: wants to know that we are there
    kProtocol,         ///< t-x-takp-q: wants to go on in another version of the protocol
    kDelete,           ///< t-x-d-d: asks us to forget something
    kOther,            ///< markers, drawings, chat: nothing to record
};

struct CotPoint {
    double lat_deg = 0, lon_deg = 0;
    std::optional<double> accuracy_m;  ///< ce: 95 % circular, as the phone says
    std::optional<double> altitude_m;  ///< hae: above the ellipsoid
};

struct CotEvent {
    CotKind kind = CotKind::kOther;
    std::string uid;                ///< of the message; of a contact it is the device's
    std::string type;               ///< "a-f-G-U-C"
    Time time;                      ///< when it was made, by the device's clock
    std::optional<CotPoint> point;  ///< nothing: 0,0 of unknown accuracy, which is presence without a position
    std::string callsign;           ///< of a contact
    std::optional<double> speed_mps, course_deg, battery_pct;
    std::string version;  ///< kProtocol: the one that it wants

    /// Of the sender: an emergency's uid is the device's and "-9-1-1".
    [[nodiscard]] std::string device() const;
};

/// One whole event, with its declaration or without. kMalformed with the byte: no XML, a DOCTYPE or an entity, no
/// event. kMissingField, kBadValue naming the attribute.
[[nodiscard]] Result<CotEvent> decode_cot(std::string_view xml);

/// A document type, which could name entities: whoever sends one is cut off.
[[nodiscard]] bool has_doctype(std::string_view xml);

/// What we say to a ping, with the time `now`.
[[nodiscard]] std::string cot_pong(Time now);

/// Versions of the protocol: that we speak number 1 as well; and whether we go on in the one that was asked for.
inline constexpr std::string_view kTakVersion = "1";
[[nodiscard]] std::string cot_versions(Time now);
[[nodiscard]] std::string cot_version_answer(bool yes, Time now);

}  // namespace siaga::net
