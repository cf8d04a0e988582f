#include "data/store/store_reader.hpp"

#include <algorithm>
#include <limits>

#include "data/store/ledger_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {

class StoreReader::Impl {
public:
    explicit Impl(const std::filesystem::path& where) : folder(where), db(open_for_reading(where)) {}

    template <class Body> auto reading(const Body& body) { return with_faults(db, "read the databases", folder, body); }

    std::filesystem::path folder;
    SQLite::Database db;
    LedgerHead head;  ///< as far as tip() has come
};

StoreReader::StoreReader(const std::filesystem::path& folder) : impl_(std::make_unique<Impl>(folder)) {}
StoreReader::~StoreReader() = default;

std::vector<std::string> StoreReader::unit_names() const {
    return impl_->reading([&] { return read_names(impl_->db, "unit", impl_->folder); });
}

std::vector<std::string> StoreReader::source_names() const {
    return impl_->reading([&] { return read_names(impl_->db, "source", impl_->folder); });
}

LedgerTip StoreReader::tip() const {
    impl_->reading([&] { advance_head(impl_->db, impl_->head, impl_->folder); });
    return {impl_->head.entries(), impl_->head.tree.root(), impl_->head.chain};
}

std::uint64_t StoreReader::quarantined_count() const {
    std::uint64_t count = 0;
    read_quarantine([&](const QuarantinedRecord&) { ++count; });
    return count;
}

void StoreReader::read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const {
    impl_->reading([&] { read_ledger(impl_->db, from, visit, impl_->folder); });
}

std::uint64_t StoreReader::read_fixes(std::uint64_t from_batch, const std::function<void(const Fix&)>& visit) const {
    return impl_->reading([&] {
        // The ledger first: a batch seen after it that needs more entries has not been counted yet.
        const std::uint64_t entries = count_entries(impl_->db);
        return read_batches(impl_->db, from_batch, entries, impl_->folder, [&](const PackedFixes& packed) {
            std::for_each(packed.fixes.begin(), packed.fixes.end(), visit);
        });
    });
}

void StoreReader::read_quarantine(const std::function<void(const QuarantinedRecord&)>& visit) const {
    impl_->reading([&] {
        const std::uint64_t entries = count_entries(impl_->db);
        SQLite::Statement rows(impl_->db,
                               "SELECT q.received, q.source, q.seq, q.reasons, q.raw FROM tracks.quarantine q "
                               "JOIN tracks.batch b ON b.id = q.batch WHERE b.needs_entries <= ? "
                               "ORDER BY q.id");
        bind_uint(rows, 1, entries);
        while (rows.executeStep()) {
            QuarantinedRecord record;
            record.received = time_of(rows.getColumn(0));
            record.source = rows.getColumn(1).getString();
            record.seq = uint_of(rows.getColumn(2));
            record.reasons = rows.getColumn(3).getString();
            record.raw = rows.getColumn(4).getString();
            visit(record);
        }
    });
}

}  // namespace siaga
