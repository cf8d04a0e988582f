#include "net/access.hpp"

#include "net/key_changes.hpp"

namespace siaga::net {

void Access::look(const Situation& live, bool ending, std::vector<Event>& out) {
    if (const auto tokens = tokens_.entries()) add_token_changes(*tokens, live, out);
    if (const auto decisions = devices_.decisions()) {
        add_device_changes(*decisions, live, out);
        for (const Device& device : decisions->accepted) waiting_.forget(device.id);
        for (const std::string& id : decisions->refused) waiting_.forget(id);
    }
    door_.take(live, ending, out);
    waiting_.save(live.time, ending);
}

}  // namespace siaga::net
