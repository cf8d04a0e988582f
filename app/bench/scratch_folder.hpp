#pragma once
// ScratchFolder: a folder under the system's temporary one that goes away with what is in it.

#include <filesystem>

namespace siaga::app::bench {

class ScratchFolder {
public:
    ScratchFolder();  ///< throws Fault
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace siaga::app::bench
