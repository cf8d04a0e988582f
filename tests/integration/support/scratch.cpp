#include "tests/integration/support/scratch.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace siaga::test {

Scratch::Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "siaga-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
    constexpr mode_t kEnterable = 0755;  // for a program that gave up root
    ::chmod(pattern.c_str(), kEnterable);
    path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string file_bytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

FolderBytes folder_bytes(const std::filesystem::path& folder) {
    FolderBytes all;
    if (!std::filesystem::exists(folder)) return all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) all[entry.path().lexically_relative(folder).string()] = file_bytes(entry.path());
    }
    return all;
}

std::vector<std::string> changed_files(const FolderBytes& before, const FolderBytes& after) {
    FolderBytes all = before;
    all.insert(after.begin(), after.end());
    std::vector<std::string> changed;
    for (const auto& [file, bytes] : all) {
        const auto was = before.find(file);
        const auto is = after.find(file);
        const bool same = was != before.end() && is != after.end() && was->second == is->second;
        const bool index = file.ends_with(".db-shm") || (file.ends_with(".db-wal") && bytes.empty());
        if (!same && !index) changed.push_back(file);
    }
    return changed;
}

void overwrite(const std::filesystem::path& file, std::size_t offset, const std::string& bytes) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(offset));
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) throw std::runtime_error("cannot overwrite " + file.string());
}

}  // namespace siaga::test
