#pragma once
// Links that set up a phone in one step: what a QR code shows (docs/field-clients.md). Each holds the token.

#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"

namespace siaga::net {

/// A phone and the way to the core.
struct PhoneLogin {
    std::string server;  ///< "http://HOST:5055" or "https://HOST", as the phone reaches the listener; no path
    std::string id;      ///< what it calls itself
    std::string token;
};

/// Nothing: it is such an address. kBadValue says why not.
[[nodiscard]] std::optional<Problem> not_a_server(std::string_view server);

/// Traccar Client from version 9: its screen for QR codes takes a web address; address and path become the server, the
/// query its settings. Source: traccar/traccar-client, configuration_service.dart.
[[nodiscard]] std::string traccar_link(const PhoneLogin& login);

/// OwnTracks for Android and iOS: a configuration inside a link of its own scheme. Source: OwnTracks Booklet, "Remote
/// configuration", URL config.
[[nodiscard]] std::string owntracks_link(const PhoneLogin& login);

}  // namespace siaga::net
