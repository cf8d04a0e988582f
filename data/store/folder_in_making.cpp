#include "data/store/folder_in_making.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "data/store/files.hpp"

namespace siaga {

namespace fs = std::filesystem;

FolderInMaking::FolderInMaking(const fs::path& place) : place_(place) {
    fs::create_directories(place_.parent_path());
    std::string pattern = (place_.parent_path() / ("." + place_.filename().string() + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw fs::filesystem_error("cannot make a folder", place_.parent_path(),
                                   std::error_code(errno, std::generic_category()));
    }
    path_ = pattern;
}

FolderInMaking::~FolderInMaking() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

void FolderInMaking::put_in_place() {
    constexpr fs::perms kReadable = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                                    fs::perms::others_read | fs::perms::others_exec;
    fs::permissions(path_, kReadable);
    sync_folder(path_);
    fs::rename(path_, place_);
    path_.clear();
    sync_folder(place_.parent_path());
}

}  // namespace siaga
