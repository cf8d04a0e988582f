#pragma once
// TrackSlices: where units were. The finished five minutes are sealed slices, read from the file when they
// are asked for and kept unpacked around the time that is looked at; the fixes since then, and late ones
// that are in no slice yet, are in memory. Nobody who asks can tell the two apart. One thread at a time.

#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "data/model/slice_source.hpp"
#include "data/situation/slice_cursor.hpp"

namespace siaga {

class TrackSlices {
public:
    /// How many unpacked slices are kept: some 2 MB each with 2,000 units.
    static constexpr std::size_t kUnpackedMost = 8;
    static constexpr std::size_t kComingMost = 4;

    /// `sealed` may be null: then every fix comes through insert().
    explicit TrackSlices(std::shared_ptr<SliceSource> sealed = nullptr);

    /// A fix that is in no slice yet, in any order of arrival. An exact repeat is passed over.
    void insert(const Fix& fix);
    /// The slices were written: every fix so far is in them, but for `open`.
    void sealed(std::span<const Fix> open);

    /// By UnitIndex, the newest fix with time <= t that moves markers; units at the end that have none may be left off.
    /// Good until the next call of anything here.
    [[nodiscard]] std::span<const std::optional<Fix>> latest_at(Time t) const;
    [[nodiscard]] std::optional<Fix> latest_of(UnitIndex unit, Time t) const;
    /// First fix of the unit with time > t that moves markers, looking at most `within` ahead.
    [[nodiscard]] std::optional<Fix> next_of(UnitIndex unit, Time t, Millis within) const;

    /// t is asked for soon: its slice is unpacked on another thread meanwhile, and what positions need is made of it. A
    /// few slices may be on their way at a time, more are passed over.
    void expect(Time t) const;

    /// Fixes of one unit with from <= time <= to, in time order.
    [[nodiscard]] std::vector<Fix> track(UnitIndex unit, Time from, Time to) const;
    /// All fixes with from <= time <= to, by time then unit then arrival.
    void for_each(Time from, Time to, const std::function<void(const Fix&)>& visit) const;
    /// Fixes per bucket of length `step` from `from`, and how many of them were on the move. Sealed ones are
    /// known by their five minutes, which are spread evenly over the buckets they touch.
    struct Density {
        std::vector<std::uint32_t> all, moving;
    };
    [[nodiscard]] Density density(Time from, Time to, Millis step) const;

    /// The slice that begins at `start`, when all is in it: null where there is none that tells positions, or fixes up
    /// to its end are in no slice yet. Another one, once something in it has changed. Good until then.
    [[nodiscard]] const SliceInfo* whole_slice(Time start) const;
    /// places_in_slice of it; expect_places has another thread begin with it.
    [[nodiscard]] std::vector<SlicePlace> places(Time start) const;
    void expect_places(Time start) const;

    [[nodiscard]] std::size_t unit_count() const { return unit_count_; }
    [[nodiscard]] std::uint64_t fix_count() const;
    [[nodiscard]] std::optional<Time> first_time() const;
    [[nodiscard]] std::optional<Time> last_time() const;
    /// The newest that moves a marker.
    [[nodiscard]] std::optional<Time> newest_time() const { return newest_time_; }
    /// By the core's clock, of the sealed ones; nothing when there are none.
    [[nodiscard]] std::optional<Time> last_sealed_received() const;

private:
    using Infos = std::vector<SliceInfo>;
    [[nodiscard]] Infos::const_iterator positions_at(Time t) const;
    /// latest_at of the slices alone.
    [[nodiscard]] std::span<const std::optional<Fix>> sealed_at(Time t) const;
    void load_newest();
    void note_newest(const Fix& fix);
    void insert_open(const Fix& fix);
    [[nodiscard]] SliceCursor& unpacked(Time start) const;
    SliceCursor& keep(SliceCursor cursor) const;
    /// Of the slice at `start`, made by another thread.
    template <class T> struct Coming {
        Time start;
        std::future<Result<T>> result;
    };
    template <class T> using AllComing = std::vector<Coming<T>>;
    template <class T> [[nodiscard]] static bool is_coming(const AllComing<T>& coming, Time start);
    /// Takes it off the list; nothing when it is not on it.
    template <class T> [[nodiscard]] static std::optional<T> take(AllComing<T>& coming, Time start);
    [[nodiscard]] SliceCursor* if_unpacked(Time start) const;
    [[nodiscard]] std::shared_ptr<const Bytes> read(Time start) const;
    /// Fixes of one unit that are in no slice yet, in time order.
    [[nodiscard]] std::span<const Fix> open_of(UnitIndex unit) const;
    /// visit(fix) -> go on? for one unit, from <= time <= to, in order.
    void walk(UnitIndex unit, Time from, Time to, const std::function<bool(const Fix&)>& visit) const;

    std::shared_ptr<SliceSource> sealed_;
    Infos infos_;
    std::vector<std::vector<Fix>> open_;  ///< by UnitIndex; by time, then arrival
    std::uint64_t open_count_ = 0;
    Time oldest_open_ = Time::max();
    std::vector<std::optional<Fix>> newest_;  ///< by UnitIndex, of those that move markers
    std::optional<Time> newest_time_;
    std::size_t unit_count_ = 0;
    mutable std::vector<SliceCursor> unpacked_;       ///< most recently used last
    mutable std::optional<Time> asked_;               ///< the slice that latest_at read last, still packed
    mutable std::vector<std::optional<Fix>> answer_;  ///< of latest_at, where it had to be put together
    mutable AllComing<SliceCursor> coming_;
    mutable AllComing<std::vector<SlicePlace>> coming_places_;
};

}  // namespace siaga
