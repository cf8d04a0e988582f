#include "data/situation/track_slices.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

constexpr std::size_t kOpenUsual = 16;  // fixes of a unit that are in no slice yet

std::size_t index_of(UnitIndex unit) { return static_cast<std::size_t>(unit); }

/// The fixes of a run of time, of a list by time.
std::span<const Fix> between(std::span<const Fix> fixes, Time from, Time to) {
    const auto begin =
        std::lower_bound(fixes.begin(), fixes.end(), from, [](const Fix& fix, Time t) { return fix.time < t; });
    const auto end = std::upper_bound(begin, fixes.end(), to, [](Time t, const Fix& fix) { return t < fix.time; });
    return {begin, end};
}

void put(std::vector<std::optional<Fix>>& newest, const Fix& fix) {
    if (newest.size() <= index_of(fix.unit)) newest.resize(index_of(fix.unit) + 1);
    newest[index_of(fix.unit)] = fix;
}

[[noreturn]] void corrupt_slice(Time start, const Problem& problem) {
    throw Fault("tracks.db: slice " + to_rfc3339(start) + ": " + problem.detail +
                "; keep the folder as it is and restore the newest backup");
}

}  // namespace

TrackSlices::TrackSlices(std::shared_ptr<SliceSource> sealed) : sealed_(std::move(sealed)) { load_newest(); }

void TrackSlices::load_newest() {
    infos_ = sealed_ ? sealed_->list() : Infos{};
    newest_.clear();
    newest_time_.reset();
    const auto last = positions_at(Time::max());
    if (last == infos_.end()) return;
    if (const std::shared_ptr<const Bytes> bytes = read(last->start)) {
        const auto problem = newest_in_slice(*bytes, Time::max(), [this](const Fix& fix) { note_newest(fix); });
        if (problem) corrupt_slice(last->start, *problem);
    }
}

void TrackSlices::note_newest(const Fix& fix) {
    unit_count_ = std::max(unit_count_, index_of(fix.unit) + 1);
    if (!fix.moves_marker()) return;
    const bool known = index_of(fix.unit) < newest_.size() && newest_[index_of(fix.unit)];
    if (known && newest_[index_of(fix.unit)]->time > fix.time) return;
    put(newest_, fix);
    newest_time_ = newest_time_ ? std::max(*newest_time_, fix.time) : fix.time;
}

void TrackSlices::insert_open(const Fix& fix) {
    if (open_.size() <= index_of(fix.unit)) open_.resize(index_of(fix.unit) + 1);
    std::vector<Fix>& fixes = open_[index_of(fix.unit)];
    if (fixes.capacity() == 0) fixes.reserve(kOpenUsual);
    auto place = fixes.end();
    if (!fixes.empty() && fixes.back().time >= fix.time) {
        const std::span<const Fix> same = between(fixes, fix.time, fix.time);
        if (std::find(same.begin(), same.end(), fix) != same.end()) return;
        place = fixes.begin() + (same.data() + same.size() - fixes.data());
    }
    fixes.insert(place, fix);
    ++open_count_;
    oldest_open_ = std::min(oldest_open_, fix.time);
    note_newest(fix);
}

void TrackSlices::insert(const Fix& fix) { insert_open(fix); }

void TrackSlices::sealed(std::span<const Fix> open) {
    coming_.clear();
    coming_places_.clear();
    unpacked_.clear();
    asked_.reset();
    open_.clear();
    open_count_ = 0;
    oldest_open_ = Time::max();
    load_newest();
    for (const Fix& fix : open) insert_open(fix);
}

TrackSlices::Infos::const_iterator TrackSlices::positions_at(Time t) const {
    auto after =
        std::upper_bound(infos_.begin(), infos_.end(), t, [](Time time, const SliceInfo& i) { return time < i.start; });
    while (after != infos_.begin()) {
        if ((--after)->positions) return after;
    }
    return infos_.end();
}

std::shared_ptr<const Bytes> TrackSlices::read(Time start) const { return sealed_->read(start); }

SliceCursor* TrackSlices::if_unpacked(Time start) const {
    const auto known = std::find_if(unpacked_.begin(), unpacked_.end(),
                                    [&](const SliceCursor& cursor) { return cursor.slice()->start == start; });
    if (known == unpacked_.end()) return nullptr;
    std::rotate(known, known + 1, unpacked_.end());
    return &unpacked_.back();
}

