#pragma once
// An export as a file: whole or not at all.

#include <filesystem>
#include <functional>
#include <ostream>

namespace siaga::app {

/// Written beside the file, then renamed: a failed export leaves no half file and keeps an older one.
/// Throws Fault naming the file.
void write_export(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write);

}  // namespace siaga::app
