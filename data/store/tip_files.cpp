#include "data/store/tip_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "data/store/files.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTipBytes = 4096;
constexpr std::string_view kFolder = "checkpoints";
constexpr std::string_view kLatest = "latest.tip";

std::string file_name(unsigned number) { return fmt::format("tips-{:04}.txt", number); }

/// tips-0001.txt, tips-0002.txt ... as far as there are any.
unsigned count_files(const fs::path& folder) {
    unsigned count = 0;
    while (fs::exists(folder / file_name(count + 1))) ++count;
    return count;
}

void read_file(const fs::path& folder, unsigned number, bool last, TipRecord& out) {
    const std::string name = fmt::format("{}/{}", kFolder, file_name(number));
    const std::string text = read_whole_file(folder / file_name(number), kTipFileBytes + kMaxTipBytes);
    std::size_t at = 0;
    for (std::size_t count = 1; at < text.size(); ++count) {
        const std::size_t end = text.find("\n\n", at);
        if (end == std::string::npos && last) {
            out.cut_at_end = true;
            return;
        }
        const std::string place = fmt::format("{}, tip {}", name, count);
        const std::size_t size = end == std::string::npos ? text.size() - at : end + 1 - at;
        Result<SignedTip> tip = parse_tip(std::string_view(text).substr(at, size));
        if (tip) {
            out.tips.push_back({place, std::move(tip).value()});
        } else {
            out.faults.push_back({place, fmt::format("byte {}: {}", at + tip.problem().offset, tip.problem().detail)});
        }
        at += size + 1;
    }
}

void read_latest(const fs::path& folder, TipRecord& out) {
    const std::string place = fmt::format("{}/{}", kFolder, kLatest);
    if (!fs::exists(folder / kLatest)) return;
    Result<SignedTip> tip = parse_tip(read_whole_file(folder / kLatest, kMaxTipBytes));
    if (tip) {
        out.latest = PlacedTip{place, std::move(tip).value()};
    } else {
        out.faults.push_back({place, fmt::format("byte {}: {}", tip.problem().offset, tip.problem().detail)});
    }
}

TipRecord read_from(const fs::path& folder, unsigned first, unsigned count) {
    TipRecord out;
    read_latest(folder, out);  // first: a writer writes it last
    for (unsigned number = first; number <= count; ++number) read_file(folder, number, number == count, out);
    return out;
}

StorageFault fault_of(std::string_view doing, const fs::path& file, int reason, bool can_wait) {
    const bool full = can_wait && reason != EIO;
    return {full ? StorageTrouble::kFull : StorageTrouble::kIo,
            fmt::format("cannot {} {}: {}; {}", doing, file.string(), std::generic_category().message(reason),
                        full ? "the tip is signed as soon as there is room"
                             : "check the disk, then start again; what was acknowledged is safe")};
}

/// Appends and syncs; what could not be written whole is taken back.
void append_synced(const fs::path& file, std::string_view text) {
    constexpr mode_t kMode = 0644;
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
    if (descriptor < 0) throw fault_of("open", file, errno, true);
    const off_t before = ::lseek(descriptor, 0, SEEK_END);
    std::optional<StorageFault> fault;
    while (!text.empty() && !fault) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int reason = errno;
            fault = fault_of("write", file, reason, ::ftruncate(descriptor, before) == 0);
        } else {
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    if (!fault && ::fsync(descriptor) != 0) fault = fault_of("sync", file, errno, false);
    ::close(descriptor);
    if (fault) throw StorageFault(*fault);
}

}  // namespace

TipRecord read_tips(const fs::path& operation) {
    return read_from(operation / kFolder, 1, count_files(operation / kFolder));
}

TipRecord read_newest_tips(const fs::path& operation) {
    const unsigned count = count_files(operation / kFolder);
    TipRecord out = read_from(operation / kFolder, std::max(count, 1U), count);
    // A file that was begun and never finished: the tip before it is in the one before.
    if (out.tips.empty() && count > 1) out = read_from(operation / kFolder, count - 1, count);
    return out;
}

SignedTip read_tip_file(const fs::path& file) {
    Result<SignedTip> tip = parse_tip(read_whole_file(file, kMaxTipBytes));
    if (!tip) {
        throw Fault(fmt::format("{} is not a signed tip: byte {}: {}", file.string(), tip.problem().offset,
                                tip.problem().detail));
    }
    return std::move(tip).value();
}

void copy_tips(const fs::path& operation, const fs::path& to) {
    try {
        fs::create_directory(to / kFolder);
        const unsigned count = count_files(operation / kFolder);
        for (unsigned number = 1; number <= count; ++number) {
            const fs::path from = operation / kFolder / file_name(number), place = to / kFolder / file_name(number);
            std::error_code no_link = std::make_error_code(std::errc::not_supported);
            if (number < count) fs::create_hard_link(from, place, no_link);  // a full file changes no more
            if (no_link) fs::copy_file(from, place);
        }
        if (const fs::path latest = operation / kFolder / kLatest; fs::exists(latest))
            fs::copy_file(latest, to / kFolder / kLatest);
    } catch (const fs::filesystem_error& error) {
        throw Fault(
            fmt::format("cannot copy {} into {}: {}; check that the disk has room and that this user may write "
                        "there",
                        (operation / kFolder).string(), to.string(), error.code().message()));
    }
}

TipFiles::TipFiles(const fs::path& operation) : folder_(operation / kFolder) {
    std::error_code error;
    if (!fs::is_directory(folder_)) {
        fs::create_directory(folder_, error);
        if (!error) sync_folder(operation);
    }
    number_ = std::max(1U, count_files(folder_));
    const std::string text = fs::exists(file()) ? read_whole_file(file(), kTipFileBytes + kMaxTipBytes) : "";
    const std::size_t whole = text.rfind("\n\n");
    const std::size_t keep = whole == std::string::npos ? 0 : whole + 2;
    if (!error && keep != text.size()) fs::resize_file(file(), keep, error);
    if (error) {
        throw Fault(fmt::format("cannot write in {}: {}; make the operation folder writable for this user",
                                folder_.string(), error.message()));
    }
}

fs::path TipFiles::file() const { return folder_ / file_name(number_); }

void TipFiles::append(const SignedTip& tip) {
    std::error_code none_yet;
    const std::uintmax_t bytes = fs::file_size(file(), none_yet);
    if (!none_yet && bytes >= kTipFileBytes) ++number_;
    const std::string text = to_text(tip);
    append_synced(file(), text + "\n");
    try {
        replace_file(folder_ / kLatest, text);  // syncs the folder, so the name of the tips file too
    } catch (const Fault& fault) {
        spdlog::warn("{}", fault.what());  // a copy: the next tip makes it again
    }
}

}  // namespace siaga
