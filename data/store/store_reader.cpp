#include "data/store/store_reader.hpp"

#include <algorithm>
#include <limits>

#include "data/store/ledger_table.hpp"
#include "data/store/quarantine_table.hpp"
#include "data/store/slice_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {
namespace {

/// Beyond the last batch that counts; an orphan does not (README.md: One commit).
std::uint64_t end_of_batches(SQLite::Database& db) {
    SQLite::Statement end(db, "SELECT coalesce(max(id) + 1, 0) FROM tracks.batch WHERE needs_entries <= ?");
    bind_uint(end, 1, count_entries(db));
    end.executeStep();
    return uint_of(end.getColumn(0));
}

}  // namespace

class StoreReader::Impl {
public:
    explicit Impl(const std::filesystem::path& where) : folder(where), db(open_for_reading(where)) {}

    template <class Body> auto reading(const Body& body) { return with_faults(db, "read the databases", folder, body); }

    std::filesystem::path folder;
    SQLite::Database db;
    StoredSlices slices{db, folder};
    LedgerHead head;  ///< as far as tip() has come
};

StoreReader::StoreReader(const std::filesystem::path& folder) : impl_(std::make_shared<Impl>(folder)) {}
StoreReader::~StoreReader() = default;

std::vector<std::string> StoreReader::unit_names() const {
    return impl_->reading([&] { return read_names(impl_->db, "unit", impl_->folder); });
}

std::vector<std::string> StoreReader::source_names() const {
    return impl_->reading([&] { return read_names(impl_->db, "source", impl_->folder); });
}

LedgerTip StoreReader::tip() const {
    impl_->reading([&] { advance_head(impl_->db, impl_->head, impl_->folder); });
    return impl_->head.tip();
}

std::uint64_t StoreReader::quarantined_count() const {
    std::uint64_t count = 0;
    read_quarantine([&](const QuarantinedRecord&) { ++count; });
    return count;
}

void StoreReader::read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const {
    impl_->reading([&] { read_ledger(impl_->db, from, visit, impl_->folder); });
}

void StoreReader::read_fixes(const std::function<void(const Fix&)>& visit) const {
    impl_->reading([&] {
        const SQLite::Transaction snapshot(impl_->db);
        const std::uint64_t entries = count_entries(impl_->db);
        impl_->slices.read_fixes(visit);
        read_batches(impl_->db, 0, entries, impl_->folder,
                     [&](std::span<const Fix> fixes) { std::for_each(fixes.begin(), fixes.end(), visit); });
    });
}

StoreReader::Batches StoreReader::read_open_fixes(std::uint64_t from_batch,
                                                  const std::function<void(const Fix&)>& visit) const {
    return impl_->reading([&] {
        // One snapshot: sealing replaces all batches at once.
        SQLite::Transaction snapshot(impl_->db);
        // The ledger first: a batch seen after it that needs more entries has not been counted yet.
        const std::uint64_t entries = count_entries(impl_->db);
        Batches batches;
        batches.first = uint_of(impl_->db.execAndGet("SELECT coalesce(min(id), 0) FROM tracks.batch"));
        batches.next = read_batches(impl_->db, from_batch, entries, impl_->folder, [&](std::span<const Fix> fixes) {
            std::for_each(fixes.begin(), fixes.end(), visit);
        });
        return batches;
    });
}

std::shared_ptr<SliceSource> StoreReader::slices() const { return {impl_, &impl_->slices}; }

void StoreReader::read_quarantine(const std::function<void(const QuarantinedRecord&)>& visit) const {
    impl_->reading([&] {
        const SQLite::Transaction snapshot(impl_->db);
        siaga::read_quarantine(impl_->db, end_of_batches(impl_->db), impl_->folder, visit);
    });
}

std::vector<QuarantinedRecord> StoreReader::last_quarantined(std::size_t most) const {
    std::vector<QuarantinedRecord> newest;
    impl_->reading([&] {
        const SQLite::Transaction snapshot(impl_->db);
        newest = siaga::last_quarantined(impl_->db, end_of_batches(impl_->db), most, impl_->folder);
    });
    return newest;
}

}  // namespace siaga
