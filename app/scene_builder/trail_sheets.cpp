#include "app/scene_builder/trail_sheets.hpp"

#include <algorithm>
#include <utility>

namespace siaga::app {

namespace {

constexpr std::size_t kKept = 24;  // two hours of slices

std::size_t index_of(UnitIndex unit) { return static_cast<std::size_t>(unit); }

/// Of a slice that is not all sealed yet; by unit, then time.
std::vector<SlicePlace> places_of_open_slice(const TrackSlices& tracks, Time start) {
    std::vector<SlicePlace> places;
    const auto add = [&](const Fix& fix) {
        if (fix.moves_marker()) places.push_back({fix.time, fix.position, fix.unit});
    };
    for (const std::optional<Fix>& fix : tracks.latest_at(start - Millis{1})) {
        if (fix) add(*fix);
    }
    tracks.for_each(start, start + kSliceLength - Millis{1}, add);
    std::stable_sort(places.begin(), places.end(),
                     [](const SlicePlace& a, const SlicePlace& b) { return a.unit < b.unit; });
    return places;
}

}  // namespace

void TrailSheets::Trails::add(std::span<const SlicePlace> of_slice, Time start) {
    fixes.reserve(of_slice.size());
    for (const SlicePlace& place : of_slice) {
        if (start - place.time > kTrailGap) continue;
        // A unit that is passed over begins where the next one does.
        if (first_of_unit.size() <= index_of(place.unit)) {
            first_of_unit.resize(index_of(place.unit) + 1, static_cast<std::uint32_t>(fixes.size()));
        }
        const auto ms = static_cast<std::int32_t>((place.time - start).count());
        const bool joined = fixes.size() > first_of_unit.back() && ms - fixes.back().ms <= kTrailGap.count();
        fixes.push_back({place.position, ms, static_cast<std::uint32_t>(place.unit), joined});
    }
    first_of_unit.push_back(static_cast<std::uint32_t>(fixes.size()));
}

const TrailSheets::Sheet& TrailSheets::sheet_at(const TrackSlices& tracks, Time start) {
    Sheet& sheet = sheets_[start];
    sheet.last_used = selections_;
    if (sheet.fixes && sheet.revision == tracks.fix_count()) return sheet;
    sheet.revision = tracks.fix_count();
    const SliceInfo* const whole = tracks.whole_slice(start);
    if (sheet.fixes && whole != nullptr && sheet.whole == *whole) return sheet;
    Trails trails;
    trails.add(whole != nullptr ? tracks.places(start) : places_of_open_slice(tracks, start), start);
    sheet.whole = whole != nullptr ? std::optional(*whole) : std::nullopt;
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
        const SliceInfo* const whole = tracks.whole_slice(start);
        const auto known = sheets_.find(start);
        if (whole != nullptr && (known == sheets_.end() || known->second.whole != *whole))
            tracks.expect_places(start);  // all of them on their way together
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
