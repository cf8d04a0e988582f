#pragma once
// checkpoints/ of an operation folder: every signed tip there ever was, in order, in tips-0001.txt and
// on (never deleted; a new file past 4 MiB), each followed by an empty line; and the newest alone in
// latest.tip, to be copied elsewhere.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/store/storage_fault.hpp"
#include "data/store/tip.hpp"

namespace siaga {

inline constexpr std::uintmax_t kTipFileBytes = std::uintmax_t{4} * 1024 * 1024;

/// Where a tip stands: "checkpoints/tips-0001.txt, tip 12".
struct PlacedTip {
    std::string place;
    SignedTip tip;
};
/// What is wrong with a file of tips, and where.
struct TipFault {
    std::string place, what;
};

struct TipRecord {
    std::vector<PlacedTip> tips;      ///< of the tips files, in order
    std::optional<PlacedTip> latest;  ///< of latest.tip
    std::vector<TipFault> faults;     ///< what could not be read as tips
    bool cut_at_end = false;          ///< a tip was being written when the machine stopped
};

/// Every tip outside the database. Throws Fault when a file cannot be read.
[[nodiscard]] TipRecord read_tips(const std::filesystem::path& operation);
/// As read_tips, but only of the last file and latest.tip.
[[nodiscard]] TipRecord read_newest_tips(const std::filesystem::path& operation);
/// A file with one tip. Throws Fault when it is missing or holds none.
[[nodiscard]] SignedTip read_tip_file(const std::filesystem::path& file);

/// What checkpoints/ holds now, into that of folder `to`: for a copy of the databases, whose tips must not speak of
/// entries that came after it. The writer's thread. Throws Fault.
void copy_tips(const std::filesystem::path& operation, const std::filesystem::path& to);

/// Appends. One at a time, by the writer.
class TipFiles {
public:
    /// `operation`: its folder. Cuts off a tip that was not written whole. Throws Fault.
    explicit TipFiles(const std::filesystem::path& operation);
    /// On the disk when it returns, also as latest.tip. Throws StorageFault: kFull leaves the files as
    /// they were, to be tried again; after anything else nothing is.
    void append(const SignedTip& tip);

private:
    [[nodiscard]] std::filesystem::path file() const;

    std::filesystem::path folder_;
    unsigned number_ = 1;
};

}  // namespace siaga
