#pragma once
// SliceSource: where sealed slices are read from. The store has two: the writer's own, and a reader's
// beside it. One thread at a time.

#include <cstdint>
#include <memory>
#include <vector>

#include "data/model/track_slice.hpp"

namespace siaga {

/// What is known of a slice without reading it.
struct SliceInfo {
    Time start;
    std::uint32_t fixes = 0;   ///< measured in these five minutes
    std::uint32_t moving = 0;  ///< of them, on the move
    bool positions = false;    ///< it tells where all units were; else it holds only fixes of wrong clocks
    Time received;             ///< by the core's clock, the newest
    Time first, last;          ///< measured
    friend bool operator==(const SliceInfo&, const SliceInfo&) = default;
};

class SliceSource {
public:
    SliceSource() = default;
    SliceSource(const SliceSource&) = delete;
    SliceSource& operator=(const SliceSource&) = delete;
    virtual ~SliceSource() = default;

    /// By rising start. What is listed may have been rewritten when it is read.
    [[nodiscard]] virtual std::vector<SliceInfo> list() = 0;
    /// The packed slice (track_slice.hpp), its checksum checked; null: there is none. Throws Fault naming
    /// the slice when it is not what was written.
    [[nodiscard]] virtual std::shared_ptr<const Bytes> read(Time start) = 0;
};

}  // namespace siaga
