#include "app/common/assets.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "data/core/fault.hpp"

namespace siaga::app {

std::filesystem::path program_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path(); }

std::filesystem::path assets_folder() {
    if (const char* named = std::getenv("SIAGA_ASSETS"); named != nullptr) {
        if (std::filesystem::is_directory(named)) return named;
        throw Fault(fmt::format("SIAGA_ASSETS names '{}', which is not a folder", named));
    }
    const std::filesystem::path bin = program_folder();
    const std::array places = {bin / "../../../assets", bin / "../share/siaga"};
    for (const auto& place : places) {
        if (std::filesystem::is_directory(place / "ttu")) return std::filesystem::canonical(place);
    }
    throw Fault(
        fmt::format("the assets are neither in {} nor in {}: set SIAGA_ASSETS to the folder 'assets' of the source",
                    places[0].lexically_normal().string(), places[1].lexically_normal().string()));
}

}  // namespace siaga::app
