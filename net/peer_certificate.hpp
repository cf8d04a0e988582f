#pragma once
// What is known of a peer that showed a certificate.

#include <string>

#include "data/store/sha256.hpp"

namespace siaga::net {

/// TLS has checked it: its authority, dates, purpose and signatures.
struct PeerCertificate {
    Hash sha256{};            ///< of its DER form
    std::string common_name;  ///< as it is written there
};

}  // namespace siaga::net
