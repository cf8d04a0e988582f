#include "render/fonts.hpp"

#include <fmt/format.h>

#include <array>

#include "data/core/fault.hpp"

namespace siaga::render {
namespace {

std::filesystem::path found(std::string_view stem, const std::vector<std::filesystem::path>& folders) {
    for (const std::filesystem::path& folder : folders) {
        for (const std::string_view ending : {".otf", ".ttf"}) {
            std::filesystem::path file = folder / fmt::format("{}{}", stem, ending);
            std::error_code ignored;
            if (std::filesystem::is_regular_file(file, ignored)) return file;
        }
    }
    return {};
}

/// Bold enough for a heading stays bold in the substitute.
std::string_view substitute_for(std::string_view name) {
    const bool bold = name.find("Bold") != std::string_view::npos || name.find("Black") != std::string_view::npos;
    return bold ? "DejaVuSans-Bold" : "DejaVuSans";
}

}  // namespace

FontFile font_file(std::string_view name) {
    return font_file(name, {"/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/inter",
                            "/usr/share/fonts/inter", "/usr/share/fonts/opentype/font-awesome",
                            "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu"});
}

FontFile font_file(std::string_view name, const std::vector<std::filesystem::path>& folders) {
    if (std::filesystem::path file = found(name, folders); !file.empty()) return {std::move(file), ""};
    const std::string_view substitute = substitute_for(name);
    std::filesystem::path file = found(substitute, folders);
    if (file.empty()) {
        throw Fault(
            fmt::format("no font: neither {} nor {} is installed; install the package fonts-inter or fonts-dejavu-core",
                        name, substitute));
    }
    return {std::move(file), fmt::format("font {} is not installed, {} takes its place; install the package "
                                         "fonts-inter",
                                         name, substitute)};
}

}  // namespace siaga::render