SliceCursor& TrackSlices::unpacked(Time start) const {
    if (SliceCursor* known = if_unpacked(start)) return *known;
    if (auto coming = take(coming_, start)) return keep(std::move(*coming));
    TrackSlice slice;
    slice.start = start;  // and nothing in it, if it was pruned meanwhile
    if (const std::shared_ptr<const Bytes> bytes = read(start)) {
        Result<TrackSlice> read = unpack_slice(start, *bytes);
        if (!read) corrupt_slice(start, read.problem());
        slice = std::move(read).value();
    }
    return keep(SliceCursor(std::make_shared<const TrackSlice>(std::move(slice))));
}

SliceCursor& TrackSlices::keep(SliceCursor cursor) const {
    if (unpacked_.size() == kUnpackedMost) unpacked_.erase(unpacked_.begin());
    return unpacked_.emplace_back(std::move(cursor));
}

template <class T> bool TrackSlices::is_coming(const AllComing<T>& coming, Time start) {
    return std::any_of(coming.begin(), coming.end(), [&](const Coming<T>& one) { return one.start == start; });
}

template <class T> std::optional<T> TrackSlices::take(AllComing<T>& coming, Time start) {
    const auto place =
        std::find_if(coming.begin(), coming.end(), [&](const Coming<T>& one) { return one.start == start; });
    if (place == coming.end()) return std::nullopt;
    Coming<T> arrived = std::move(*place);
    coming.erase(place);
    Result<T> result = arrived.result.get();
    if (!result) corrupt_slice(start, result.problem());
    return std::move(result).value();
}

void TrackSlices::expect(Time t) const {
    const auto info = positions_at(t);
    if (info == infos_.end()) return;
    for (std::size_t i = coming_.size(); i-- > 0;) {
        if (coming_[i].result.wait_for(Millis{0}) == std::future_status::ready) keep(*take(coming_, coming_[i].start));
    }
    const bool known = std::any_of(unpacked_.begin(), unpacked_.end(),
                                   [&](const SliceCursor& cursor) { return cursor.slice()->start == info->start; });
    if (known || coming_.size() == kComingMost || is_coming(coming_, info->start)) return;
    std::shared_ptr<const Bytes> bytes = read(info->start);  // the reader belongs to this thread
    if (!bytes) return;
    const auto unpack = [start = info->start, bytes = std::move(bytes)]() -> Result<SliceCursor> {
        Result<TrackSlice> slice = unpack_slice(start, *bytes);
        if (!slice) return slice.problem();
        SliceCursor cursor(std::make_shared<const TrackSlice>(std::move(slice).value()));
        cursor.prepare();
        return cursor;
    };
    coming_.push_back({info->start, std::async(std::launch::async, unpack)});
}

void TrackSlices::expect_places(Time start) const {
    if (coming_places_.size() == kComingMost || is_coming(coming_places_, start)) return;
    std::shared_ptr<const Bytes> bytes = read(start);
    if (!bytes) return;
    const auto make = [bytes = std::move(bytes)] { return places_in_slice(*bytes); };
    coming_places_.push_back({start, std::async(std::launch::async, make)});
}

std::vector<SlicePlace> TrackSlices::places(Time start) const {
    if (auto coming = take(coming_places_, start)) return std::move(*coming);
    const std::shared_ptr<const Bytes> bytes = read(start);
    if (!bytes) return {};  // pruned meanwhile
    Result<std::vector<SlicePlace>> places = places_in_slice(*bytes);
    if (!places) corrupt_slice(start, places.problem());
    return std::move(places).value();
}

std::span<const std::optional<Fix>> TrackSlices::sealed_at(Time t) const {
    const auto info = positions_at(t);
    if (info == infos_.end()) return {};
    SliceCursor* cursor = if_unpacked(info->start);
    // Asked once, a slice is read where it lies; twice in a row, somebody stays in it.
    const bool stays = asked_ == info->start || is_coming(coming_, info->start);
    asked_ = info->start;
    if (cursor == nullptr && stays) cursor = &unpacked(info->start);
    if (cursor != nullptr) return cursor->newest_at(t);
    answer_.assign(unit_count_, std::nullopt);
    if (const std::shared_ptr<const Bytes> bytes = read(info->start)) {
        const auto problem = newest_in_slice(*bytes, t, [&](const Fix& fix) { put(answer_, fix); });
        if (problem) corrupt_slice(info->start, *problem);
    }
    return answer_;
}

