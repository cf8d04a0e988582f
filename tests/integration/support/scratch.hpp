#pragma once
// A folder for one test, gone afterwards, and what is in a folder, byte for byte.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace siaga::test {

class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return path_; }
    [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string file_bytes(const std::filesystem::path& file);
/// Every file below the folder with its bytes.
using FolderBytes = std::map<std::string, std::string>;
/// Nothing for a folder that is not there.
[[nodiscard]] FolderBytes folder_bytes(const std::filesystem::path& folder);
/// The files that differ, appeared or went; not the index that SQLite keeps beside a database while it
/// is read (NAME.db-shm, and an empty NAME.db-wal).
[[nodiscard]] std::vector<std::string> changed_files(const FolderBytes& before, const FolderBytes& after);
/// Writes `bytes` over what stands at `offset` of the file.
void overwrite(const std::filesystem::path& file, std::size_t offset, const std::string& bytes);

}  // namespace siaga::test
