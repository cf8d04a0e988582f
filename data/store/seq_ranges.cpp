#include "data/store/seq_ranges.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace siaga {

void add_seq(std::vector<SeqRange>& ranges, std::uint64_t seq) {
    if (!ranges.empty() && seq > 0 && ranges.back().last == seq - 1) {
        ranges.back().last = seq;
    } else {
        ranges.push_back({seq, seq});
    }
}

std::vector<SeqRange> united(std::vector<SeqRange> ranges, const std::vector<SeqRange>& more) {
    std::vector<SeqRange> all = std::move(ranges);
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end(), [](const SeqRange& a, const SeqRange& b) { return a.first < b.first; });
    std::vector<SeqRange> out;
    for (const SeqRange& next : all) {
        // Touching is one less: last + 1 could overflow.
        if (!out.empty() && (next.first == 0 || next.first - 1 <= out.back().last)) {
            out.back().last = std::max(out.back().last, next.last);
        } else {
            out.push_back(next);
        }
    }
    return out;
}

bool holds_seq(const std::vector<SeqRange>& ranges, std::uint64_t seq) {
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), seq,
                                        [](std::uint64_t value, const SeqRange& range) { return value < range.first; });
    return after != ranges.begin() && seq <= std::prev(after)->last;
}

}  // namespace siaga
