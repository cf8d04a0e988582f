#include "data/store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "data/store/checkpoint.hpp"
#include "data/store/ledger_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_schema.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/track_batch.hpp"
#include "data/store/track_table.hpp"
#include "data/store/writer_lock.hpp"

namespace siaga {
namespace {

/// Refused folders stay as they are, so they are looked at before anything is opened or locked.
const std::filesystem::path& checked(const std::filesystem::path& folder) {
    check_databases(folder);
    return folder;
}

SQLite::Database open_newest(const std::filesystem::path& folder, Durability durability) {
    for (const DatabaseKind* kind : {&ledger_kind(), &tracks_kind()}) {
        if (read_marks(folder / kind->file).user_version < kind->version()) migrate(folder, *kind);
    }
    return open_for_writing(folder, durability);
}

template <class Load> auto loaded(SQLite::Database& db, const std::filesystem::path& folder, const Load& load) {
    return with_faults(db, "read the databases", folder, load);
}

LedgerHead load_head(SQLite::Database& db, const std::filesystem::path& folder) {
    return loaded(db, folder, [&] {
        LedgerHead head;
        advance_head(db, head, folder);
        return head;
    });
}

}  // namespace

class Store::Impl {
public:
    Impl(const std::filesystem::path& where, Durability durability)
        : folder(checked(where)),
          lock(folder),
          db(open_newest(folder, durability)),
          checkpointer(db, folder),
          head(load_head(db, folder)),
          ledger(loaded(db, folder, [&] { return std::make_unique<LedgerTable>(db); })),
          tracks(loaded(db, folder, [&] { return std::make_unique<TrackTable>(db, head.entries(), folder); })) {
        loaded(db, folder, [&] { load_last_seqs(); });
        remove_orphan();
    }
    ~Impl() {
        // After a fault the journals are left for the next start to recover from.
        if (!ended_.empty()) sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void commit(const StoreBatch& batch) {
        require_open();
        try {
            remove_orphan();
            commit_tracks(batch);
            commit_ledger(batch.entries);
        } catch (const StorageFault& fault) {
            if (!fault.full()) ended_ = fault.what();
            throw;
        }
        tracks->counted(batch);
        note_last_seqs(batch);
        if (const std::optional<StorageFault> fault = checkpointer.after_commit()) ended_ = fault->what();
    }

    void finish() {
        if (ended_.empty()) checkpointer.finish();
    }

    void require_open() const {
        if (ended_.empty()) return;
        throw StorageFault(StorageTrouble::kClosed,
                           fmt::format("recording in {} has ended: {}", folder.string(), ended_));
    }

    [[nodiscard]] std::uint64_t last_seq(const std::string& source) const {
        const auto place = last_seq_.find(source);
        return place == last_seq_.end() ? 0 : place->second;
    }

    // In order of opening; closed the other way round, so that the lock is let go last.
    std::filesystem::path folder;
    WriterLock lock;
    SQLite::Database db;
    Checkpointer checkpointer;
    LedgerHead head;
    std::unique_ptr<LedgerTable> ledger;
    std::unique_ptr<TrackTable> tracks;

private:
    void load_last_seqs() {
        read_last_seqs(db, [this](const std::string& source, std::uint64_t seq) { note(source, seq); });
        const std::vector<std::string>& names = tracks->sources().names();
        for (std::size_t i = 0; i < names.size(); ++i) note(names[i], tracks->last_seq(static_cast<std::uint32_t>(i)));
    }
    void note(const std::string& source, std::uint64_t seq) {
        std::uint64_t& last = last_seq_[source];
        last = std::max(last, seq);
    }
    void note_last_seqs(const StoreBatch& batch) {
        for (const auto& entry : batch.entries) note(entry->source.text(), entry->seq);
        const std::vector<std::string>& names = tracks->sources().names();
        for (const Fix& fix : batch.fixes) note(names.at(static_cast<std::size_t>(fix.source)), fix.seq);
    }

    void remove_orphan() {
        if (!tracks->has_orphan()) return;
        in_transaction(db, "write tracks.db", folder, [&] { tracks->remove_orphan(); });
        tracks->orphan_removed();
    }
    void commit_tracks(const StoreBatch& batch) {
        if (!tracks->has_work(batch)) return;
        const std::uint64_t needs_entries = head.entries() + batch.entries.size();
        in_transaction(db, "write tracks.db", folder, [&] { tracks->write(batch, needs_entries); });
        tracks->written(batch);
    }
    void commit_ledger(const std::vector<std::shared_ptr<const Entry>>& entries) {
        if (entries.empty()) return;
        LedgerHead after;
        in_transaction(db, "write ledger.db", folder, [&] { after = ledger->append(entries, head); });
        head = std::move(after);
    }

    std::unordered_map<std::string, std::uint64_t> last_seq_;
    std::string ended_;  ///< why there are no more commits; "" while there are
};

void create_store(const std::filesystem::path& folder) {
    for (const DatabaseKind* kind : {&ledger_kind(), &tracks_kind()}) {
        if (std::filesystem::exists(folder / kind->file)) {
            throw Fault(fmt::format("{} exists already; name another folder", (folder / kind->file).string()));
        }
    }
    try {
        migrate(folder, ledger_kind());
        migrate(folder, tracks_kind());
    } catch (const SQLite::Exception& error) {
        throw Fault(fmt::format("cannot make the databases in {}: {}; check that this user may write there",
                                folder.string(), error.what()));
    }
}

Store::Store(const std::filesystem::path& folder, Durability durability)
    : impl_(std::make_unique<Impl>(folder, durability)) {}

Store::~Store() {
    try {
        close();
    } catch (const std::exception&) {
        // Whoever needs to know calls close(); the journals are recovered at the next start.
        impl_.reset();
    }
}

void Store::close() {
    if (!impl_) return;
    const std::unique_ptr<Impl> closing = std::move(impl_);
    closing->finish();
}

namespace {
[[noreturn]] void refuse_closed() { throw StorageFault(StorageTrouble::kClosed, "the store is closed; open it again"); }
}  // namespace

std::uint64_t Store::next_entry() const {
    if (!impl_) refuse_closed();
    return impl_->head.entries();
}

UnitIndex Store::unit_index(const UnitName& name) {
    if (!impl_) refuse_closed();
    return UnitIndex{impl_->tracks->units().index_of(name.text())};
}

SourceIndex Store::source_index(const SourceName& name) {
    if (!impl_) refuse_closed();
    return SourceIndex{impl_->tracks->sources().index_of(name.text())};
}

std::optional<RecordDigest> Store::find(const SourceName& source, std::uint64_t seq) {
    if (!impl_) refuse_closed();
    if (seq > impl_->last_seq(source.text())) return std::nullopt;
    return with_faults(impl_->db, "look up a record", impl_->folder, [&]() -> std::optional<RecordDigest> {
        if (const auto entry = impl_->ledger->find(source.text(), seq)) return entry;
        const std::optional<std::uint32_t> index = impl_->tracks->sources().find(source.text());
        return index ? impl_->tracks->find(*index, seq) : std::nullopt;
    });
}

std::uint64_t Store::last_seq(const SourceName& source) const {
    if (!impl_) refuse_closed();
    return impl_->last_seq(source.text());
}

std::vector<std::string> Store::unit_names() const {
    if (!impl_) refuse_closed();
    return impl_->tracks->units().names();
}

std::vector<std::string> Store::source_names() const {
    if (!impl_) refuse_closed();
    return impl_->tracks->sources().names();
}

LedgerTip Store::tip() const {
    if (!impl_) refuse_closed();
    return {impl_->head.entries(), impl_->head.tree.root(), impl_->head.chain};
}

std::uint64_t Store::quarantined_count() const {
    if (!impl_) refuse_closed();
    return impl_->tracks->quarantined();
}

void Store::commit(const StoreBatch& batch) {
    assert(batch.fixes.size() == batch.fix_digests.size());
    if (!impl_) refuse_closed();
    impl_->commit(batch);
}

void Store::read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const {
    if (!impl_) refuse_closed();
    with_faults(impl_->db, "read ledger.db", impl_->folder,
                [&] { read_ledger(impl_->db, from, visit, impl_->folder); });
}

void Store::read_fixes(const std::function<void(const Fix&)>& visit) const {
    if (!impl_) refuse_closed();
    with_faults(impl_->db, "read tracks.db", impl_->folder, [&] {
        const auto each = [&](const PackedFixes& packed) {
            std::for_each(packed.fixes.begin(), packed.fixes.end(), visit);
        };
        (void)read_batches(impl_->db, 0, impl_->head.entries(), impl_->folder, each);
    });
}

}  // namespace siaga
