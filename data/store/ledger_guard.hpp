#pragma once
// The start of a writer: is this ledger the one that the signed tips outside it speak of, and is the key
// the one that signed them? A cut journal, an older copy put back or an edited row makes it another.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "data/store/ledger_entry.hpp"
#include "data/store/tip_keeper.hpp"

namespace siaga {

/// What does not go with what is outside.
struct LedgerLoss {
    std::string what;                   ///< one line: expected, found, how it may have come
    std::optional<LedgerTip> expected;  ///< of the newest tip, where one can be read
    LedgerTip found;
};

struct GuardedStart {
    LedgerHead head;
    std::unique_ptr<TipKeeper> tips;
    std::optional<LossAccepted> loss;  ///< accepted now, to be recorded before anything else
};

/// Reads the whole chain and compares it, on the way, with the tips of `record`. `head` is where the
/// ledger stands afterwards. Throws StorageFault kCorrupt as advance_head does.
[[nodiscard]] std::optional<LedgerLoss> compare_with_tips(SQLite::Database& db, const TipRecord& record,
                                                          const std::filesystem::path& folder, LedgerHead& head);

/// `accept_loss`: why to go on in spite of a loss, "" to refuse. Throws Fault: a loss that is not accepted, or
/// (Exit::kUsage) a reason without a loss.
[[nodiscard]] GuardedStart start_guarded(SQLite::Database& db, const std::filesystem::path& folder,
                                         const std::string& accept_loss);

}  // namespace siaga
