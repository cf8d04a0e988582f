#include "data/model/track_slice.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "data/model/byte_codec.hpp"
#include "data/model/packed_table.hpp"

namespace siaga {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::uint64_t kRunsMost = 1U << 20U;
constexpr std::uint64_t kRowsMost = 1U << 26U;  // of all runs together: 220,000 fixes a second

enum Column : std::size_t {
    kTime,
    kLon,
    kLat,
    kSpeed,
    kCourse,
    kAccuracy,
    kAltitude,
    kBattery,
    kFlags,
    kSource,
    kSeq,
    kDelay
};
constexpr std::size_t kFixColumns = kDelay + 1;
// Columns of the heads before those of a fix.
constexpr std::size_t kUnit = 0, kRows = 1, kBytes = 2, kHeadColumns = 3;

using Row = std::array<std::int64_t, kFixColumns>;
using Columns = std::vector<std::vector<std::int64_t>>;

/// Speed, course and accuracy come in round numbers: what devices write has fewer digits than a fix holds.
struct Scales {
    std::array<std::uint32_t, 3> by{1, 1, 1};

    [[nodiscard]] static std::int64_t down(std::uint16_t value, std::uint32_t scale) {
        return value == Fix::kNone16 ? -1 : std::int64_t{value / scale};
    }
    /// kNone16 for unknown; nothing for what no fix can hold.
    [[nodiscard]] static std::optional<std::uint16_t> up(std::int64_t value, std::int64_t scale) {
        if (value == -1) return Fix::kNone16;
        if (value < 0 || value >= Fix::kNone16 || value * scale >= Fix::kNone16) return std::nullopt;
        return static_cast<std::uint16_t>(value * scale);
    }
    static Scales of(std::span<const Fix> fixes) {
        std::array<std::uint32_t, 3> common{};
        for (const Fix& fix : fixes) {
            const std::array values{fix.speed_cmps, fix.course_cdeg, fix.accuracy_dm};
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (values[i] == Fix::kNone16) continue;
                const bool divides = common[i] != 0 && values[i] % common[i] == 0;  // nearly always, and gcd is slow
                if (!divides) common[i] = std::gcd(common[i], unsigned{values[i]});
            }
        }
        Scales scales;
        for (std::size_t i = 0; i < common.size(); ++i) scales.by[i] = std::max(common[i], 1U);
        return scales;
    }
};

Row row_of(const Fix& fix, const Scales& scales) {
    const std::int64_t time = unix_ms(fix.time);
    // Wraps around like every difference here.
    const auto delay =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(unix_ms(fix.received)) - static_cast<std::uint64_t>(time));
    return {time,
            fix.position.lon_e7,
            fix.position.lat_e7,
            Scales::down(fix.speed_cmps, scales.by[0]),
            Scales::down(fix.course_cdeg, scales.by[1]),
            Scales::down(fix.accuracy_dm, scales.by[2]),
            fix.altitude_m,
            fix.battery_pct,
            fix.flags,
            static_cast<std::int64_t>(fix.source),
            static_cast<std::int64_t>(fix.seq),
            delay};
}

/// False: a number that no fix can hold.
template <class T> bool fits(std::int64_t value, T& out) {
    out = static_cast<T>(value);
    return static_cast<std::int64_t>(out) == value;
}

bool fix_from(const Row& row, UnitIndex unit, const Scales& scales, Fix& fix) {
    const auto speed = Scales::up(row[kSpeed], scales.by[0]);
    const auto course = Scales::up(row[kCourse], scales.by[1]);
    const auto accuracy = Scales::up(row[kAccuracy], scales.by[2]);
    std::uint32_t source = 0;
    const bool whole = speed && course && accuracy && fits(row[kLon], fix.position.lon_e7) &&
                       fits(row[kLat], fix.position.lat_e7) && fits(row[kAltitude], fix.altitude_m) &&
                       fits(row[kBattery], fix.battery_pct) && fits(row[kFlags], fix.flags) &&
                       fits(row[kSource], source);
    if (!whole) return false;
    fix.unit = unit;
    fix.time = time_from_ms(row[kTime]);
    fix.received = time_from_ms(
        static_cast<std::int64_t>(static_cast<std::uint64_t>(row[kTime]) + static_cast<std::uint64_t>(row[kDelay])));
    fix.speed_cmps = *speed;
    fix.course_cdeg = *course;
    fix.accuracy_dm = *accuracy;
    fix.source = SourceIndex{source};
    fix.seq = static_cast<std::uint64_t>(row[kSeq]);
    return true;
}

