#pragma once
// The table `quarantine` of tracks.db: what was refused, raw and with its reasons, each row checksummed.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "data/store/store.hpp"

namespace siaga {

/// Visits the rows of the batches before `end`, in order of arrival. Rows of a tracks.db of version 1 are not
/// checked. Throws StorageFault kCorrupt naming the first that is bad or missing. Inside a transaction, so that all it
/// reads is of one moment.
void read_quarantine(SQLite::Database& db, std::uint64_t end, const std::filesystem::path& folder,
                     const std::function<void(const QuarantinedRecord&)>& visit);

/// The newest rows of the batches before `end`, at most `most`, the newest first; each checked, but not that none is
/// missing. As above.
[[nodiscard]] std::vector<QuarantinedRecord> last_quarantined(SQLite::Database& db, std::uint64_t end, std::size_t most,
                                                              const std::filesystem::path& folder);

/// The writer's side. Holds a prepared statement: must not outlive `db`.
class QuarantineWriter {
public:
    explicit QuarantineWriter(SQLite::Database& db);
    void write(std::uint64_t batch, const QuarantinedRecord& record);

private:
    SQLite::Statement insert_;
};

}  // namespace siaga
