#include "data/store/ledger_guard.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "data/store/ledger_table.hpp"
#include "data/store/slice_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {
namespace {

std::string described(const LedgerTip& tip) {
    return fmt::format("{} entries with root {}", tip.entries, to_hex(tip.root));
}

std::string difference(const PlacedTip& tip, const LedgerTip& found) {
    const LedgerTip& expected = tip.tip.tip.ledger;
    if (expected.entries > found.entries) {
        return fmt::format(
            "{} of {} was signed over {}, and the ledger has {}: its journal (ledger.db-wal) was cut or lost, or an "
            "older copy was put back",
            tip.place, to_rfc3339(tip.tip.tip.time), described(expected), described(found));
    }
    return fmt::format("{} of {} was signed over {}, and the ledger's first {} entries have root {}: they were edited",
                       tip.place, to_rfc3339(tip.tip.tip.time), described(expected), found.entries, to_hex(found.root));
}

/// The newer one of the tips files and latest.tip: the next tip goes on from it.
std::optional<SignedTip> newest_of(const TipRecord& record) {
    std::optional<SignedTip> newest;
    if (record.latest) newest = record.latest->tip;
    if (record.tips.empty()) return newest;
    const SignedTip& last = record.tips.back().tip;
    const bool older = newest && newest->tip.ledger.entries > last.tip.ledger.entries;
    return older ? newest : last;
}

/// A first tip or a rotation that was cut: tip and ledger tell whether the next key is already the one.
void settle_next_key(SQLite::Database& db, const KeyFiles& keys, const std::optional<SignedTip>& newest) {
    const std::optional<SigningKey> next = keys.next();
    if (!next) return;
    const std::optional<KeyRotated> rotation = last_rotation(db);
    const bool has_signed = newest && newest->tip.key == next->public_key();
    if (has_signed || (rotation && rotation->new_key == to_hex(next->public_key()))) {
        keys.promote_next();
    } else {
        keys.drop_next();
    }
}

std::optional<std::string> trouble_with_key(SQLite::Database& db, const KeyFiles& files,
                                            const std::optional<SigningKey>& key, const Tip& newest) {
    if (!key) {
        return fmt::format("{} is gone, and the ledger's tips are signed with it (key {})", files.key_file().string(),
                           fingerprint(newest.key));
    }
    if (key->public_key() == newest.key) return std::nullopt;
    const std::optional<KeyRotated> rotation = last_rotation(db);
    if (rotation && rotation->new_key == to_hex(key->public_key())) return std::nullopt;
    return fmt::format("{} (key {}) is not the one that signed the newest tip (key {})", files.key_file().string(),
                       fingerprint(key->public_key()), fingerprint(newest.key));
}

[[noreturn]] void refuse(const LedgerLoss& loss, const std::filesystem::path& folder) {
    throw Fault(
        fmt::format("the record in {} is not the one that was signed: {}; put the right files back, or start with "
                    "--accept-loss REASON, which is recorded",
                    folder.string(), loss.what));
}

LossAccepted accepted(const LedgerLoss& loss, const std::string& reason) {
    LossAccepted event;
    event.reason = reason;
    event.found_entries = static_cast<std::uint32_t>(loss.found.entries);
    event.found_root = to_hex(loss.found.root);
    if (loss.expected) {
        event.expected_entries = static_cast<std::uint32_t>(loss.expected->entries);
        event.expected_root = to_hex(loss.expected->root);
    }
    return event;
}

}  // namespace

std::optional<LedgerLoss> compare_with_tips(SQLite::Database& db, const TipRecord& record,
                                            const std::filesystem::path& folder, LedgerHead& head) {
    std::optional<LedgerLoss> loss;
    const auto lost = [&](std::string what, std::optional<LedgerTip> expected) {
        if (!loss) loss = LedgerLoss{std::move(what), expected, {}};
    };
    std::vector<PlacedTip> tips;
    if (!record.tips.empty()) tips.push_back(record.tips.back());
    if (record.latest) tips.push_back(*record.latest);
    std::sort(tips.begin(), tips.end(), [](const PlacedTip& a, const PlacedTip& b) {
        return a.tip.tip.ledger.entries < b.tip.tip.ledger.entries;
    });
    for (const PlacedTip& tip : tips) {
        advance_head(db, head, folder, tip.tip.tip.ledger.entries);
        if (!is_authentic(tip.tip)) {
            lost(fmt::format("the signature of {} is wrong", tip.place), std::nullopt);
        } else if (head.tip() != tip.tip.tip.ledger) {
            lost(difference(tip, head.tip()), tip.tip.tip.ledger);
        }
    }
    advance_head(db, head, folder);
    for (const TipFault& fault : record.faults) {
        lost(fmt::format("{} cannot be read: {}", fault.place, fault.what), std::nullopt);
    }
    if (loss) loss->found = head.tip();
    return loss;
}

GuardedStart start_guarded(SQLite::Database& db, const std::filesystem::path& folder, const std::string& accept_loss) {
    const auto checkpoint_at_close = [&](bool on) {
        sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
    };
    checkpoint_at_close(false);  // what is refused stays as it was
    GuardedStart start;
    const TipRecord record = read_newest_tips(folder);
    std::optional<LedgerLoss> loss = compare_with_tips(db, record, folder, start.head);
    const auto lost = [&](std::string what, std::optional<LedgerTip> expected) {
        if (!loss) loss = LedgerLoss{std::move(what), expected, start.head.tip()};
    };
    const std::optional<SignedTip> newest = newest_of(record);
    const KeyFiles keys(folder);
    settle_next_key(db, keys, newest);
    std::optional<SigningKey> key = keys.load();
    if (newest) {
        if (auto trouble = trouble_with_key(db, keys, key, newest->tip)) lost(*trouble, newest->tip.ledger);
    } else if (key && start.head.entries() > 0) {
        lost("checkpoints/ holds no signed tip, and there were some: they were removed", std::nullopt);
    }
    if (loss && accept_loss.empty()) refuse(*loss, folder);
    if (!loss && !accept_loss.empty()) {
        throw Fault(fmt::format("--accept-loss: nothing is lost in {}; start without it", folder.string()),
                    Exit::kUsage);
    }
    start.tips = std::make_unique<TipKeeper>(folder, std::move(key), newest);
    if (loss) {
        start.loss = accepted(*loss, accept_loss);
        in_transaction(db, "write tracks.db", folder, [&] {
            adopt_batches(db, start.head.entries());
            adopt_slices(db, start.head.entries());
        });
    }
    checkpoint_at_close(true);
    return start;
}

}  // namespace siaga
