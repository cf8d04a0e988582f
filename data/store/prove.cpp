#include "data/store/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "data/core/fault.hpp"
#include "data/store/ledger_entry.hpp"
#include "data/store/merkle_proof.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/tip_files.hpp"

namespace siaga {
namespace {

[[noreturn]] void not_the_signed_one(const std::filesystem::path& operation) {
    throw Fault(fmt::format("the ledger in {} is not the one that the tip signs; siagactl verify tells what is wrong",
                            operation.string()),
                Exit::kCheckFailed);
}

/// Of the entries that `tip` signs, which they must be.
std::vector<Hash> leaves_of(SQLite::Database& db, const SignedTip& tip, const std::filesystem::path& operation) {
    std::vector<Hash> leaves;
    SQLite::Statement rows(db, "SELECT leaf FROM main.entry WHERE n >= 0 AND n < ? ORDER BY n");
    bind_uint(rows, 1, tip.tip.ledger.entries);
    while (rows.executeStep()) {
        const SQLite::Column leaf = rows.getColumn(0);
        const auto bytes = blob_of(leaf);
        if (bytes.size() != leaves.emplace_back().size()) not_the_signed_one(operation);
        std::copy(bytes.begin(), bytes.end(), leaves.back().begin());
    }
    if (leaves.size() != tip.tip.ledger.entries || tree_head(leaves) != tip.tip.ledger.root) {
        not_the_signed_one(operation);
    }
    return leaves;
}

Bytes bytes_of_entry(SQLite::Database& db, std::uint64_t n) {
    SQLite::Statement row(db, "SELECT received, source, seq, body FROM main.entry WHERE n = ?");
    bind_uint(row, 1, n);
    if (!row.executeStep()) return {};
    const SQLite::Column body = row.getColumn(3);
    return entry_bytes(n, time_of(row.getColumn(0)), row.getColumn(1).getString(), uint_of(row.getColumn(2)),
                       blob_of(body));
}

std::string path_lines(const std::vector<Hash>& path) {
    std::string lines;
    for (const Hash& hash : path) lines += fmt::format("path {}\n", to_hex(hash));
    return lines;
}

}  // namespace

SignedTip newest_tip(const std::filesystem::path& operation) {
    const TipRecord record = read_newest_tips(operation);
    if (!record.tips.empty()) return record.tips.back().tip;
    throw Fault(fmt::format("{} holds no signed tip yet: a core signs one within ten seconds of its first entry",
                            (operation / "checkpoints").string()));
}

std::string prove_entry(const std::filesystem::path& operation, std::uint64_t n, const SignedTip& tip) {
    if (n >= tip.tip.ledger.entries) {
        throw Fault(
            fmt::format("entry {} is not among the {} entries that the tip signs: a running core signs the "
                        "next within ten seconds",
                        n, tip.tip.ledger.entries));
    }
    SQLite::Database db = open_for_reading(operation);
    return with_faults(db, "read ledger.db", operation, [&] {
        const std::vector<Hash> leaves = leaves_of(db, tip, operation);
        const Bytes entry = bytes_of_entry(db, n);
        if (merkle_leaf(entry) != leaves[static_cast<std::size_t>(n)]) not_the_signed_one(operation);
        return fmt::format("siaga inclusion proof 1\nindex {}\nentry {}\n", n, to_hex(entry)) +
               path_lines(inclusion_path(leaves, static_cast<std::size_t>(n))) + to_text(tip);
    });
}

std::string prove_consistency(const std::filesystem::path& operation, const SignedTip& older, const SignedTip& newer) {
    const std::uint64_t first = older.tip.ledger.entries;
    if (first == 0 || first > newer.tip.ledger.entries) {
        throw Fault(fmt::format("the first tip signs {} entries, the second {}: name the older one first", first,
                                newer.tip.ledger.entries));
    }
    SQLite::Database db = open_for_reading(operation);
    return with_faults(db, "read ledger.db", operation, [&] {
        const std::vector<Hash> leaves = leaves_of(db, newer, operation);
        const auto old_leaves = std::span(leaves).first(static_cast<std::size_t>(first));
        if (tree_head(old_leaves) != older.tip.ledger.root) not_the_signed_one(operation);
        return "siaga consistency proof 1\n" + path_lines(consistency_path(leaves, static_cast<std::size_t>(first))) +
               to_text(older) + to_text(newer);
    });
}

}  // namespace siaga
