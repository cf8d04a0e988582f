#include "tests/unit/store/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <random>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>

#include "data/model/canonical.hpp"
#include "data/store/store_reader.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::test {
namespace {

std::string line_of(const Entry& entry) {
    return fmt::format("entry {:06} {} {} {} {}", entry.n, unix_ms(entry.received), entry.source.text(), entry.seq,
                       to_hex(canonical_bytes(entry.event)));
}

std::string line_of(const Fix& fix, const std::vector<std::string>& units, const std::vector<std::string>& sources) {
    return fmt::format("fix {} {:06} {} {} {} {} {} {} {} {} {} {} {}",
                       sources.at(static_cast<std::size_t>(fix.source)), fix.seq,
                       units.at(static_cast<std::size_t>(fix.unit)), unix_ms(fix.time), unix_ms(fix.received),
                       fix.position.lon_e7, fix.position.lat_e7, fix.speed_cmps, fix.course_cdeg, fix.accuracy_dm,
                       fix.altitude_m, fix.battery_pct, fix.flags);
}

std::string line_of(const QuarantinedRecord& record) {
    const Bytes raw(record.raw.begin(), record.raw.end());
    return fmt::format("quarantine {} {} {} {} {}", record.source, record.seq, unix_ms(record.received), record.reasons,
                       to_hex(sha256(raw)));
}

Content sorted(Content content) {
    std::sort(content.begin(), content.end());
    return content;
}

/// One commit being made.
class Making {
public:
    Making(Store& store, std::uint64_t seed) : store_(store), random_(seed) {}

    StoreBatch make() {
        constexpr std::uint64_t kMostFixes = 40;
        const std::uint64_t kind = pick(5);
        if (kind != 0) add_entries(kind == 1 ? 3 : pick(2));
        if (kind != 1) add_fixes(kind == 0 ? kMostFixes : pick(kMostFixes));
        if (kind == 2) add_quarantined();
        if (batch_.entries.empty() && batch_.fixes.empty()) add_entries(1);
        return std::move(batch_);
    }

private:
    std::uint64_t pick(std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(random_); }

    void add_entries(std::uint64_t count) {
        const SourceName source = SourceName::literal("poskotis-7");
        std::uint64_t seq = store_.last_seq(source);
        for (std::uint64_t i = 0; i < count; ++i) {
            Entry entry = *sample_entry(store_.next_entry() + i, ++seq, std::string(pick(900), 'x'));
            if (pick(2) == 0) entry.event.body = transfer(seq);
            batch_.entries.push_back(std::make_shared<const Entry>(std::move(entry)));
        }
    }
    static CustodyTransfer transfer(std::uint64_t seq) {
        CustodyTransfer transfer;
        transfer.transfer = RecordName::literal("ST-1");
        transfer.declared = static_cast<std::uint32_t>(seq);
        transfer.to = SiteCode::literal("GUDANG");
        return transfer;
    }
    void add_fixes(std::uint64_t count) {
        const SourceName source = pick(1) == 0 ? SourceName::literal("relay-1") : SourceName::literal("relay-2");
        std::uint64_t seq = store_.last_seq(source);
        for (std::uint64_t i = 0; i < count; ++i) {
            constexpr std::uint64_t kUnits = 30;
            const UnitName unit = *UnitName::parse(fmt::format("RAJAWALI-{:02}", pick(kUnits)));
            Fix fix = sample_fix(store_.unit_index(unit), store_.source_index(source), ++seq);
            fix.battery_pct = static_cast<std::uint8_t>(pick(100));
            add_fix(batch_, fix);
        }
    }
    void add_quarantined() {
        const std::uint64_t seq = pick(100'000);
        batch_.quarantined.push_back({time_from_ms(kNoonMs + static_cast<std::int64_t>(seq)), "relay-3", seq,
                                      "TELEPORT: 812 m/s", std::string(pick(2000), 'r')});
    }

    Store& store_;
    std::mt19937_64 random_;
    StoreBatch batch_;
};

void for_each_sealed(SliceSource& slices, const std::function<void(const Fix&)>& visit) {
    for (const SliceInfo& info : slices.list()) {
        const TrackSlice slice = unpack_slice(info.start, *slices.read(info.start)).value();
        for (const TrackSlice::Run& run : slice.runs) {
            const std::span<const Fix> own = slice.own_of(run);
            std::for_each(own.begin(), own.end(), visit);
        }
    }
}

}  // namespace

Content content_of_store(Store& store) {
    Content content;
    const std::vector<std::string> units = store.unit_names();
    const std::vector<std::string> sources = store.source_names();
    struct Key {
        std::string source;
        std::uint64_t seq;
        Time time;
    };
    std::vector<Key> keys;
    store.read_entries(0, [&](const Entry& entry) {
        content.push_back(line_of(entry));
        keys.push_back({entry.source.text(), entry.seq, entry.event.time});
    });
    const auto take = [&](const Fix& fix) {
        content.push_back(line_of(fix, units, sources));
        keys.push_back({sources.at(static_cast<std::size_t>(fix.source)), fix.seq, fix.time});
    };
    for_each_sealed(store.slices(), take);
    store.read_open_fixes(take);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Result<SourceName> source = SourceName::parse(keys[i].source);
        const auto found = source ? store.find(*source, keys[i].seq, keys[i].time) : std::nullopt;
        const bool there = found && !std::holds_alternative<std::monostate>(*found);
        if (!there) content[i] += " which its key does not find";
    }
    return sorted(std::move(content));
}

