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

    /// After a commit: checkpoints a journal that has grown long, without waiting for readers. What
    /// is committed stays so; a fault here is the reason to commit no more.
    [[nodiscard]] std::optional<StorageFault> after_commit();
    /// Everything into the databases and onto the disk. Throws StorageFault.
    void finish();

private:
    SQLite::Database& db_;
    std::filesystem::path folder_;
    int ledger_pages_ = 0;  ///< in the journals, told by SQLite after each commit
    int tracks_pages_ = 0;
};

}  // namespace siaga
