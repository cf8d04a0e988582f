#include "data/ingest/backups.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/backup_file.hpp"
#include "data/store/backup_schedule.hpp"
#include "data/store/store.hpp"
#include "data/store/store_copy.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAsk = "ask-";

/// The copy, the packed file, and as much again for the record to go on.
void require_room(const fs::path& operation, const fs::path& folder) {
    constexpr std::uintmax_t kTimes = 3;
    std::uintmax_t bytes = 0;
    for (const char* name : {"ledger.db", "ledger.db-wal", "tracks.db", "tracks.db-wal"}) {
        std::error_code none;
        if (const std::uintmax_t size = fs::file_size(operation / name, none); !none) bytes += size;
    }
    const std::uintmax_t room = fs::space(folder).available;
    if (room < kTimes * bytes) {
        throw Fault(fmt::format("a backup needs {} MB in {} and there are {}; make room on the disk",
                                kTimes * bytes / 1'000'000, folder.string(), room / 1'000'000));
    }
}

}  // namespace

Backups::Backups(fs::path operation, const Clock& clock, BackupPlan plan)
    : operation_(std::move(operation)), folder_(operation_ / "backups"), clock_(clock), plan_(plan) {}

Backups::~Backups() { stop(); }

void Backups::stop() {
    stop_ = true;
    if (packer_.joinable()) packer_.join();
    if (packed_) end(answer_);
    if (copy_) end("failed the core is ending");
}

void Backups::look(Store& store) {
    if (packed_) {
        packer_.join();
        end(answer_);
    }
    if (busy() || stop_) return;
    std::vector<std::string> asked = requests();
    if (!last_) last_ = newest(store);
    const bool due = plan_ == BackupPlan::kHourly && backup_due(*last_, clock_.now());
    if (asked.empty() && !due) return;
    begin(store, std::move(asked));
}

void Backups::begin(Store& store, std::vector<std::string> asked) {
    asked_ = std::move(asked);
    last_ = clock_.now();
    try {
        fs::create_directories(folder_);
        fs::permissions(folder_, fs::perms::owner_all);
        fs::remove_all(copied());
        require_room(operation_, folder_);
        fs::create_directory(copied());
        copy_ = store.begin_copy(copied());
    } catch (const std::exception& fault) {
        end(fmt::format("failed {}", fault.what()));
    }
}

bool Backups::copy_on() {
    if (!copy_) return false;
    const auto before = std::chrono::steady_clock::now();
    try {
        if (copy_->step()) {
            copy_.reset();
            pack();
        }
    } catch (const std::exception& fault) {
        end(fmt::format("failed {}", fault.what()));
    }
    const auto pause = std::chrono::steady_clock::now() - before;
    longest_pause_ = std::max(longest_pause_, std::chrono::duration_cast<std::chrono::microseconds>(pause));
    return copy_ != nullptr;
}

void Backups::pack() {
    packer_ = std::jthread([this, now = clock_.now()] {
        try {
            const std::string name = backup_name(now);
            (void)make_backup(operation_, copied(), folder_ / name, now, stop_);
            answer_ = fmt::format("done {}", name);
        } catch (const std::exception& fault) {
            answer_ = fmt::format("failed {}", fault.what());
        }
        packed_ = true;
    });
}

void Backups::end(const std::string& answer) {
    copy_.reset();
    packed_ = false;
    std::error_code ignored;
    fs::remove_all(copied(), ignored);
    if (answer.starts_with("done")) {
        spdlog::info("backup {}; the record waited for it {:.1f} ms at most", answer,
                     static_cast<double>(longest_pause_.count()) / 1000.0);
        remove_old();
    } else {
        spdlog::warn("backup {}", answer);
    }
    for (const std::string& name : std::exchange(asked_, {})) {
        const fs::path part = folder_ / fmt::format(".answer-{}", name);
        std::ofstream(part) << answer << '\n';
        fs::rename(part, folder_ / fmt::format("answer-{}", name), ignored);
        fs::remove(folder_ / fmt::format("{}{}", kAsk, name), ignored);
    }
}

void Backups::remove_old() const {
    for (const Time t : backups_to_drop(made(), clock_.now())) {
        std::error_code failed;
        fs::remove(folder_ / backup_name(t), failed);
        if (failed) spdlog::warn("cannot remove the old backup {}: {}", backup_name(t), failed.message());
    }
}

std::vector<std::string> Backups::requests() const {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& item : fs::directory_iterator(folder_, none)) {
        const std::string name = item.path().filename().string();
        if (name.starts_with(kAsk) && item.is_regular_file(none)) names.push_back(name.substr(kAsk.size()));
    }
    return names;
}

Time Backups::newest(const Store& store) const {
    if (const std::vector<Time> there = made(); !there.empty()) return *std::max_element(there.begin(), there.end());
    // A core that never runs for an hour makes one too.
    return store.began().value_or(clock_.now());
}

std::vector<Time> Backups::made() const {
    std::vector<Time> times;
    std::error_code none;
    for (const auto& item : fs::directory_iterator(folder_, none)) {
        if (const auto time = time_of_backup(item.path().filename().string())) times.push_back(*time);
    }
    return times;
}

}  // namespace siaga
