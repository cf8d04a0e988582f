#pragma once
// Where the fonts are. A missing font is never fatal while a substitute exists; it is said.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace siaga::render {

struct FontFile {
    std::filesystem::path path;
    std::string warning;  ///< one line for the user when it is a substitute, else empty
};

/// Looks for e.g. "Inter-SemiBold" in the distribution's font folders, then for DejaVu Sans.
/// Throws Fault naming the packages when neither is there.
[[nodiscard]] FontFile font_file(std::string_view name);
/// The same in given folders; the first hit wins.
[[nodiscard]] FontFile font_file(std::string_view name, const std::vector<std::filesystem::path>& folders);

}  // namespace siaga::render
