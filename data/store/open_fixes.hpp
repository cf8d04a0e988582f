#pragma once
// OpenFixes: the fixes that are in no slice yet, as the writer of tracks.db remembers them: what was committed
// under a key, and what the next sealing takes.

#include <cstdint>
#include <span>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga {

class OpenFixes {
public:
    /// In order of arrival; no key twice.
    void add(std::span<const Fix> fixes);
    /// Keeps the memory: as many come again.
    void clear();

    [[nodiscard]] const std::vector<Fix>& all() const { return fixes_; }
    /// Measured; Time::min() when one is of a wrong clock, Time::max() when there is none.
    [[nodiscard]] Time oldest() const { return oldest_; }
    /// Null: none. Until the next add().
    [[nodiscard]] const Fix* find(SourceIndex source, std::uint64_t seq) const;
    /// 0 for none.
    [[nodiscard]] std::uint64_t last_seq(SourceIndex source) const;

private:
    struct Key {
        std::uint64_t seq;
        std::size_t place;  ///< in fixes_
    };
    std::vector<Fix> fixes_;
    std::vector<std::vector<Key>> keys_;  ///< by source, rising
    Time oldest_ = Time::max();
};

}  // namespace siaga
