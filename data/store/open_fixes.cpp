#include "data/store/open_fixes.hpp"

#include <algorithm>

namespace siaga {
namespace {

constexpr auto kBefore = [](const auto& key, std::uint64_t seq) { return key.seq < seq; };

}  // namespace

void OpenFixes::add(std::span<const Fix> fixes) {
    for (const Fix& fix : fixes) {
        const auto source = static_cast<std::size_t>(fix.source);
        if (source >= keys_.size()) keys_.resize(source + 1);
        std::vector<Key>& keys = keys_[source];
        const Key key{fix.seq, fixes_.size()};
        if (keys.empty() || keys.back().seq < fix.seq) {
            keys.push_back(key);
        } else {
            keys.insert(std::lower_bound(keys.begin(), keys.end(), fix.seq, kBefore), key);
        }
        fixes_.push_back(fix);
        oldest_ = std::min(oldest_, fix.moves_marker() ? fix.time : Time::min());
    }
}

void OpenFixes::clear() {
    fixes_.clear();
    for (std::vector<Key>& keys : keys_) keys.clear();
    oldest_ = Time::max();
}

const Fix* OpenFixes::find(SourceIndex source, std::uint64_t seq) const {
    if (static_cast<std::size_t>(source) >= keys_.size()) return nullptr;
    const std::vector<Key>& keys = keys_[static_cast<std::size_t>(source)];
    const auto place = std::lower_bound(keys.begin(), keys.end(), seq, kBefore);
    return place != keys.end() && place->seq == seq ? &fixes_[place->place] : nullptr;
}

std::uint64_t OpenFixes::last_seq(SourceIndex source) const {
    const auto index = static_cast<std::size_t>(source);
    return index < keys_.size() && !keys_[index].empty() ? keys_[index].back().seq : 0;
}

}  // namespace siaga
