#pragma once
// FolderInMaking: a folder that appears whole or not at all.

#include <filesystem>

namespace siaga {

class FolderInMaking {
public:
    /// Makes a folder beside `place`, in which to work. Throws std::filesystem::filesystem_error.
    explicit FolderInMaking(const std::filesystem::path& place);
    /// Removes it, unless it was put in its place.
    ~FolderInMaking();
    FolderInMaking(const FolderInMaking&) = delete;
    FolderInMaking& operator=(const FolderInMaking&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Over nothing or an empty folder, and on the disk when it returns. Throws filesystem_error or Fault.
    void put_in_place();

private:
    std::filesystem::path place_;
    std::filesystem::path path_;
};

}  // namespace siaga
