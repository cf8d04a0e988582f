#include "app/bench/scratch_folder.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga::app::bench {

ScratchFolder::ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "siaga-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw Fault("cannot make " + pattern + ": check that /tmp has room");
    path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace siaga::app::bench
