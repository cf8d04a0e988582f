#include "app/bench/floors/packed_feed.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <spdlog/spdlog.h>
#include <boost/functional/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/core/fault.hpp"
#include "data/store/sha256.hpp"

namespace siaga::app::bench {
namespace {

struct PlainFix {
    std::uint64_t seq;
    std::int64_t time_ms;
    double lat, lon, speed, course;
    std::uint32_t unit;
};

/// What the parser has made and the writer has not taken.
struct Between {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<PlainFix> fixes;
    bool ended = false;
};

class Packing {
public:
    void add(std::int64_t value) {
        auto rest = (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
        for (; rest >= 0x80U; rest >>= 7U) bytes_.push_back(static_cast<std::uint8_t>(rest | 0x80U));
        bytes_.push_back(static_cast<std::uint8_t>(rest));
    }
    void add(const PlainFix& fix, const PlainFix& before) {
        constexpr double kE7 = 1e7, kCenti = 100;
        const auto whole = [](double value) { return static_cast<std::int64_t>(value); };
        add(fix.unit);
        add(static_cast<std::int64_t>(fix.seq - before.seq));
        add(fix.time_ms - before.time_ms);
        add(whole(fix.lat * kE7) - whole(before.lat * kE7));
        add(whole(fix.lon * kE7) - whole(before.lon * kE7));
        add(whole(fix.speed * kCenti));
        add(whole(fix.course * kCenti));
    }
    std::vector<std::uint8_t>& bytes() { return bytes_; }

private:
    std::vector<std::uint8_t> bytes_;
};

void write(const Descriptor& socket, SQLite::Database& db, Between& between) {
    constexpr std::size_t kBatchLeast = 8192;
    constexpr std::chrono::milliseconds kBatchWithin{10};
    SQLite::Statement insert(db, "INSERT INTO batch VALUES(?, ?)");
    std::vector<PlainFix> fixes;
    while (true) {
        {
            std::unique_lock lock(between.mutex);
            between.changed.wait_for(lock, kBatchWithin,
                                     [&] { return between.fixes.size() >= kBatchLeast || between.ended; });
            fixes.clear();
            fixes.swap(between.fixes);
            if (fixes.empty() && between.ended) return;
            if (fixes.empty()) continue;
        }
        between.changed.notify_all();
        Packing packed;
        PlainFix before{};
        for (const PlainFix& fix : fixes) {
            packed.add(fix, before);
            before = fix;
        }
        const Hash checksum = sha256(packed.bytes());
        insert.bindNoCopy(1, packed.bytes().data(), static_cast<int>(packed.bytes().size()));
        insert.bindNoCopy(2, checksum.data(), static_cast<int>(checksum.size()));
        insert.exec();
        insert.reset();
        send_all(socket, fmt::format(R"({{"type":"ack","seq":{}}})"
                                     "\n",
                                     fixes.back().seq));
    }
}

struct NameHash : boost::hash<std::string_view> {
    using is_transparent = void;
};

class Parsing {
public:
    PlainFix fix(std::string_view line, std::size_t readable) {
        simdjson::ondemand::document document;
        PlainFix fix{};
        std::string_view unit;
        auto failed = parser_.iterate(line.data(), line.size(), readable).get(document);
        if (failed == simdjson::SUCCESS) failed = document["seq"].get(fix.seq);
        if (failed == simdjson::SUCCESS) failed = document["unit"].get(unit);
        if (failed == simdjson::SUCCESS) failed = document["time"].get(fix.time_ms);
        if (failed == simdjson::SUCCESS) failed = document["lat"].get(fix.lat);
        if (failed == simdjson::SUCCESS) failed = document["lon"].get(fix.lon);
        if (failed == simdjson::SUCCESS) failed = document["speed_mps"].get(fix.speed);
        if (failed == simdjson::SUCCESS) failed = document["course_deg"].get(fix.course);
        if (failed != simdjson::SUCCESS) throw simdjson::simdjson_error(failed);
        auto known = units_.find(unit);
        if (known == units_.end()) known = units_.emplace(unit, static_cast<std::uint32_t>(units_.size())).first;
        fix.unit = known->second;
        return fix;
    }

private:
    simdjson::ondemand::parser parser_;
    boost::unordered_flat_map<std::string, std::uint32_t, NameHash, std::equal_to<>> units_;
};

void parse(const Descriptor& socket, Between& between) {
    constexpr std::size_t kRead = 64 * 1024;
    constexpr std::size_t kAhead = 64 * 1024;  // fixes
    std::vector<char> buffer(2 * kRead + simdjson::SIMDJSON_PADDING);
    std::vector<PlainFix> fixes;
    Parsing parsing;
    std::size_t held = 0;
    while (const std::size_t count = receive(socket, buffer.data() + held, kRead)) {
        held += count;
        std::size_t at = 0;
        while (const void* newline = std::memchr(buffer.data() + at, '\n', held - at)) {
            const auto end = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer.data());
            fixes.push_back(parsing.fix({buffer.data() + at, end - at}, buffer.size() - at));
            at = end + 1;
        }
        std::memmove(buffer.data(), buffer.data() + at, held - at);
        held -= at;
        std::unique_lock lock(between.mutex);
        between.changed.wait(lock, [&] { return between.fixes.size() < kAhead; });
        between.fixes.insert(between.fixes.end(), fixes.begin(), fixes.end());
        lock.unlock();
        between.changed.notify_all();
        fixes.clear();
    }
}

/// A floor that cannot run leaves nothing to compare with.
template <class Work> void or_end(const Work& work) {
    try {
        work();
    } catch (const std::exception& fault) {
        spdlog::critical("the floor of ingest: {}", fault.what());
        std::_Exit(static_cast<int>(Exit::kEnvironment));
    }
}

void serve(const Descriptor& listener, SQLite::Database& db) {
    const Descriptor socket = accept_one(listener);
    Between between;
    std::thread writer([&] { or_end([&] { write(socket, db, between); }); });
    parse(socket, between);
    {
        const std::lock_guard lock(between.mutex);
        between.ended = true;
    }
    between.changed.notify_all();
    writer.join();
}

}  // namespace

PackedFeed::PackedFeed(const std::filesystem::path& folder) : listening_(listen_on_loopback()) {
    auto db = std::make_unique<SQLite::Database>((folder / "floor.db").string(),
                                                 SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE batch(payload BLOB, checksum BLOB)");
    thread_ = std::thread([this, db = std::move(db)] { or_end([&] { serve(listening_.socket, *db); }); });
}

PackedFeed::~PackedFeed() { thread_.join(); }

}  // namespace siaga::app::bench
