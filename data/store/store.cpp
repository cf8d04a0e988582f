#include "data/store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include "data/store/checkpoint.hpp"
#include "data/store/key_rotation.hpp"
#include "data/store/ledger_guard.hpp"
#include "data/store/ledger_table.hpp"
#include "data/store/pruned_seqs.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_open.hpp"
#include "data/store/sqlite_schema.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/store_copy.hpp"
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

}  // namespace

class Store::Impl {
public:
    Impl(const std::filesystem::path& where, Durability how, const std::string& accept_loss)
        : folder(checked(where)),
          durability(how),
          lock(folder),
          db(open_newest(folder, durability)),
          checkpointer(db, folder),
          start(loaded(db, folder, [&] { return start_guarded(db, folder, accept_loss); })),
          ledger(loaded(db, folder, [&] { return std::make_unique<LedgerTable>(db); })),
          tracks(loaded(db, folder, [&] { return std::make_unique<TrackTable>(db, start.head.entries(), folder); })) {
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
            if (!start.loss) start.tips->open(tip_subject());
            join_group();
            remove_orphan();
            commit_tracks(batch);
            commit_ledger(batch.entries);
            tracks->counted(batch);
            note_last_seqs(batch);
            note_for_tips(batch);
        } catch (const StorageFault& fault) {
            if (!fault.full()) ended_ = fault.what();
            throw;
        } catch (...) {
            // Out of memory: what is in the files and what is known of them may differ.
            ended_.swap(why_unsure_);
            throw;
        }
        if (in_group() && ++grouped_ < kGroup) return;
        end_group();
        if (const std::optional<StorageFault> fault = checkpointer.shorten(Checkpointer::kTooLongBytes))
            ended_ = fault->what();
    }

    void seal(Time before) {
        require_open();
        try {
            remove_orphan();
            in_transaction(db, "seal slices in tracks.db", folder, [&] { tracks->seal(before, start.head.entries()); });
        } catch (const StorageFault& fault) {
            if (!fault.full()) ended_ = fault.what();
            throw;
        }
        tracks->sealed();
        if (in_group()) return;
        if (const std::optional<StorageFault> fault = checkpointer.shorten(Checkpointer::kTooLongBytes))
            ended_ = fault->what();
    }

    void remove_slices(const std::vector<Time>& starts) {
        require_open();
        end_group();
        try {
            db.exec("PRAGMA tracks.secure_delete = ON");
            in_transaction(db, "prune slices of tracks.db", folder, [&] { tracks->remove_slices(starts); });
        } catch (const StorageFault& fault) {
            if (!fault.full()) ended_ = fault.what();
            throw;
        }
        if (const std::optional<StorageFault> fault = checkpointer.shorten(Checkpointer::kTooLongBytes))
            ended_ = fault->what();
    }

    void finish() {
        if (!ended_.empty()) return;
        end_group();
        if (!start.loss) start.tips->close(tip_subject(), origin());
        checkpointer.finish();
    }

    void settle(Time now) {
        if (ended_.empty() && !in_group()) {
            if (const std::optional<StorageFault> fault = checkpointer.shorten(Checkpointer::kLongBytes))
                ended_ = fault->what();
        }
        const bool live = ended_.empty() && durability == Durability::kFull;
        if (live && start.tips->due(tip_subject(), now)) sign_tip(now);
    }
    void rotate_key(Time now);

    // Durability::kBulk: many commits are one of the database. Nothing of a group counts before its end, which is why
    // whoever acknowledges has none.
    static constexpr int kGroup = 256;
    [[nodiscard]] bool in_group() const {
        return durability == Durability::kBulk && sqlite3_get_autocommit(db.getHandle()) == 0;
    }
    void join_group() {
        if (durability != Durability::kBulk || in_group()) return;
        with_faults(db, "write the databases", folder, [&] { db.exec("BEGIN"); });
        grouped_ = 0;
    }
    void end_group() {
        if (!in_group()) return;
        try {
            with_faults(db, "write the databases", folder, [&] { db.exec("COMMIT"); });
        } catch (const StorageFault& fault) {
            ended_ = fault.what();
            throw;
        }
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
    Durability durability;
    WriterLock lock;
    SQLite::Database db;
    Checkpointer checkpointer;
    GuardedStart start;  ///< its head is that of the ledger from then on
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
        for (auto fix = batch.fixes.begin(); fix != batch.fixes.end();) {  // a source's come one after another
            const SourceIndex source = fix->source;
            std::uint64_t last = 0;
            for (; fix != batch.fixes.end() && fix->source == source; ++fix) last = std::max(last, fix->seq);
            note(names.at(static_cast<std::size_t>(source)), last);
        }
    }

    void note_for_tips(const StoreBatch& batch) {
        start.tips->note(batch.entries);
        for (const auto& entry : batch.entries) {
            if (std::holds_alternative<LossAccepted>(entry->event.body)) start.loss.reset();
        }
    }
    [[nodiscard]] TipSubject tip_subject() const {
        return {start.head, tracks->units().saved_names(), tracks->sources().saved_names()};
    }
    /// Nothing to sign is no fault, nor a loss that is not recorded yet.
    void sign_tip(Time now) {
        if (start.loss || !start.tips->behind(tip_subject())) return;
        if (const auto fault = start.tips->sign(tip_subject(), origin(), now)) ended_ = fault->what();
    }
    [[nodiscard]] Hash origin() {
        return with_faults(db, "read ledger.db", folder, [&] { return read_origin(db); });
    }

    void remove_orphan() {
        if (!tracks->has_orphan()) return;
        in_transaction(db, "write tracks.db", folder, [&] { tracks->remove_orphan(); });
        tracks->orphan_removed();
    }
    void commit_tracks(const StoreBatch& batch) {
        if (!tracks->has_work(batch)) return;
        const std::uint64_t needs_entries = start.head.entries() + batch.entries.size();
        in_transaction(db, "write tracks.db", folder, [&] { tracks->write(batch, needs_entries); });
        tracks->written(batch);
    }
    void commit_ledger(const std::vector<std::shared_ptr<const Entry>>& entries) {
        if (entries.empty()) return;
        LedgerHead after;
        in_transaction(db, "write ledger.db", folder, [&] { after = ledger->append(entries, start.head); });
        start.head = std::move(after);
    }

    int grouped_ = 0;  ///< commits in the group
    std::unordered_map<std::string, std::uint64_t> last_seq_;
    std::string why_unsure_ = "memory ran out in a commit";  ///< made beforehand, to be there then
    std::string ended_;                                      ///< why there are no more commits; "" while there are
};

