#include "net/key_changes.hpp"

#include <set>
#include <string>
#include <utility>

namespace siaga::net {
namespace {

AccessChanged entry_of(const Identity& who, AccessStep step) {
    return {who.source, step, who.role, who.units, who.expires, who.fingerprint};
}

bool same_rights(const AccessChanged& known, const Identity& now) {
    return known.who == now.source && known.role == now.role && known.units == now.units &&
           known.expires == now.expires;
}

}  // namespace

void add_token_changes(const std::vector<TokenEntry>& file, const Situation& live, std::vector<Event>& out) {
    const auto enter = [&](AccessChanged change) { out.push_back({live.time, std::move(change), {}}); };
    std::set<std::string> present;
    for (const auto& [who, hash, revoked, proof] : file) {
        if (revoked || !present.insert(who.fingerprint).second) continue;
        const auto known = live.access.find(who.fingerprint);
        const bool expired = who.expires && *who.expires <= live.time;
        if (known == live.access.end()) {
            enter(entry_of(who, AccessStep::kAdded));
        } else if (!same_rights(known->second, who)) {
            enter(entry_of(who, AccessStep::kChanged));
        } else if (expired && known->second.step != AccessStep::kExpired) {
            enter(entry_of(who, AccessStep::kExpired));
        }
    }
    for (const auto& [fingerprint, known] : live.access) {
        if (present.contains(fingerprint)) continue;
        AccessChanged gone = known;
        gone.step = AccessStep::kRevoked;
        enter(std::move(gone));
    }
}

void add_device_changes(const DeviceDecisions& file, const Situation& live, std::vector<Event>& out) {
    const auto enter = [&](DeviceDecided decided) { out.push_back({live.time, std::move(decided), {}}); };
    std::set<RecordName> present;
    const auto compare = [&](DeviceDecided decided) {
        if (!present.insert(decided.device).second) return;
        const auto known = live.devices.find(decided.device);
        if (known == live.devices.end() || known->second != decided) enter(std::move(decided));
    };
    for (const Device& device : file.accepted) {
        compare({RecordName::literal(device.id), DeviceStep::kAccepted, device.unit});
    }
    for (const std::string& id : file.refused) compare({RecordName::literal(id), DeviceStep::kRefused, {}});
    for (const auto& [id, known] : live.devices) {
        if (!present.contains(id)) enter({id, DeviceStep::kForgotten, known.unit});
    }
}

}  // namespace siaga::net
