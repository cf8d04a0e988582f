#pragma once
// PlainFixReader: the fix line that nearly every line is, read in one pass without a tree of its members. It
// says yes or it says nothing: every other line, and what is wrong with a broken one, is FeedDecoder's.

#include <cstdint>
#include <memory>
#include <string_view>

#include "data/model/fix.hpp"

namespace siaga::net {

/// Keeps its memory; one thread.
class PlainFixReader {
public:
    PlainFixReader();
    ~PlainFixReader();

    /// Precondition: kLinePadding bytes behind the line can be read.
    /// A fix of known members only, each there once, no null, no escape, its time in UTC milliseconds: its seq and, in
    /// `report` (empty before), what FeedDecoder reads. Else 0, with `report` in any state.
    [[nodiscard]] std::uint64_t read(std::string_view line, FixReport& report);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga::net
