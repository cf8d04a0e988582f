#include "data/store/seal.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

using NewestByUnit = std::map<UnitIndex, Fix>;

bool by_unit_and_time(const Fix& a, const Fix& b) { return a.unit != b.unit ? a.unit < b.unit : a.time < b.time; }

[[noreturn]] void corrupt(Time start, const Problem& problem) {
    throw StorageFault(StorageTrouble::kCorrupt, "slice " + to_rfc3339(start) + ": " + problem.detail +
                                                     "; keep the folder as it is and restore the newest backup");
}

std::vector<Fix> own_fixes(const TrackSlice& slice) {
    std::vector<Fix> own;
    own.reserve(slice.fixes.size());
    for (const TrackSlice::Run& run : slice.runs) {
        const std::span<const Fix> fixes = slice.own_of(run);
        own.insert(own.end(), fixes.begin(), fixes.end());
    }
    return own;
}

std::vector<Fix> carried_fixes(const TrackSlice& slice) {
    std::vector<Fix> carried;
    for (const TrackSlice::Run& run : slice.runs) {
        if (run.carried) carried.push_back(slice.fixes[run.begin]);
    }
    return carried;
}

void note(NewestByUnit& newest, std::span<const Fix> fixes) {
    for (const Fix& fix : fixes) {
        if (fix.moves_marker()) newest.insert_or_assign(fix.unit, fix);
    }
}

/// The newest of `own` of each unit that is in `added`. Both by unit and time.
NewestByUnit newest_of_same(std::span<const Fix> added, std::span<const Fix> own) {
    NewestByUnit newest;
    auto fix = own.begin();
    for (const Fix& one : added) {
        fix = std::find_if(fix, own.end(), [&](const Fix& other) { return other.unit >= one.unit; });
        for (; fix != own.end() && fix->unit == one.unit; ++fix) {
            if (fix->moves_marker()) newest.insert_or_assign(newest.end(), fix->unit, *fix);
        }
    }
    return newest;
}

/// Which of `fixes` go into which slice: their places, in order of arrival.
std::map<Time, std::vector<std::uint32_t>> by_slice(std::span<const Fix> fixes, Time before) {
    std::map<Time, std::vector<std::uint32_t>> slices;
    std::vector<std::uint32_t>* slice = nullptr;
    Time begin{}, end{};  // of that slice
    for (std::uint32_t place = 0; place < fixes.size(); ++place) {
        const Fix& fix = fixes[place];
        if (!is_sealed(fix, before)) continue;
        if (slice == nullptr || fix.time < begin || fix.time >= end) {
            begin = slice_start(fix.time);
            end = begin + kSliceLength;
            slice = &slices[begin];
        }
        slice->push_back(place);
    }
    return slices;
}

