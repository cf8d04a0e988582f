#pragma once
// RefusalGroups: refused attempts on their way into the ledger, which a stranger must not fill. Of one address and
// one reason the first is entered at once, then once a minute how many more; so are all those together that are of
// more addresses than are told apart. Not locked: net/door does that.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/model/event.hpp"

namespace siaga::net {

class RefusalGroups {
public:
    /// Told apart at once, each an address and a reason.
    static constexpr std::size_t kMost = 64;
    static constexpr Millis kEvery{60'000};

    /// `claimed` is what a stranger wrote: it is escaped and cut.
    void note(Time now, SignInFault reason, std::string_view listener, const std::string& address,
              std::string_view claimed);
    /// Adds the entries that are due, all that wait when `ending`.
    void take(Time now, bool ending, std::vector<Event>& out);

    [[nodiscard]] std::size_t groups() const { return groups_.size(); }

private:
    struct Key {
        SignInFault reason{};
        std::string listener, address;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Group {
        std::uint32_t count = 0;  ///< since the last entry
        std::string claimed;      ///< by the last one
        Time due;                 ///< of the next entry
    };

    std::map<Key, Group> groups_;
};

}  // namespace siaga::net
