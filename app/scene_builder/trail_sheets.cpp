#include "app/scene_builder/trail_sheets.hpp"

#include <algorithm>
#include <utility>

namespace siaga::app {

namespace {

constexpr std::size_t kKept = 24;  // two hours of slices

std::size_t index_of(UnitIndex unit) { return static_cast<std::size_t>(unit); }

/// Each unit's newest fix before a slice that is not all sealed yet, and its fixes; by unit, then time.
std::vector<Fix> fixes_of_slice(const TrackSlices& tracks, Time start) {
    std::vector<Fix> fixes;
    for (const std::optional<Fix>& fix : tracks.latest_at(start - Millis{1})) {
        if (fix) fixes.push_back(*fix);
    }
    tracks.for_each(start, start + kSliceLength - Millis{1}, [&](const Fix& fix) { fixes.push_back(fix); });
    std::stable_sort(fixes.begin(), fixes.end(), [](const Fix& a, const Fix& b) { return a.unit < b.unit; });
    return fixes;
}

}  // namespace

/// `fixes`: by unit, then time.
void TrailSheets::Trails::add(std::span<const Fix> of_slice, Time start) {
    fixes.reserve(of_slice.size());
    for (const Fix& fix : of_slice) {
        if (!fix.moves_marker() || start - fix.time > kTrailGap) continue;
        // A unit that is passed over begins where the next one does.
        if (first_of_unit.size() <= index_of(fix.unit)) {
            first_of_unit.resize(index_of(fix.unit) + 1, static_cast<std::uint32_t>(fixes.size()));
        }
        const auto ms = static_cast<std::int32_t>((fix.time - start).count());
        const bool joined = fixes.size() > first_of_unit.back() && ms - fixes.back().ms <= kTrailGap.count();
        fixes.push_back({fix.position, ms, static_cast<std::uint32_t>(fix.unit), joined});
    }
    first_of_unit.push_back(static_cast<std::uint32_t>(fixes.size()));
}

const TrailSheets::Sheet& TrailSheets::sheet_at(const TrackSlices& tracks, Time start) {
    Sheet& sheet = sheets_[start];
    sheet.last_used = selections_;
    if (sheet.fixes && sheet.revision == tracks.fix_count()) return sheet;
    sheet.revision = tracks.fix_count();
    const std::shared_ptr<const TrackSlice> whole = tracks.whole_slice(start);
    if (sheet.fixes && whole && sheet.whole.lock() == whole) return sheet;
    sheet.whole = whole;
    Trails trails;
    if (whole) {
        trails.add(whole->fixes, start);
    } else {
        trails.add(fixes_of_slice(tracks, start), start);
    }
    if (sheet.fixes && sheet.fixes->fixes == trails.fixes) return sheet;  // the new fixes are of other slices
    sheet.fixes =
        std::make_shared<const render::TrailSheet>(render::TrailSheet{next_id_++, start, std::move(trails.fixes)});
    sheet.first_of_unit = std::move(trails.first_of_unit);
    return sheet;
}

void TrailSheets::select(const TrackSlices& tracks, Time from, Time to) {
    ++selections_;
    selected_.clear();
    const Time first = std::max(from, tracks.first_time().value_or(to));
    for (Time start = slice_start(first); start <= to; start += kSliceLength) {
        const auto known = sheets_.find(start);
        if (known == sheets_.end() || known->second.revision != tracks.fix_count())
            tracks.expect(start, TrackSlices::Wanted::kTracks);  // all of them on their way together
    }
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