/// The fixes at `places` by unit and time, then by arrival, into `sorted` (replaced). They come nearly in order of
/// time: counting them by unit leaves little to sort.
void sort_by_unit_and_time(std::span<const Fix> fixes, std::span<const std::uint32_t> places,
                           std::vector<Fix>& sorted) {
    std::vector<std::size_t> next;
    for (const std::uint32_t place : places) {
        const auto unit = static_cast<std::size_t>(fixes[place].unit);
        if (next.size() < unit + 2) next.resize(unit + 2);
        ++next[unit + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    const std::vector<std::size_t> first = next;
    sorted.resize(places.size());
    for (const std::uint32_t place : places) sorted[next[static_cast<std::size_t>(fixes[place].unit)]++] = fixes[place];
    const auto earlier = [](const Fix& a, const Fix& b) { return a.time < b.time; };
    for (std::size_t unit = 0; unit + 1 < first.size(); ++unit) {
        const std::span<Fix> run = std::span(sorted).subspan(first[unit], first[unit + 1] - first[unit]);
        if (!std::is_sorted(run.begin(), run.end(), earlier)) std::stable_sort(run.begin(), run.end(), earlier);
    }
}

class Sealing {
public:
    Sealing(SliceSource& slices, const std::function<void(const TrackSlice&)>& write) : slices_(slices), write_(write) {
        for (const SliceInfo& info : slices.list()) known_.insert_or_assign(info.start, info.positions);
    }

    /// `added`: by unit, time, arrival; all of the slice at `start`.
    void add(Time start, const std::vector<Fix>& added) {
        std::vector<Fix> merged;
        if (const auto existing = read(start)) {
            const std::vector<Fix> before = own_fixes(*existing);
            merged.resize(before.size() + added.size());
            std::merge(before.begin(), before.end(), added.begin(), added.end(), merged.begin(), by_unit_and_time);
        }
        const std::vector<Fix>& own = merged.empty() ? added : merged;
        write(make_slice(start, newest_before(start), own));
        if (known_.upper_bound(start) != known_.end()) carry_on(start, newest_of_same(added, own));
    }

private:
    std::optional<TrackSlice> read(Time start) {
        if (!known_.contains(start)) return std::nullopt;
        const std::shared_ptr<const Bytes> bytes = slices_.read(start);
        if (bytes == nullptr) return std::nullopt;
        Result<TrackSlice> slice = unpack_slice(start, *bytes);
        if (!slice) corrupt(start, slice.problem());
        return std::move(slice).value();
    }

    void write(const TrackSlice& slice) {
        write_(slice);
        known_.insert_or_assign(slice.start, slice.has_positions());
    }

    /// Each unit's newest fix before `start`, rising by unit.
    std::vector<Fix> newest_before(Time start) {
        std::vector<Fix> newest;
        auto before = known_.lower_bound(start);
        while (before != known_.begin()) {
            --before;
            if (!before->second) continue;
            const std::shared_ptr<const Bytes> bytes = slices_.read(before->first);
            if (bytes == nullptr) continue;
            const auto problem = newest_in_slice(*bytes, Time::max(), [&](const Fix& fix) { newest.push_back(fix); });
            if (problem) corrupt(before->first, *problem);
            break;
        }
        return newest;
    }

    /// Corrects what the slices after `start` carry of the units in `newest`, as far as it differs.
    void carry_on(Time start, NewestByUnit newest) {
        for (auto at = known_.upper_bound(start); at != known_.end() && !newest.empty(); ++at) {
            if (!at->second) continue;
            const std::optional<TrackSlice> slice = read(at->first);
            if (!slice) continue;
            NewestByUnit carried;
            note(carried, carried_fixes(*slice));
            // A unit that carries the same already was right before, and so is everything after it.
            for (auto unit = newest.begin(); unit != newest.end();) {
                const auto old = carried.find(unit->first);
                unit = old != carried.end() && old->second == unit->second ? newest.erase(unit) : std::next(unit);
            }
            if (newest.empty()) return;
            for (const auto& [unit, fix] : newest) carried.insert_or_assign(unit, fix);
            std::vector<Fix> head;
            for (const auto& [unit, fix] : carried) head.push_back(fix);
            const std::vector<Fix> own = own_fixes(*slice);
            write_(make_slice(at->first, head, own));
            for (const Fix& fix : own) {
                if (fix.moves_marker()) newest.erase(fix.unit);
            }
        }
    }

    SliceSource& slices_;
    const std::function<void(const TrackSlice&)>& write_;
    std::map<Time, bool> known_;  ///< start -> positions
};

}  // namespace

TrackSlice make_slice(Time start, std::span<const Fix> carried, std::span<const Fix> own) {
    TrackSliceMaker maker(start, carried.size() + own.size());
    const bool positions = std::any_of(own.begin(), own.end(), [](const Fix& fix) { return fix.moves_marker(); });
    auto head = positions ? carried.begin() : carried.end();
    auto fix = own.begin();
    while (head != carried.end() || fix != own.end()) {
        const UnitIndex unit = fix == own.end()        ? head->unit
                               : head == carried.end() ? fix->unit
                                                       : std::min(head->unit, fix->unit);
        std::optional<Fix> newest;
        if (head != carried.end() && head->unit == unit) newest = *head++;
        const auto end = std::find_if(fix, own.end(), [&](const Fix& other) { return other.unit != unit; });
        maker.add(unit, newest, std::span(fix, end));
        fix = end;
    }
    return maker.take();
}

void seal_fixes(std::span<const Fix> fixes, Time before, SliceSource& slices,
                const std::function<void(const TrackSlice&)>& write) {
    Sealing sealing(slices, write);
    std::vector<Fix> added;
    for (const auto& [start, places] : by_slice(fixes, before)) {
        sort_by_unit_and_time(fixes, places, added);
        sealing.add(start, added);
    }
}

}  // namespace siaga