std::span<const std::optional<Fix>> TrackSlices::latest_at(Time t) const {
    if (newest_time_ && t >= *newest_time_) return newest_;
    const std::span<const std::optional<Fix>> sealed = sealed_at(t);
    if (oldest_open_ > t) return sealed;
    if (sealed.data() != answer_.data()) answer_.assign(sealed.begin(), sealed.end());
    for (const std::vector<Fix>& fixes : open_) {
        const std::span<const Fix> until = between(fixes, Time::min(), t);
        const auto newest =
            std::find_if(until.rbegin(), until.rend(), [](const Fix& fix) { return fix.moves_marker(); });
        if (newest == until.rend()) continue;
        const std::size_t unit = index_of(newest->unit);
        if (unit >= answer_.size() || !answer_[unit] || answer_[unit]->time <= newest->time) put(answer_, *newest);
    }
    return answer_;
}

std::optional<Fix> TrackSlices::latest_of(UnitIndex unit, Time t) const {
    std::optional<Fix> found;
    if (const auto info = positions_at(t); info != infos_.end()) {
        const TrackSlice& slice = *unpacked(info->start).slice();
        if (const TrackSlice::Run* run = slice.run_of(unit)) {
            for (const Fix& fix : slice.all_of(*run)) {
                if (fix.time > t) break;
                if (fix.moves_marker()) found = fix;
            }
        }
    }
    for (const Fix& fix : between(open_of(unit), found ? found->time : Time::min(), t)) {
        if (fix.moves_marker()) found = fix;
    }
    return found;
}

void TrackSlices::walk(UnitIndex unit, Time from, Time to, const std::function<bool(const Fix&)>& visit) const {
    std::span<const Fix> open = between(open_of(unit), from, to);
    const auto open_until = [&](Time t) {
        while (!open.empty() && open.front().time < t) {
            const Fix& fix = open.front();
            open = open.subspan(1);
            if (!visit(fix)) return false;
        }
        return true;
    };
    auto info = std::lower_bound(infos_.begin(), infos_.end(), slice_start(std::max(from, time_from_ms(0))),
                                 [](const SliceInfo& i, Time t) { return i.start < t; });
    for (; info != infos_.end() && info->start <= to; ++info) {
        // A copy of the pointer: visit() may ask for other slices.
        const std::shared_ptr<const TrackSlice> slice = unpacked(info->start).slice();
        const TrackSlice::Run* run = slice->run_of(unit);
        if (run == nullptr) continue;
        for (const Fix& fix : between(slice->own_of(*run), from, to)) {
            if (!open_until(fix.time)) return;
            // Sealed while its mail was on the way: the same fix is in both.
            if (!open.empty() && open.front() == fix) open = open.subspan(1);
            if (!visit(fix)) return;
        }
    }
    (void)open_until(Time::max());
}

std::optional<Fix> TrackSlices::next_of(UnitIndex unit, Time t, Millis within) const {
    std::optional<Fix> found;
    walk(unit, t + Millis{1}, t + within, [&](const Fix& fix) {
        if (fix.moves_marker()) found = fix;
        return !found;
    });
    return found;
}

std::vector<Fix> TrackSlices::track(UnitIndex unit, Time from, Time to) const {
    std::vector<Fix> found;
    walk(unit, from, to, [&](const Fix& fix) {
        found.push_back(fix);
        return true;
    });
    return found;
}

