// Any text as an area file: refused in one line, or areas that can be triangulated and asked for a point.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "data/geo/areas.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto areas = siaga::areas_from_geojson(text, siaga::AreaUse::kDistricts);
    if (!areas) {
        const std::string& detail = areas.problem().detail;
        if (detail.empty() || detail.find('\n') != std::string::npos) std::abort();
        return 0;
    }
    if (areas->empty()) std::abort();
    for (const siaga::Area& area : *areas) {
        const siaga::AreaMesh mesh = siaga::triangulate(area);
        if (mesh.triangles.empty() || mesh.triangles.size() % 3 != 0) std::abort();
        for (const std::uint32_t corner : mesh.triangles) {
            if (corner >= mesh.points.size()) std::abort();
        }
    }
    (void)siaga::AreaIndex(*areas).area_at(areas->front().label);
    return 0;
}
