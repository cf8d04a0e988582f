#pragma once
// A regency of any number of districts, the same on every run: cells of a grid with winding borders.

#include <cstddef>
#include <filesystem>

namespace siaga::app::bench {

/// Writes an area file of `count` districts, for InitOptions::areas.
void write_area_grid(const std::filesystem::path& file, std::size_t count);

}  // namespace siaga::app::bench
