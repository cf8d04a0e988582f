#pragma once
// Checkpointer: moves the journals into the databases, from the one connection that may. SQLite 3.40
// can lose a journal that two connections reset, so nobody else does and nothing does so by itself.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <optional>

#include "data/store/storage_fault.hpp"

namespace siaga {

class Checkpointer {
public:
    /// `db` must stay where it is and outlive this.
    Checkpointer(SQLite::Database& db, std::filesystem::path folder);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Pages of a journal after which it is to be checkpointed as soon as nobody waits for an answer (a few
    /// milliseconds), and after which it is whoever waits. 2 and 16 MiB of the default page size.
    static constexpr int kLongPages = 512, kTooLongPages = 4096;

    /// Checkpoints the journals that have so many pages, without waiting for readers; outside a transaction. What
    /// is committed stays so; a fault here is the reason to commit no more.
    [[nodiscard]] std::optional<StorageFault> shorten(int from_pages);
    /// Everything into the databases and onto the disk. Throws StorageFault.
    void finish();

private:
    SQLite::Database& db_;
    std::filesystem::path folder_;
    int ledger_pages_ = 0;  ///< in the journals, told by SQLite after each commit
    int tracks_pages_ = 0;
};

}  // namespace siaga
