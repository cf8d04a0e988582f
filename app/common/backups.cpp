#include "app/common/backups.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "data/core/fault.hpp"
#include "data/store/backup_file.hpp"
#include "data/store/files.hpp"
#include "data/store/folder_in_making.hpp"
#include "data/store/store.hpp"
#include "data/store/store_copy.hpp"
#include "data/store/writer_lock.hpp"

namespace siaga::app {
namespace {

namespace fs = std::filesystem;

/// A request to the core that has the operation open, withdrawn when nobody waits any more.
class Request {
public:
    explicit Request(const fs::path& operation) : folder_(operation / "backups") {
        fs::create_directories(folder_);
        std::string pattern = (folder_ / "ask-XXXXXX").string();
        const int made = ::mkstemp(pattern.data());
        if (made < 0) {
            throw Fault(fmt::format("cannot ask the core for a backup in {}: {}; run this as the user of the core",
                                    folder_.string(), std::generic_category().message(errno)));
        }
        ::close(made);
        ask_ = pattern;
        answer_ = folder_ / ("answer-" + ask_.filename().string().substr(std::string_view("ask-").size()));
    }
    ~Request() {
        std::error_code ignored;
        fs::remove(ask_, ignored);
        fs::remove(answer_, ignored);
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    /// "" while there is none.
    [[nodiscard]] std::string answer() const {
        constexpr std::size_t kMost = 4096;
        if (!fs::exists(answer_)) return {};
        std::string text = read_whole_file(answer_, kMost);
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text;
    }

private:
    fs::path folder_, ask_, answer_;
};

/// The core's answer; nothing when the core has ended without one.
std::optional<std::string> answer_of_core(const fs::path& operation) {
    constexpr auto kLookEvery = std::chrono::milliseconds(50);
    constexpr int kLooksPerProbe = 40;
    const Request request(operation);
    for (int look = 1;; ++look) {
        if (std::string answer = request.answer(); !answer.empty()) return answer;
        std::this_thread::sleep_for(kLookEvery);
        if (look % kLooksPerProbe == 0 && !WriterLock::is_held(operation)) return std::nullopt;
    }
}

/// The core's file under the name that was asked for, read again from there.
BackupManifest copy_of(const fs::path& made, const fs::path& file) {
    const fs::path place = fs::absolute(file);
    const fs::path part = place.parent_path() / ("." + place.filename().string() + ".part");
    fs::create_directories(place.parent_path());
    fs::copy_file(made, part, fs::copy_options::overwrite_existing);
    try {
        BackupManifest manifest = check_backup(part);
        sync_file(part);
        fs::rename(part, place);
        sync_folder(place.parent_path());
        return manifest;
    } catch (...) {
        std::error_code ignored;
        fs::remove(part, ignored);
        throw;
    }
}

BackupManifest make_alone(const fs::path& operation, const fs::path& file) {
    const fs::path place = fs::absolute(file);
    const FolderInMaking copied(place);  // beside the file, and never put in its place
    Store store(operation, Durability::kFull);
    {
        const std::unique_ptr<StoreCopy> copy = store.begin_copy(copied.path());
        while (!copy->step()) {
        }
    }
    store.close();
    const std::atomic<bool> never{false};
    return make_backup(operation, copied.path(), place, SystemClock().now(), never);
}

}  // namespace

std::unique_ptr<Backups> own_backups(const Operation& operation, const Clock& clock) {
    return std::make_unique<Backups>(operation.folder, clock,
                                     operation.simulated ? BackupPlan::kOnRequest : BackupPlan::kHourly);
}

BackupManifest take_backup(const fs::path& operation, const fs::path& file) {
    if (fs::exists(file)) throw Fault(fmt::format("{} exists already; name another file", file.string()));
    try {
        if (WriterLock::is_held(operation)) {
            if (const auto answer = answer_of_core(operation)) {
                constexpr std::string_view kDone = "done ";
                if (!answer->starts_with(kDone)) throw Fault(fmt::format("the core could not make one: {}", *answer));
                return copy_of(operation / "backups" / answer->substr(kDone.size()), file);
            }
        }
        return make_alone(operation, file);
    } catch (const fs::filesystem_error& error) {
        throw Fault(fmt::format("cannot make {}: {}; name a place that this user may write", file.string(),
                                error.code().message()));
    }
}

}  // namespace siaga::app
