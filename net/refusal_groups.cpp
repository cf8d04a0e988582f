#include "net/refusal_groups.hpp"

#include <iterator>
#include <limits>

#include "data/core/name.hpp"

namespace siaga::net {
namespace {

constexpr std::size_t kClaimedBytes = 64;

}  // namespace

void RefusalGroups::note(Time now, SignInFault reason, std::string_view listener, const std::string& address,
                         std::string_view claimed) {
    Key key{reason, std::string(listener), address};
    if (groups_.size() >= kMost && !groups_.contains(key)) key.address.clear();
    Group& group = groups_.try_emplace(std::move(key), Group{0, {}, now}).first->second;
    if (group.count < std::numeric_limits<std::uint32_t>::max()) ++group.count;
    group.claimed = printable(claimed.substr(0, kClaimedBytes));
}

void RefusalGroups::take(Time now, bool ending, std::vector<Event>& out) {
    for (auto at = groups_.begin(); at != groups_.end();) {
        auto& [key, group] = *at;
        const bool due = now >= group.due || group.due > now + kEvery;  // a clock that was set back
        if (group.count > 0 && (due || ending)) {
            out.push_back({.time = now,
                           .body = SignInRefused{key.reason, key.listener, key.address, group.count, group.claimed},
                           .extra = {}});
            group.count = 0;
            group.due = now + kEvery;
        } else if (due) {
            at = groups_.erase(at);  // a quiet minute
            continue;
        }
        ++at;
    }
}

}  // namespace siaga::net
