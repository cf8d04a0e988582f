#pragma once
// Archives through libarchive, written once from beginning to end: tar (POSIX pax), read the same way, and zip for
// programs that take nothing else.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace siaga {

enum class ArchiveKind : std::uint8_t { kTar, kZip };

class ArchiveWriter {
public:
    /// Creates the file, which must not exist, readable by its owner alone. Throws Fault.
    explicit ArchiveWriter(const std::filesystem::path& file, ArchiveKind kind = ArchiveKind::kTar);
    ~ArchiveWriter();
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;

    /// A member of `bytes` bytes, which add() then brings. `made_s`: its time, UTC seconds.
    void begin(const std::string& name, std::uint64_t bytes, std::int64_t made_s);
    void add(std::span<const std::uint8_t> bytes);
    /// The end, and everything on the disk. Throws Fault, as all of them.
    void finish();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

class ArchiveReader {
public:
    /// Throws Fault: missing, not a tar archive.
    explicit ArchiveReader(const std::filesystem::path& file);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    /// The name of the next member, a plain file; "" at the end. Throws Fault for a damaged archive or any other
    /// kind of member.
    [[nodiscard]] std::string next();
    /// The bytes of that member in pieces. Throws Fault when the archive is damaged.
    void read(const std::function<void(std::span<const std::uint8_t>)>& take);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
