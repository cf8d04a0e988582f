#include "data/store/journal_check.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

// SQLite file format 4.1, "WAL file format": all numbers big endian.
constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  // the lowest bit: checksums over big-endian words
constexpr std::size_t kMinPage = 512;
constexpr std::size_t kMaxPage = 65536;
constexpr std::size_t kWord = 4;

using ByteSpan = std::span<const std::uint8_t>;

std::uint32_t word_at(ByteSpan bytes, std::size_t at, bool big_endian) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < kWord; ++i) {
        const std::size_t place = big_endian ? i : kWord - 1 - i;
        word = word << 8U | bytes[at + place];
    }
    return word;
}
std::uint32_t number_at(ByteSpan bytes, std::size_t at) { return word_at(bytes, at, true); }

/// Format 4.2, "Checksum algorithm".
struct Checksum {
    std::uint32_t first = 0, second = 0;
    void add(ByteSpan bytes, bool big_endian) {
        for (std::size_t at = 0; at + 2 * kWord <= bytes.size(); at += 2 * kWord) {
            first += word_at(bytes, at, big_endian) + second;
            second += word_at(bytes, at + kWord, big_endian) + first;
        }
    }
    friend bool operator==(const Checksum&, const Checksum&) = default;
};

Checksum checksum_at(ByteSpan bytes, std::size_t at) { return {number_at(bytes, at), number_at(bytes, at + kWord)}; }

struct JournalHeader {
    bool big_endian = false;
    std::size_t page = 0;
    std::uint64_t salt = 0;
    Checksum checksum;
};

std::uint64_t salt_at(ByteSpan bytes, std::size_t at) {
    return std::uint64_t{number_at(bytes, at)} << 32U | number_at(bytes, at + kWord);
}

std::optional<JournalHeader> header_of(ByteSpan bytes) {
    constexpr std::size_t kPageAt = 8, kSaltAt = 16, kChecksumAt = 24;
    JournalHeader header;
    const std::uint32_t magic = number_at(bytes, 0);
    header.big_endian = (magic & 1U) != 0;
    header.page = number_at(bytes, kPageAt);
    header.salt = salt_at(bytes, kSaltAt);
    header.checksum.add(bytes.first(kChecksumAt), header.big_endian);
    const bool valid = (magic & ~1U) == kMagic && std::has_single_bit(header.page) && header.page >= kMinPage &&
                       header.page <= kMaxPage && header.checksum == checksum_at(bytes, kChecksumAt);
    return valid ? std::optional(header) : std::nullopt;
}

struct Frame {
    bool there = false;    ///< of this journal, not left from an earlier one
    bool follows = false;  ///< its checksum follows from the one stored in the frame before
    bool commits = false;
    Checksum stored;
};

class Journal {
public:
    explicit Journal(const std::filesystem::path& file) : in_(file, std::ios::binary) {}

    /// What is wrong, as words for a message; "" when nothing is. Frames by number, from 1.
    std::string damage() {
        const ByteSpan first = read(kHeaderBytes);
        if (first.size() < kHeaderBytes) return {};
        const std::optional<JournalHeader> header = header_of(first);
        if (!header) return read(kFrameHeaderBytes + kMinPage).size() < kMinPage ? "" : "its header is damaged";
        Checksum before = header->checksum;
        std::uint64_t broken = 0;  // the first frame that SQLite would drop
        bool after_commit = false;
        for (std::uint64_t n = 1;; ++n) {
            const Frame frame = next(*header, before);
            if (frame_missing_) return {};
            if (broken != 0 && after_commit && frame.there && frame.follows) {
                return fmt::format("frame {} is damaged and later commits follow it", broken);
            }
            if (!frame.follows && broken == 0) broken = n;
            after_commit = broken != 0 && frame.there && frame.commits;
            before = frame.stored;
        }
    }

private:
    ByteSpan read(std::size_t bytes) {
        buffer_.resize(bytes);
        in_.read(reinterpret_cast<char*>(buffer_.data()), static_cast<std::streamsize>(bytes));
        return ByteSpan(buffer_).first(static_cast<std::size_t>(in_.gcount()));
    }
    Frame next(const JournalHeader& header, const Checksum& before) {
        constexpr std::size_t kCommitAt = 4, kSaltAt = 8, kChecksumAt = 16;
        const ByteSpan bytes = read(kFrameHeaderBytes + header.page);
        frame_missing_ = bytes.size() < kFrameHeaderBytes + header.page;
        if (frame_missing_) return {};
        Frame frame;
        frame.there = salt_at(bytes, kSaltAt) == header.salt;
        frame.commits = number_at(bytes, kCommitAt) != 0;
        frame.stored = checksum_at(bytes, kChecksumAt);
        if (!frame.there) return frame;
        Checksum sum = before;
        sum.add(bytes.first(kSaltAt), header.big_endian);
        sum.add(bytes.subspan(kFrameHeaderBytes), header.big_endian);
        frame.follows = sum == frame.stored;
        return frame;
    }

    std::ifstream in_;
    std::vector<std::uint8_t> buffer_;
    bool frame_missing_ = false;  ///< the file ends here
};

}  // namespace

void check_journal(const std::filesystem::path& folder, std::string_view file) {
    const std::filesystem::path journal = folder / fmt::format("{}-wal", file);
    const std::string damage = Journal(journal).damage();
    // A writer may have been in the middle of that frame: then it is whole by now.
    if (damage.empty() || Journal(journal).damage() != damage) return;
    throw StorageFault(
        StorageTrouble::kCorrupt,
        fmt::format("{}: {}; keep the folder as it is and restore the newest backup", journal.string(), damage));
}

}  // namespace siaga