void set_row(Columns& columns, std::size_t first_column, std::size_t row, const Row& values) {
    for (std::size_t c = 0; c < values.size(); ++c) columns[first_column + c][row] = values[c];
}

/// Walks packed runs: one head at a time, its table ready to be read.
class SliceReader {
public:
    explicit SliceReader(std::span<const std::uint8_t> bytes) : in_(without_tail(bytes)) {
        if (bytes.size() < kTableTail) in_.fail("the bytes end too early");
        if (in_.byte() != kFormat) in_.fail("the format is not 1");
        runs_ = in_.uint();
        if (runs_ > kRunsMost) in_.fail("there are more runs than a slice may have");
        for (std::uint32_t& scale : scales_.by) {
            const std::uint64_t value = in_.uint();
            if (value == 0 || value > Fix::kNone16) in_.fail("a scale is out of range");
            scale = static_cast<std::uint32_t>(value);
        }
        if (in_.failed()) runs_ = 0;
        const PackedTable heads(in_, runs_, kHeadColumns + kFixColumns);
        for (std::size_t c = 0; c < heads_.size(); ++c) heads.unpack(c, 0, heads_[c]);
        if (in_.failed()) runs_ = 0;
    }

    /// The next run; false at the end or at a fault.
    bool next() {
        if (at_ == runs_ || in_.failed()) {
            if (!in_.failed() && in_.left() > 0) in_.fail("there are bytes after the last run");
            return false;
        }
        const std::int64_t unit = heads_[kUnit][at_], rows = heads_[kRows][at_];
        if (unit <= unit_ || unit > std::int64_t{UINT32_MAX}) in_.fail("the units do not rise");
        rows_ += static_cast<std::uint64_t>(rows);
        if (rows < 0 || rows_ > kRowsMost) in_.fail("there are more fixes than a slice may have");
        unit_ = unit;
        for (std::size_t c = 0; c < kFixColumns; ++c) head_[c] = heads_[kHeadColumns + c][at_];
        ++at_;
        return !in_.failed();
    }
    [[nodiscard]] std::size_t runs() const { return static_cast<std::size_t>(runs_); }
    /// All fixes, as far as the heads can be believed: a byte holds no more than eight rows.
    [[nodiscard]] std::size_t fixes() const {
        constexpr std::size_t kRowsOfAByte = 8;
        std::uint64_t rows = 0;
        for (const std::int64_t count : heads_[kRows])
            rows += static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
        return runs() + static_cast<std::size_t>(std::min<std::uint64_t>(rows, in_.left() * kRowsOfAByte));
    }
    [[nodiscard]] UnitIndex unit() const { return UnitIndex{static_cast<std::uint32_t>(unit_)}; }
    [[nodiscard]] const Row& head() const { return head_; }
    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(heads_[kRows][at_ - 1]); }

    void skip_rows() { (void)in_.take(static_cast<std::uint64_t>(heads_[kBytes][at_ - 1])); }
    PackedTable table() { return {in_, static_cast<std::uint64_t>(heads_[kRows][at_ - 1]), kFixColumns}; }

    void fix(const Row& row, Fix& out) {
        if (!fix_from(row, unit(), scales_, out)) in_.fail("a number is out of range");
    }
    /// Head and rows, in order.
    void all(std::vector<Fix>& out) {
        const PackedTable rows = table();
        out.resize(out.size() + 1);
        fix(head_, out.back());
        for (std::size_t c = 0; c < kFixColumns; ++c) {
            if (rows.present(c)) rows.unpack(c, head_[c], scratch_[c]);
        }
        Row row = head_;
        for (std::size_t i = 0; i < rows.rows() && !in_.failed(); ++i) {
            for (std::size_t c = 0; c < kFixColumns; ++c) {
                if (rows.present(c)) row[c] = scratch_[c][i];
            }
            out.resize(out.size() + 1);
            fix(row, out.back());
        }
    }
    /// Head and rows, in order, those that move markers.
    void places(std::vector<SlicePlace>& out) {
        constexpr std::array kNeeded{kTime, kLon, kLat, kFlags};
        const PackedTable rows = table();
        Row row = head_;
        place(row, out);
        for (const auto c : kNeeded) {
            if (rows.present(c)) rows.unpack(c, head_[c], scratch_[c]);
        }
        for (std::size_t i = 0; i < rows.rows() && !in_.failed(); ++i) {
            for (const auto c : kNeeded) {
                if (rows.present(c)) row[c] = scratch_[c][i];
            }
            place(row, out);
        }
    }
    [[nodiscard]] bool failed() const { return in_.failed(); }
    [[nodiscard]] std::optional<Problem> problem() const {
        if (!in_.failed()) return std::nullopt;
        return Problem{Refusal::kMalformed, 0, "track slice: " + std::string(in_.why())};
    }

