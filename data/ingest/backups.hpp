#pragma once
// Backups: the core's own, one every hour of its clock and when somebody asks, in backups/ of the operation folder.
// The ingest thread copies the databases in small steps between its batches; verifying and packing is a thread of
// its own.
//
// Who asks makes an empty file backups/ask-NAME and waits for backups/answer-NAME: "done FILE" or "failed REASON",
// and one newline. Whoever may write in the folder may ask; the core writes nowhere else.

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "data/core/clock.hpp"
#include "data/core/time.hpp"

namespace siaga {

class Store;
class StoreCopy;

enum class BackupPlan {
    kHourly,
    kOnRequest,  ///< a simulated day: its clock may run a thousand times as fast
};

class Backups {
public:
    Backups(std::filesystem::path operation, const Clock& clock, BackupPlan plan);
    ~Backups();  ///< stop()
    Backups(const Backups&) = delete;
    Backups& operator=(const Backups&) = delete;

    // Ingest thread.

    /// About once a second: starts one that is due or asked for, answers for one that is done, removes old ones.
    void look(Store& store);
    /// Between two batches. True while it wants to be called again at once.
    [[nodiscard]] bool copy_on();
    /// One is being copied or packed.
    [[nodiscard]] bool busy() const { return copy_ != nullptr || packer_.joinable(); }
    /// Gives up what is not finished. Before the store is closed.
    void stop();

    /// The longest a step has held the ingest thread since the start.
    [[nodiscard]] std::chrono::microseconds longest_pause() const { return longest_pause_; }

private:
    void begin(Store& store, std::vector<std::string> asked);
    void pack();
    void end(const std::string& answer);
    void remove_old() const;
    [[nodiscard]] std::vector<std::string> requests() const;
    [[nodiscard]] std::vector<Time> made() const;
    /// When the newest backup was made, or the record began.
    [[nodiscard]] Time newest(const Store& store) const;
    [[nodiscard]] std::filesystem::path copied() const { return folder_ / ".copy"; }

    std::filesystem::path operation_, folder_;
    const Clock& clock_;
    BackupPlan plan_;
    std::optional<Time> last_;        ///< when one was made or tried; not known before the first look
    std::vector<std::string> asked_;  ///< NAME of those who wait for the one under way
    std::unique_ptr<StoreCopy> copy_;
    std::jthread packer_;
    std::atomic<bool> packed_{false};
    std::atomic<bool> stop_{false};
    std::string answer_;  ///< the packer's, read once packed_
    std::chrono::microseconds longest_pause_{0};
};

}  // namespace siaga
