#include "app/scene_builder/trail_sheets.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace siaga::app {

namespace {

constexpr std::size_t kKept = 24;  // two hours of slices

/// Each unit's newest fix before the slice, and its fixes; a unit's in order of time.
std::vector<Fix> fixes_of_slice(const TrackSlice& slice) {
    std::vector<Fix> fixes;
    fixes.reserve(slice.fixes.size());
    std::copy_if(slice.fixes.begin(), slice.fixes.end(), std::back_inserter(fixes),
                 [&](const Fix& fix) { return fix.moves_marker() && slice.start - fix.time <= kTrailGap; });
    return fixes;
}

/// The same where it is not all sealed yet.
std::vector<Fix> fixes_of_slice(const TrackSlices& tracks, Time start) {
    std::vector<std::optional<Fix>> before;
    tracks.latest_at(start - Millis{1}, before);
    std::vector<Fix> fixes;
    for (const std::optional<Fix>& fix : before) {
        if (fix && start - fix->time <= kTrailGap) fixes.push_back(*fix);
    }
    tracks.for_each(start, start + kSliceLength - Millis{1}, [&](const Fix& fix) {
        if (fix.moves_marker()) fixes.push_back(fix);
    });
    return fixes;
}

std::size_t index_of(UnitIndex unit) { return static_cast<std::size_t>(unit); }

/// Where each unit's fixes begin once they are sorted by unit, and where the last one's end.
std::vector<std::uint32_t> first_of_unit(const std::vector<Fix>& fixes) {
    std::vector<std::uint32_t> first(1, 0);
    for (const Fix& fix : fixes) {
        if (first.size() < index_of(fix.unit) + 2) first.resize(index_of(fix.unit) + 2, 0);
        ++first[index_of(fix.unit) + 1];
    }
    for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
    return first;
}

std::vector<render::TrailFix> by_unit(const std::vector<Fix>& fixes, std::vector<std::uint32_t> next, Time start) {
    std::vector<render::TrailFix> sorted(fixes.size());
    const std::vector<std::uint32_t> first = next;
    for (const Fix& fix : fixes) {
        const std::uint32_t place = next[index_of(fix.unit)]++;
        const auto ms = static_cast<std::int32_t>((fix.time - start).count());
        const bool joined = place > first[index_of(fix.unit)] && ms - sorted[place - 1].ms <= kTrailGap.count();
        sorted[place] = {fix.position, ms, static_cast<std::uint32_t>(fix.unit), joined};
    }
    return sorted;
}

}  // namespace

const TrailSheets::Sheet& TrailSheets::sheet_at(const TrackSlices& tracks, Time start) {
    Sheet& sheet = sheets_[start];
    sheet.last_used = selections_;
    if (sheet.fixes && sheet.revision == tracks.fix_count()) return sheet;
    sheet.revision = tracks.fix_count();
    const std::shared_ptr<const TrackSlice> whole = tracks.whole_slice(start);
    if (sheet.fixes && whole && sheet.whole.lock() == whole) return sheet;
    sheet.whole = whole;
    const std::vector<Fix> fixes = whole ? fixes_of_slice(*whole) : fixes_of_slice(tracks, start);
    std::vector<std::uint32_t> first = first_of_unit(fixes);
    std::vector<render::TrailFix> sorted = by_unit(fixes, first, start);
    if (sheet.fixes && sheet.fixes->fixes == sorted) return sheet;  // the new fixes are of other slices
    sheet.fixes = std::make_shared<const render::TrailSheet>(render::TrailSheet{next_id_++, start, std::move(sorted)});
    sheet.first_of_unit = std::move(first);
    return sheet;
}

void TrailSheets::select(const TrackSlices& tracks, Time from, Time to) {
    ++selections_;
    selected_.clear();
    const Time first = std::max(from, tracks.first_time().value_or(to));
    for (Time start = slice_start(first); start <= to; start += kSliceLength) {
        const Sheet& sheet = sheet_at(tracks, start);
        if (!sheet.fixes->fixes.empty()) selected_.push_back(sheet.fixes);
    }
    forget_unused();
}

void TrailSheets::forget_unused() {
    while (sheets_.size() > kKept) {
        const auto oldest = std::min_element(sheets_.begin(), sheets_.end(), [](const auto& a, const auto& b) {
            return a.second.last_used < b.second.last_used;
        });
        if (oldest->second.last_used == selections_) return;
        sheets_.erase(oldest);
    }
}

std::optional<TrailSheets::Step> TrailSheets::next_in(const Sheet& sheet, UnitIndex unit, Time t) const {
    if (index_of(unit) + 1 >= sheet.first_of_unit.size()) return std::nullopt;
    const auto& fixes = sheet.fixes->fixes;
    const auto begin = fixes.begin() + sheet.first_of_unit[index_of(unit)];
    const auto end = fixes.begin() + sheet.first_of_unit[index_of(unit) + 1];
    const std::int64_t ms = (t - sheet.fixes->start).count();
    const auto next =
        std::upper_bound(begin, end, ms, [](std::int64_t at, const render::TrailFix& fix) { return at < fix.ms; });
    if (next == end || !next->joined) return std::nullopt;
    return Step{sheet.fixes->start + Millis{next->ms}, next->place};
}

std::optional<TrailSheets::Step> TrailSheets::next_step(UnitIndex unit, Time t) const {
    for (Time start = slice_start(t); start <= t + kTrailGap; start += kSliceLength) {
        const auto sheet = sheets_.find(start);
        if (sheet == sheets_.end()) continue;
        if (const auto step = next_in(sheet->second, unit, t)) return step;
    }
    return std::nullopt;
}

}  // namespace siaga::app
