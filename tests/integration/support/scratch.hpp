#pragma once
// A folder for one test, gone afterwards, and what is in a folder, byte for byte.

#include <filesystem>
#include <map>
#include <string>

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
[[nodiscard]] std::map<std::string, std::string> folder_bytes(const std::filesystem::path& folder);
/// Writes `bytes` over what stands at `offset` of the file.
void overwrite(const std::filesystem::path& file, std::size_t offset, const std::string& bytes);

}  // namespace siaga::test