private:
    void place(const Row& row, std::vector<SlicePlace>& out) {
        SlicePlace place{time_from_ms(row[kTime]), {}, unit()};
        std::uint8_t flags = 0;
        if (!fits(row[kLon], place.position.lon_e7) || !fits(row[kLat], place.position.lat_e7) ||
            !fits(row[kFlags], flags)) {
            in_.fail("a number is out of range");
        } else if ((flags & kClockWrongFlag) == 0) {
            out.push_back(place);
        }
    }
    static std::span<const std::uint8_t> without_tail(std::span<const std::uint8_t> bytes) {
        return bytes.first(bytes.size() < kTableTail ? 0 : bytes.size() - kTableTail);
    }

    TableCursor in_;
    std::uint64_t runs_ = 0, at_ = 0, rows_ = 0;
    std::int64_t unit_ = -1;
    Scales scales_;
    std::array<std::vector<std::int64_t>, kHeadColumns + kFixColumns> heads_;
    std::array<std::vector<std::int64_t>, kFixColumns> scratch_;
    Row head_{};
};

/// The newest fix of the current run at t; false: none.
bool newest_of_run(SliceReader& in, Time t, Fix& out) {
    const PackedTable rows = in.table();
    if (in.failed() || unix_ms(t) < in.head()[kTime]) return false;
    const auto at = [&](std::size_t count) {
        Row row = in.head();
        for (std::size_t c = 0; c < kFixColumns; ++c) row[c] = rows.value_after(c, count, row[c]);
        in.fix(row, out);
        return out.moves_marker();
    };
    const std::size_t until = rows.rows_until(kTime, in.head()[kTime], unix_ms(t));
    if (at(until)) return true;
    // Hardly ever: the newest is a fix of a wrong clock, which moves no marker.
    std::vector<std::int64_t> flags;
    rows.unpack(kFlags, in.head()[kFlags], flags);
    flags.insert(flags.begin(), in.head()[kFlags]);
    const auto newer = flags.rend() - static_cast<std::ptrdiff_t>(until);
    const auto newest = std::find_if(newer, flags.rend(), [](std::int64_t value) {
        return (static_cast<std::uint64_t>(value) & kClockWrongFlag) == 0;
    });
    return newest != flags.rend() && at(static_cast<std::size_t>(flags.rend() - newest) - 1);
}

}  // namespace

const TrackSlice::Run* TrackSlice::run_of(UnitIndex unit) const {
    const auto place = std::lower_bound(runs.begin(), runs.end(), unit,
                                        [](const Run& run, UnitIndex wanted) { return run.unit < wanted; });
    return place != runs.end() && place->unit == unit ? &*place : nullptr;
}

std::uint32_t TrackSlice::own_count() const {
    const auto carried = std::count_if(runs.begin(), runs.end(), [](const Run& run) { return run.carried; });
    return static_cast<std::uint32_t>(fixes.size() - static_cast<std::size_t>(carried));
}

bool TrackSlice::has_positions() const {
    return std::any_of(fixes.begin(), fixes.end(), [](const Fix& fix) { return fix.moves_marker(); });
}

