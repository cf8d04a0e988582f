#include "data/store/verify_ledger.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "data/model/canonical.hpp"
#include "data/store/sqlite_values.hpp"

namespace siaga {
namespace {

/// Columns: n, event_time, received, source, seq, body, leaf, chain.
enum LedgerColumn { kN, kEventTime, kReceived, kEntrySource, kEntrySeq, kBody, kLeaf, kChain };
constexpr std::array kTypes{SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_TEXT,
                            SQLITE_INTEGER, SQLITE_BLOB,    SQLITE_BLOB,    SQLITE_BLOB};

Finding bad_entry(std::uint64_t n, std::string what) {
    return {fmt::format("ledger.db, entry {}", n), std::move(what)};
}

class LedgerWalker {
public:
    LedgerWalker(SQLite::Database& db, LedgerWalk& out)
        : rows_(db, "SELECT n, event_time, received, source, seq, body, leaf, chain FROM main.entry ORDER BY n"),
          out_(out) {}

    /// Takes the next entry in; false at the end and at the first bad one.
    bool step() {
        if (!rows_.executeStep()) return false;
        const std::uint64_t n = out_.head.entries();
        if (auto what = trouble(n)) out_.finding = bad_entry(n, std::move(*what));
        return !out_.finding;
    }
    /// The first entry whose (source, seq) an earlier one has.
    void check_keys() {
        std::optional<std::pair<std::uint64_t, std::uint64_t>> first;
        for (auto& [source, keys] : keys_) {
            std::sort(keys.begin(), keys.end());
            for (std::size_t i = 1; i < keys.size(); ++i) {
                const bool repeats = keys[i].first == keys[i - 1].first;
                if (repeats && (!first || keys[i].second < first->first)) {
                    first = {keys[i].second, keys[i - 1].second};
                }
            }
        }
        if (first) {  // comes before an entry at which the walk ended
            out_.finding = bad_entry(first->first, fmt::format("has source and seq of entry {}", first->second));
        }
    }

private:
    std::optional<std::string> trouble(std::uint64_t n) {
        for (int i = kN; i <= kChain; ++i) {
            if (rows_.getColumn(i).getType() != kTypes.at(static_cast<std::size_t>(i))) {
                return fmt::format("its column '{}' has another type", rows_.getColumn(i).getName());
            }
        }
        const std::uint64_t found = uint_of(rows_.getColumn(kN));
        if (found != n) return fmt::format("is missing, entry {} follows", static_cast<std::int64_t>(found));
        const std::string source = rows_.getColumn(kEntrySource).getString();
        const std::uint64_t seq = uint_of(rows_.getColumn(kEntrySeq));
        const SQLite::Column body = rows_.getColumn(kBody);
        const Hash leaf = merkle_leaf(entry_bytes(n, time_of(rows_.getColumn(kReceived)), source, seq, blob_of(body)));
        if (!holds(rows_.getColumn(kLeaf), leaf)) return "its content does not give its leaf hash";
        const Hash before = out_.head.chain;
        LedgerHead after = out_.head;
        after.append(leaf);
        if (!holds(rows_.getColumn(kChain), after.chain)) return "its chain hash does not follow from the entry before";

        if (!valid_name(source)) return fmt::format("'{}' is no source", printable(source));
        const Result<Event> event = event_from_canonical(blob_of(body));
        if (!event) {
            return fmt::format("its body is not canonical: byte {}: {}", event.problem().offset,
                               event.problem().detail);
        }
        if (time_of(rows_.getColumn(kEventTime)) != event->time) return "event_time is not that of its body";
        if (n == 0) out_.origin = leaf;
        if (auto what = note(n, before, *event)) return what;
        keys_[source].emplace_back(seq, n);
        out_.head = std::move(after);
        return std::nullopt;
    }
    std::optional<std::string> note(std::uint64_t n, const Hash& chain_before, const Event& event) {
        if (const auto* loss = std::get_if<LossAccepted>(&event.body)) out_.losses.push_back({n, *loss});
        if (const auto* pruned = std::get_if<TracksPruned>(&event.body)) out_.pruned.push_back(pruned->removed);
        const auto* rotation = std::get_if<KeyRotated>(&event.body);
        if (rotation == nullptr) return std::nullopt;
        const auto keys = check_rotation({out_.origin, n, chain_before}, *rotation);
        if (!keys) return "is a change of the key that is not signed by both keys";
        out_.rotations.emplace(n, *keys);
        return std::nullopt;
    }

    SQLite::Statement rows_;
    LedgerWalk& out_;
    std::unordered_map<std::string, std::vector<std::pair<std::uint64_t, std::uint64_t>>> keys_;  ///< (seq, n)
};

}  // namespace

LedgerWalk walk_ledger(SQLite::Database& db, const std::vector<std::uint64_t>& sizes) {
    LedgerWalk out;
    std::vector<std::uint64_t> wanted = sizes;
    std::sort(wanted.begin(), wanted.end());
    auto next = wanted.begin();
    const auto keep_tip = [&] {
        next = std::lower_bound(next, wanted.end(), out.head.entries());
        if (next != wanted.end() && *next == out.head.entries()) out.tips.emplace(*next, out.head.tip());
    };
    try {
        LedgerWalker walker(db, out);
        keep_tip();
        while (walker.step()) keep_tip();
        walker.check_keys();
    } catch (const SQLite::Exception& error) {
        out.finding = bad_entry(out.head.entries(), fmt::format("cannot be read: {}", error.what()));
    }
    return out;
}

}  // namespace siaga