Content content_of_folder(const std::filesystem::path& folder) {
    Content content;
    const StoreReader reader(folder);
    const std::vector<std::string> units = reader.unit_names();
    const std::vector<std::string> sources = reader.source_names();
    (void)reader.tip();  // checks the chain
    reader.read_entries(0, [&](const Entry& entry) { content.push_back(line_of(entry)); });
    reader.read_fixes([&](const Fix& fix) { content.push_back(line_of(fix, units, sources)); });
    reader.read_quarantine([&](const QuarantinedRecord& record) { content.push_back(line_of(record)); });
    return sorted(std::move(content));
}

StoreBatch Workload::next(Store& store) { return Making(store, seed_ * 1'000'003 + contents_.size()).make(); }

void Workload::seal(Store& store) {
    std::uint64_t newest = 0;
    for (const char* source : {"relay-1", "relay-2"})
        newest = std::max(newest, store.last_seq(SourceName::literal(source)));
    const Time before = slice_start(sample_fix({}, {}, newest).time);
    if (store.can_seal(before)) store.seal(before);
}

void Workload::give(const Store& store, const StoreBatch& batch) {
    Content content = contents_.back();
    const std::vector<std::string> units = store.unit_names();
    const std::vector<std::string> sources = store.source_names();
    for (const auto& entry : batch.entries) content.push_back(line_of(*entry));
    for (const Fix& fix : batch.fixes) content.push_back(line_of(fix, units, sources));
    for (const QuarantinedRecord& record : batch.quarantined) content.push_back(line_of(record));
    contents_.push_back(sorted(std::move(content)));
}

std::size_t Workload::commits_of(const Content& found, std::size_t from, std::size_t to) const {
    for (std::size_t commits = to + 1; commits-- > from;) {
        if (content(commits) == found) return commits;
    }
    Content lost, strange;
    const Content& least = content(from);
    const Content& most = content(to);
    std::set_difference(least.begin(), least.end(), found.begin(), found.end(), std::back_inserter(lost));
    std::set_difference(found.begin(), found.end(), most.begin(), most.end(), std::back_inserter(strange));
    throw std::runtime_error(fmt::format(
        "no state after {} to {} commits: {} records lost, first '{:.80}'; {} doubled or never given, first '{:.80}'",
        from, to, lost.size(), lost.empty() ? "" : lost.front(), strange.size(),
        strange.empty() ? "" : strange.front()));
}

}  // namespace siaga::test
