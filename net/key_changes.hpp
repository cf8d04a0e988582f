#pragma once
// What the ledger does not know yet of keys/: functions of the files' content and of the situation alone, so a
// change made while the core was stopped is found as one made while it runs.

#include <vector>

#include "data/model/event.hpp"
#include "data/situation/situation.hpp"
#include "net/device_file.hpp"
#include "net/token_file.hpp"

namespace siaga::net {

/// Events `access` at live.time: tokens that were added, whose role, units or expiry were changed, that expired, and
/// that were revoked or are gone. Never a token, only its fingerprint.
void add_token_changes(const std::vector<TokenEntry>& file, const Situation& live, std::vector<Event>& out);

/// Events `device` at live.time likewise.
void add_device_changes(const DeviceDecisions& file, const Situation& live, std::vector<Event>& out);

}  // namespace siaga::net
