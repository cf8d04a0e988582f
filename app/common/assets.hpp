#pragma once
// Where the files that ship with Siaga are: shaders, the TTU template, the demonstration day.

#include <filesystem>

namespace siaga::app {

/// $SIAGA_ASSETS; else `assets` in the source tree the program was built in (<bin>/../../../assets);
/// else <bin>/../share/siaga. Throws Fault naming the places looked at.
[[nodiscard]] std::filesystem::path assets_folder();

/// The folder of the running program.
[[nodiscard]] std::filesystem::path program_folder();

}  // namespace siaga::app
