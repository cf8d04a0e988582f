#include "data/store/verify.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/key_files.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_schema.hpp"
#include "data/store/verify_ledger.hpp"
#include "data/store/verify_schema.hpp"
#include "data/store/verify_tips.hpp"
#include "data/store/verify_tracks.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

/// What stands outside the database, read before it: a writer signs after its commit.
struct Outside {
    TipRecord tips;
    std::vector<PlacedTip> against;
    std::optional<PublicKey> published;
};

Outside read_outside(const fs::path& folder, const VerifyOptions& options, VerifyReport& report) {
    Outside out;
    try {
        out.tips = read_tips(folder);
    } catch (const Fault& fault) {
        report.findings.push_back({"checkpoints/", fault.what()});
    }
    report.tips = out.tips.tips.size();
    for (const fs::path& file : options.against) out.against.push_back({file.string(), read_tip_file(file)});
    try {
        out.published = KeyFiles(folder).published();
    } catch (const Fault& fault) {
        report.findings.push_back({"keys/ledger.pub", fault.what()});
    }
    return out;
}

std::vector<std::uint64_t> sizes_of(const Outside& outside) {
    std::vector<std::uint64_t> sizes;
    for (const PlacedTip& tip : outside.tips.tips) sizes.push_back(tip.tip.tip.ledger.entries);
    for (const PlacedTip& tip : outside.against) sizes.push_back(tip.tip.tip.ledger.entries);
    return sizes;
}

/// Where there is no record to look at, that is a Fault, and not a finding.
void require_record(const fs::path& folder) {
    for (const DatabaseKind* kind : {&ledger_kind(), &tracks_kind()}) {
        const fs::path file = folder / kind->file;
        if (!fs::exists(file)) {
            throw Fault(fmt::format("{} is missing: name the folder of an operation", file.string()));
        }
        if (::access(file.c_str(), R_OK) != 0) (void)read_marks(file);  // throws with the reason
        std::optional<DatabaseMarks> marks;
        try {
            marks = read_marks(file);
        } catch (const Fault&) {
            continue;  // damaged: opening it tells
        }
        if (marks->application_id == kind->application_id) check_marks(*marks, *kind, folder);
    }
}

std::optional<SQLite::Database> open_record(const fs::path& folder, VerifyReport& report) {
    require_record(folder);
    try {
        return open_for_reading(folder);
    } catch (const Fault& fault) {
        report.findings.push_back({"ledger.db and tracks.db", fault.what()});
        return std::nullopt;
    }
}

/// One state of both files: tracks first, so that the ledger is never behind it.
void hold_still(SQLite::Database& db) {
    db.exec("BEGIN");
    (void)db.execAndGet("SELECT count(*) FROM tracks.sqlite_schema");
    (void)db.execAndGet("SELECT count(*) FROM main.sqlite_schema");
}

void check_key(const VerifyOptions& options, VerifyReport& report) {
    if (!options.key) return;
    if (std::find(report.keys.begin(), report.keys.end(), *options.key) != report.keys.end()) return;
    report.findings.push_back(
        {"keys", fmt::format("the key {} that was given never signed for this ledger", fingerprint(*options.key))});
}

void check_all(SQLite::Database& db, const fs::path& folder, const VerifyOptions& options, const Outside& outside,
               VerifyReport& report) {
    const auto add = [&](const std::optional<Finding>& finding) {
        if (finding) report.findings.push_back(*finding);
    };
    const LedgerWalk ledger = walk_ledger(db, sizes_of(outside));
    report.ledger = ledger.head.tip();
    add(ledger.finding);
    add(check_database(db, "main", ledger_kind()));
    // Beyond a bad entry nobody knows how many there are.
    const TracksWalk tracks = walk_tracks(db, ledger.finding ? kMaxSeq : ledger.head.entries(), ledger.pruned, folder);
    report.batches = tracks.batches;
    report.fixes = tracks.fixes;
    add(tracks.finding);
    add(check_database(db, "tracks", tracks_kind()));
    const std::optional<NamesFound> names =
        tracks.finding ? std::nullopt : std::optional(NamesFound{tracks.units, tracks.sources});
    TipsChecked tips = check_tips(outside.tips, outside.against, ledger, names, outside.published);
    std::move(tips.findings.begin(), tips.findings.end(), std::back_inserter(report.findings));
    report.keys = std::move(tips.keys);
    report.notes = std::move(tips.notes);
    if (!ledger.finding) check_key(options, report);  // it may be named beyond the bad entry
}

}  // namespace

VerifyReport verify_record(const fs::path& folder, const VerifyOptions& options) {
    VerifyReport report;
    const Outside outside = read_outside(folder, options, report);
    std::optional<SQLite::Database> db = open_record(folder, report);
    if (!db) return report;
    try {
        hold_still(*db);
        check_all(*db, folder, options, outside, report);
    } catch (const SQLite::Exception& error) {
        report.findings.push_back({"ledger.db and tracks.db", fmt::format("cannot be read: {}", error.what())});
    }
    return report;
}

}  // namespace siaga
