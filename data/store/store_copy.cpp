#include "data/store/store_copy.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/sqlite_schema.hpp"
#include "data/store/tip_files.hpp"

namespace siaga {
namespace {

/// What is copied in one go at the end, so that no commit comes between the two halves.
constexpr int kLastPages = 64;
constexpr int kAll = -1;

[[noreturn]] void cannot_copy(const std::filesystem::path& to, const SQLite::Exception& error) {
    throw Fault(
        fmt::format("cannot copy the databases into {}: {}; check that the disk has room and that this user "
                    "may write there",
                    to.string(), error.what()));
}

SQLite::Database new_database(const std::filesystem::path& file) {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // Nothing of it lasts before all of it is synced and verified.
    db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    return db;
}

/// The copy of one database.
class Half {
public:
    Half(SQLite::Database& writer, const char* schema, const std::filesystem::path& to)
        : copy_(new_database(to)), backup_(copy_, "main", writer, schema) {}
    [[nodiscard]] bool near_end() {
        (void)backup_.executeStep(0);  // counts
        return backup_.getRemainingPageCount() <= kLastPages;
    }
    void copy(int pages) { (void)backup_.executeStep(std::min(pages, backup_.getRemainingPageCount() - 1)); }
    void finish() {
        if (backup_.executeStep(kAll) != SQLITE_DONE) throw SQLite::Exception("the database is in use");
    }

private:
    SQLite::Database copy_;
    SQLite::Backup backup_;
};

}  // namespace

class StoreCopy::Impl {
public:
    Impl(SQLite::Database& writer, std::filesystem::path operation, const std::filesystem::path& to)
        : operation_(std::move(operation)),
          to_(to),
          tracks_(writer, "tracks", to / tracks_kind().file),
          ledger_(writer, "main", to / ledger_kind().file) {}

    bool step(int pages) {
        for (Half* half : {&tracks_, &ledger_}) {
            if (half->near_end()) continue;
            half->copy(pages);
            return false;
        }
        tracks_.finish();
        ledger_.finish();
        copy_tips(operation_, to_);
        return true;
    }
    [[nodiscard]] const std::filesystem::path& to() const { return to_; }

private:
    std::filesystem::path operation_, to_;
    Half tracks_, ledger_;
};

StoreCopy::StoreCopy(SQLite::Database& writer, std::filesystem::path operation, const std::filesystem::path& to) try
    : impl_(std::make_unique<Impl>(writer, std::move(operation), to)) {
} catch (const SQLite::Exception& error) {
    cannot_copy(to, error);
}

StoreCopy::~StoreCopy() = default;

bool StoreCopy::step(int pages) {
    try {
        return impl_->step(pages);
    } catch (const SQLite::Exception& error) {
        cannot_copy(impl_->to(), error);
    }
}

}  // namespace siaga
