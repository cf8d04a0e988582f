#pragma once
// Checkpointer: moves the journals into the databases, from the one connection that may. SQLite 3.40
// can lose a journal that two connections reset, so nobody else does and nothing does so by itself.

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdint>
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

    /// Length of a journal after which it is to be checkpointed as soon as nobody waits for an answer (a few
    /// milliseconds), and after which it is whoever waits.
    static constexpr std::int64_t kLongBytes = 8 * 1024 * 1024, kTooLongBytes = 16 * 1024 * 1024;

    /// Checkpoints the journals that are so long, without waiting for readers; outside a transaction. What
    /// is committed stays so; a fault here is the reason to commit no more.
    [[nodiscard]] std::optional<StorageFault> shorten(std::int64_t from_bytes);
    /// Everything into the databases and onto the disk. Throws StorageFault.
    void finish();

private:
    struct Journal {
        const char* schema;
        int page_bytes;
        std::int64_t bytes = 0;  ///< told by SQLite after each commit
    };

    SQLite::Database& db_;
    std::filesystem::path folder_;
    std::array<Journal, 2> journals_;
};

}  // namespace siaga