void Store::Impl::rotate_key(Time now) {
    require_open();
    if (start.head.entries() == 0) throw Fault("the ledger is empty: there is nothing yet that a key has signed");
    sign_tip(now);  // where nothing was ever signed, this makes the key that is to hand over
    require_open();
    const SigningKey next = KeyFiles(folder).make_next();
    Entry entry;
    entry.n = start.head.entries();
    entry.received = now;
    entry.source = SourceName::literal("siaga");
    entry.seq = last_seq(entry.source.text()) + 1;
    entry.event = {now, make_rotation({origin(), entry.n, start.head.chain}, start.tips->key(), next), {}};
    StoreBatch batch;
    batch.entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    commit(batch);
    start.tips->take_next_key();
    sign_tip(now);
}

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

Store::Store(const std::filesystem::path& folder, Durability durability, const std::string& accept_loss)
    : impl_(std::make_unique<Impl>(folder, durability, accept_loss)) {}

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
    return impl_->start.head.entries();
}

UnitIndex Store::unit_index(const UnitName& name) {
    if (!impl_) refuse_closed();
    return UnitIndex{impl_->tracks->units().index_of(name.text())};
}

SourceIndex Store::source_index(const SourceName& name) {
    if (!impl_) refuse_closed();
    return SourceIndex{impl_->tracks->sources().index_of(name.text())};
}

std::optional<StoredRecord> Store::find(const SourceName& source, std::uint64_t seq, Time time) {
    if (!impl_) refuse_closed();
    if (seq > impl_->last_seq(source.text())) return std::nullopt;
    return with_faults(impl_->db, "look up a record", impl_->folder, [&]() -> std::optional<StoredRecord> {
        if (const auto entry = impl_->ledger->find(source.text(), seq)) return entry;
        const std::optional<std::uint32_t> index = impl_->tracks->sources().find(source.text());
        if (!index) return std::nullopt;
        const auto fix = impl_->tracks->find(*index, seq, time);
        if (!fix) return std::nullopt;
        return std::visit([](const auto& found) { return StoredRecord(found); }, *fix);
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
    return impl_->start.head.tip();
}

std::optional<Time> Store::began() const {
    if (!impl_) refuse_closed();
    return with_faults(impl_->db, "read ledger.db", impl_->folder, [&] { return first_received(impl_->db); });
}

std::uint64_t Store::quarantined_count() const {
    if (!impl_) refuse_closed();
    return impl_->tracks->quarantined();
}

void Store::commit(const StoreBatch& batch) {
    if (!impl_) refuse_closed();
    impl_->commit(batch);
}

bool Store::can_seal(Time before) const {
    if (!impl_) refuse_closed();
    return impl_->tracks->can_seal(before);
}

Hash Store::hash_without(const std::vector<Time>& starts) const {
    if (!impl_) refuse_closed();
    return with_faults(impl_->db, "read tracks.db", impl_->folder,
                       [&] { return pruned_hash(impl_->tracks->pruned_with(starts)); });
}

void Store::remove_slices(const std::vector<Time>& starts) {
    if (!impl_) refuse_closed();
    impl_->remove_slices(starts);
}

void Store::seal(Time before) {
    if (!impl_) refuse_closed();
    impl_->seal(before);
}

std::uint64_t Store::open_fixes() const {
    if (!impl_) refuse_closed();
    return impl_->tracks->open_fixes();
}

SliceSource& Store::slices() {
    if (!impl_) refuse_closed();
    return impl_->tracks->slices();
}

const std::optional<LossAccepted>& Store::accepted_loss() const {
    if (!impl_) refuse_closed();
    return impl_->start.loss;
}

void Store::settle(Time now) {
    if (impl_) impl_->settle(now);
}

void Store::rotate_key(Time now) {
    if (!impl_) refuse_closed();
    impl_->rotate_key(now);
}

void Store::read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const {
    if (!impl_) refuse_closed();
    with_faults(impl_->db, "read ledger.db", impl_->folder,
                [&] { read_ledger(impl_->db, from, visit, impl_->folder); });
}

void Store::read_open_fixes(const std::function<void(const Fix&)>& visit) const {
    if (!impl_) refuse_closed();
    with_faults(impl_->db, "read tracks.db", impl_->folder, [&] {
        const auto each = [&](std::span<const Fix> fixes) { std::for_each(fixes.begin(), fixes.end(), visit); };
        (void)read_batches(impl_->db, 0, impl_->start.head.entries(), impl_->folder, each);
    });
}

std::unique_ptr<StoreCopy> Store::begin_copy(const std::filesystem::path& to) {
    if (!impl_) refuse_closed();
    impl_->end_group();
    return std::make_unique<StoreCopy>(impl_->db, impl_->folder, to);
}

}  // namespace siaga