void TrackSliceMaker::add(UnitIndex unit, const std::optional<Fix>& carried, std::span<const Fix> own) {
    if (!carried && own.empty()) return;
    const auto begin = static_cast<std::uint32_t>(slice_.fixes.size());
    if (carried) slice_.fixes.push_back(*carried);
    slice_.fixes.insert(slice_.fixes.end(), own.begin(), own.end());
    slice_.runs.push_back({unit, begin, static_cast<std::uint32_t>(slice_.fixes.size()), carried.has_value()});
}

Bytes pack_slice(const TrackSlice& slice) {
    constexpr std::size_t kUsualFixBytes = 10;
    const Scales scales = Scales::of(slice.fixes);
    Columns heads(kHeadColumns + kFixColumns, std::vector<std::int64_t>(slice.runs.size()));
    TablePacker packer;
    Bytes runs;
    runs.reserve(slice.fixes.size() * kUsualFixBytes);
    Columns columns(kFixColumns);
    for (std::size_t r = 0; r < slice.runs.size(); ++r) {
        const std::span<const Fix> fixes = slice.all_of(slice.runs[r]);
        const Row head = row_of(fixes.front(), scales);
        for (auto& column : columns) column.resize(fixes.size() - 1);
        for (std::size_t i = 1; i < fixes.size(); ++i) set_row(columns, 0, i - 1, row_of(fixes[i], scales));
        const std::size_t before = runs.size();
        packer.pack(runs, columns, head);
        heads[kUnit][r] = static_cast<std::int64_t>(slice.runs[r].unit);
        heads[kRows][r] = static_cast<std::int64_t>(fixes.size() - 1);
        heads[kBytes][r] = static_cast<std::int64_t>(runs.size() - before);
        set_row(heads, kHeadColumns, r, head);
    }
    ByteWriter out;
    out.uint(kFormat);
    out.uint(slice.runs.size());
    for (const std::uint32_t scale : scales.by) out.uint(scale);
    Bytes bytes = out.take();
    packer.pack(bytes, heads, std::vector<std::int64_t>(heads.size(), 0));
    bytes.insert(bytes.end(), runs.begin(), runs.end());
    bytes.insert(bytes.end(), kTableTail, 0);
    return bytes;
}

Result<TrackSlice> unpack_slice(Time start, std::span<const std::uint8_t> bytes) {
    SliceReader in(bytes);
    TrackSlice slice;
    slice.start = start;
    slice.runs.reserve(in.runs());
    slice.fixes.reserve(in.fixes());
    while (in.next()) {
        const auto begin = static_cast<std::uint32_t>(slice.fixes.size());
        in.all(slice.fixes);
        const bool carried = slice.fixes[begin].time < start;
        slice.runs.push_back({in.unit(), begin, static_cast<std::uint32_t>(slice.fixes.size()), carried});
    }
    if (const auto problem = in.problem()) return *problem;
    return slice;
}

std::optional<Problem> newest_in_slice(std::span<const std::uint8_t> bytes, Time t,
                                       const std::function<void(const Fix&)>& visit) {
    SliceReader in(bytes);
    Fix newest;
    while (in.next()) {
        if (newest_of_run(in, t, newest) && !in.failed()) visit(newest);
    }
    return in.problem();
}

Result<std::vector<SlicePlace>> places_in_slice(std::span<const std::uint8_t> bytes) {
    SliceReader in(bytes);
    std::vector<SlicePlace> places;
    places.reserve(in.fixes());
    while (in.next()) in.places(places);
    if (const auto problem = in.problem()) return *problem;
    return places;
}

Result<std::vector<Fix>> track_in_slice(Time start, std::span<const std::uint8_t> bytes, UnitIndex unit) {
    SliceReader in(bytes);
    std::vector<Fix> found;
    while (in.next()) {
        if (in.unit() > unit) return found;
        if (in.unit() < unit) {
            in.skip_rows();
            continue;
        }
        in.all(found);
        if (!found.empty() && found.front().time < start) found.erase(found.begin());
    }
    if (const auto problem = in.problem()) return *problem;
    return found;
}

}  // namespace siaga
