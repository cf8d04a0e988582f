#pragma once
// LastRefused: the newest record of each sender without numbers that went to the quarantine. Such a sender repeats
// the record that waits first until it is answered, so one is enough; after a restart it is kept once more.

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "data/core/name.hpp"

namespace siaga {

class LastRefused {
public:
    /// Once it is committed.
    void note(const SourceName& source, std::string raw) { raw_.insert_or_assign(source, std::move(raw)); }
    [[nodiscard]] bool is(const SourceName& source, std::string_view raw) const {
        const auto found = raw_.find(source);
        return found != raw_.end() && found->second == raw;
    }

private:
    std::unordered_map<SourceName, std::string> raw_;
};

}  // namespace siaga
