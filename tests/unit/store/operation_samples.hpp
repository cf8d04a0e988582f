#pragma once
// A template of an operation with two districts, three villages and two sites.

#include <filesystem>
#include <string>
#include <string_view>

#include "data/core/fault.hpp"
#include "data/store/operation_file.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::test {

inline constexpr std::string_view kToml = R"(# A comment that stays.
format = 1
name = "Operasi Uji"
region = "Kab. Contoh"
zone = "Asia/Makassar"
zone_label = "WITA"
areas = "areas.geojson"   # the districts
villages = "villages.geojson"
sites = "sites.geojson"
simulated = false   # true for the demonstration

[day]
start = "2024-11-30T06:00:00+08:00"
end = "2024-11-30T20:00:00+08:00"

[[contest]]
name = "gubernur"
title = "Gubernur"
letter = "G"

[[contest]]
name = "bupati"
title = "Bupati"
letter = "B"

[rules]
stale_after_s = 45
stop_radius_m = 200

[listener.feed]
port = 7200
)";

/// What is read from kToml with more lines at its end.
inline OperationFile toml_with(std::string_view more) {
    return parse_operation_file(std::string(kToml) + std::string(more), "operation.toml");
}
/// What is wrong with it; empty when nothing is.
inline std::string fault_of_toml_with(std::string_view more) {
    try {
        (void)toml_with(more);
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "";
}

/// A square of 0.1 degree around the south-west corner given.
inline std::string square(std::string_view code, std::string_view name, double lon, double lat) {
    const auto corner = [](double x, double y) { return "[" + std::to_string(x) + "," + std::to_string(y) + "]"; };
    const std::string ring = corner(lon, lat) + "," + corner(lon + 0.1, lat) + "," + corner(lon + 0.1, lat + 0.1) +
                             "," + corner(lon, lat + 0.1) + "," + corner(lon, lat);
    return R"({"type":"Feature","properties":{"code":")" + std::string(code) + R"(","name":")" + std::string(name) +
           R"("},"geometry":{"type":"Polygon","coordinates":[[)" + ring + "]]}}";
}

inline std::string point(std::string_view properties, std::string_view coordinates = "[124.45,-9.45]") {
    return R"({"type":"Feature","properties":{)" + std::string(properties) +
           R"(},"geometry":{"type":"Point","coordinates":)" + std::string(coordinates) + "}}";
}

inline std::string collection(std::string_view features) {
    return R"({"type":"FeatureCollection","features":[)" + std::string(features) + "]}";
}

inline std::string village(std::string_view code, std::string_view district, int tps) {
    return point(R"("code":")" + std::string(code) + R"(","name":"Desa )" + std::string(code) +
                 R"(","kind":"desa","district_code":")" + std::string(district) + R"(","tps":)" + std::to_string(tps));
}

inline void write_template(const std::filesystem::path& folder, std::string_view toml = kToml) {
    std::filesystem::create_directories(folder);
    write_file(folder / "operation.toml", toml);
    // Not in order of their codes: loading sorts them.
    write_file(folder / "areas.geojson",
               collection(square("53.03.05", "Kota", 124.5, -9.5) + "," + square("53.03.01", "Timur", 124.4, -9.5)));
    write_file(folder / "villages.geojson",
               collection(village("53.03.05.1001", "53.03.05", 2) + "," + village("53.03.01.2002", "53.03.01", 1) +
                          "," + village("53.03.01.2001", "53.03.01", 3)));
    write_file(folder / "sites.geojson",
               collection(point(R"("code":"GUDANG","name":"Gudang KPU","kind":"warehouse","guards_required":4)") + "," +
                          point(R"("code":"PPS 53.03.05.1001","name":"Kantor lurah","kind":"pps")", "[124.55,-9.44]")));
}

}  // namespace siaga::test