void TrackSlices::for_each(Time from, Time to, const std::function<void(const Fix&)>& visit) const {
    std::map<Time, std::vector<Fix>> open;
    for (const std::vector<Fix>& fixes : open_) {
        for (const Fix& fix : between(fixes, from, to)) open[slice_start(fix.time)].push_back(fix);
    }
    for (const SliceInfo& info : infos_) {
        if (info.last >= from && info.first <= to) open.try_emplace(info.start);
    }
    for (auto& [start, fixes] : open) {
        // Read once and let go: a whole day passes through here.
        const auto sealed = std::lower_bound(infos_.begin(), infos_.end(), start,
                                             [](const SliceInfo& i, Time t) { return i.start < t; });
        std::vector<Fix> all;
        if (sealed != infos_.end() && sealed->start == start) {
            if (const std::shared_ptr<const Bytes> bytes = read(start)) {
                const Result<TrackSlice> slice = unpack_slice(start, *bytes);
                if (!slice) corrupt_slice(start, slice.problem());
                for (const TrackSlice::Run& run : slice->runs) {
                    const std::span<const Fix> own = between(slice->own_of(run), from, to);
                    all.insert(all.end(), own.begin(), own.end());
                }
            }
        }
        const auto earlier = [](const Fix& a, const Fix& b) {
            return a.time != b.time ? a.time < b.time : a.unit < b.unit;
        };
        std::stable_sort(all.begin(), all.end(), earlier);
        // Sealed while its mail was on the way: the same fix is in both.
        const auto in_slice = [&, sealed_ones = all.size()](const Fix& fix) {
            const auto end = all.begin() + static_cast<std::ptrdiff_t>(sealed_ones);
            const auto same = std::equal_range(all.begin(), end, fix, earlier);
            return std::find(same.first, same.second, fix) != same.second;
        };
        all.reserve(all.size() + fixes.size());
        std::copy_if(fixes.begin(), fixes.end(), std::back_inserter(all), [&](const Fix& f) { return !in_slice(f); });
        std::stable_sort(all.begin(), all.end(), earlier);
        for (const Fix& fix : all) visit(fix);
    }
}

TrackSlices::Density TrackSlices::density(Time from, Time to, Millis step) const {
    Density density;
    density.all.resize(static_cast<std::size_t>((to - from + step - Millis{1}) / step));
    density.moving.resize(density.all.size());
    const auto add = [&](std::int64_t bucket, std::uint32_t all, std::uint32_t moving) {
        if (bucket < 0 || static_cast<std::size_t>(bucket) >= density.all.size()) return;
        density.all[static_cast<std::size_t>(bucket)] += all;
        density.moving[static_cast<std::size_t>(bucket)] += moving;
    };
    const auto bucket_of = [&](Time t) { return t < from ? -1 : (t - from) / step; };
    for (const SliceInfo& info : infos_) {
        const std::int64_t first = bucket_of(info.first), last = bucket_of(info.last);
        const auto buckets = static_cast<std::uint32_t>(last - first + 1);
        for (std::int64_t bucket = first; bucket <= last; ++bucket) {
            const auto part = static_cast<std::uint32_t>(bucket - first);
            const auto share = [&](std::uint32_t whole) {
                return whole / buckets + (part < whole % buckets ? 1U : 0U);
            };
            add(bucket, share(info.fixes), share(info.moving));
        }
    }
    for (const std::vector<Fix>& fixes : open_) {
        for (const Fix& fix : between(fixes, from, to - Millis{1})) {
            add(bucket_of(fix.time), 1, fix.on_the_move() ? 1 : 0);
        }
    }
    return density;
}

const SliceInfo* TrackSlices::whole_slice(Time start) const {
    const auto info = positions_at(start);
    if (info == infos_.end() || info->start != start || oldest_open_ < start + kSliceLength) return nullptr;
    return &*info;
}

std::span<const Fix> TrackSlices::open_of(UnitIndex unit) const {
    return index_of(unit) < open_.size() ? std::span<const Fix>(open_[index_of(unit)]) : std::span<const Fix>();
}

std::uint64_t TrackSlices::fix_count() const {
    std::uint64_t count = open_count_;
    for (const SliceInfo& info : infos_) count += info.fixes;
    return count;
}

std::optional<Time> TrackSlices::first_time() const {
    std::optional<Time> first;
    const auto note = [&](Time t) { first = first ? std::min(*first, t) : t; };
    for (const SliceInfo& info : infos_) note(info.first);
    for (const std::vector<Fix>& fixes : open_) {
        if (!fixes.empty()) note(fixes.front().time);
    }
    return first;
}

std::optional<Time> TrackSlices::last_time() const {
    std::optional<Time> last;
    const auto note = [&](Time t) { last = last ? std::max(*last, t) : t; };
    for (const SliceInfo& info : infos_) note(info.last);
    for (const std::vector<Fix>& fixes : open_) {
        if (!fixes.empty()) note(fixes.back().time);
    }
    return last;
}

std::optional<Time> TrackSlices::last_sealed_received() const {
    std::optional<Time> last;
    for (const SliceInfo& info : infos_) last = last ? std::max(*last, info.received) : info.received;
    return last;
}

}  // namespace siaga
