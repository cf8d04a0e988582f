#pragma once
// Sets of sequence numbers as ranges without gaps: a source that counts on takes one row.

#include <cstdint>
#include <vector>

namespace siaga {

struct SeqRange {
    std::uint64_t first = 0, last = 0;
    friend bool operator==(const SeqRange&, const SeqRange&) = default;
};

/// By the number of the source; one without any may be empty or, at the end, missing.
using SourceSeqs = std::vector<std::vector<SeqRange>>;

/// One more, cheap when it is the next one. What comes out of order, or twice, makes a range of its own.
void add_seq(std::vector<SeqRange>& ranges, std::uint64_t seq);

/// The union of both as the fewest ranges, rising. Both in any order, overlaps allowed.
[[nodiscard]] std::vector<SeqRange> united(std::vector<SeqRange> ranges, const std::vector<SeqRange>& more);

/// Is `seq` in one of them? Precondition: they are as united() makes them.
[[nodiscard]] bool holds_seq(const std::vector<SeqRange>& ranges, std::uint64_t seq);

}  // namespace siaga
