#pragma once
// The files of keys/ in an operation folder that say who may come in: small, mode 0600, replaced whole, and read
// again by a running core when they changed.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace siaga::net {

/// keys/NAME of the operation folder.
[[nodiscard]] std::filesystem::path key_file(const std::filesystem::path& operation_folder, const char* name);

/// What changes when a file does.
struct FileStamp {
    std::int64_t seconds = 0, nanoseconds = 0, size = -1;
    std::uint64_t inode = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
/// Nothing: there is no such file. Throws Fault when others may read it.
[[nodiscard]] std::optional<FileStamp> stamp_of(const std::filesystem::path& file);

/// "" when there is none. Throws Fault naming the file.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);

/// Whole or not at all, mode 0600: a reader sees the old file or the new one. Throws Fault naming the file and the way
/// out.
void replace_private_file(const std::filesystem::path& file, const std::string& text);

/// The same of a file in keys/, which is made (0700) where it is missing.
void replace_key_file(const std::filesystem::path& file, const std::string& text);

/// Of two programs that read, change and replace a file of keys/, one waits for the other. Throws Fault.
class KeyFolderLock {
public:
    explicit KeyFolderLock(const std::filesystem::path& operation_folder);
    ~KeyFolderLock();
    KeyFolderLock(const KeyFolderLock&) = delete;
    KeyFolderLock& operator=(const KeyFolderLock&) = delete;

private:
    int fd_ = -1;
};

}  // namespace siaga::net
