#include "app/bench_window/area_grid.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <fstream>

#include "data/core/fault.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app::bench {
namespace {

constexpr int kPointsOfASide = 8;
constexpr std::int64_t kStepE7 = 20'000;  // between two points of a border: 220 m
constexpr std::int64_t kWestE7 = 1'200'000'000, kSouthE7 = -100'000'000;

/// Off its place on the lattice by less than half a step, the same for both areas that share the point.
std::int64_t off(std::uint64_t x, std::uint64_t y, std::uint64_t axis) {
    std::uint64_t bits = (x * 0x9E3779B97F4A7C15ULL) ^ (y * 0xC2B2AE3D27D4EB4FULL) ^ (axis * 0x165667B19E3779F9ULL);
    bits = (bits ^ (bits >> 29U)) * 0xBF58476D1CE4E5B9ULL;
    return static_cast<std::int64_t>((bits >> 32U) % (kStepE7 * 4 / 5)) - kStepE7 * 2 / 5;
}

void write_point(JsonWriter& out, int x, int y) {
    const auto ux = static_cast<std::uint64_t>(x), uy = static_cast<std::uint64_t>(y);
    out.begin_array().decimal(kWestE7 + x * kStepE7 + off(ux, uy, 1), 7);
    out.decimal(kSouthE7 + y * kStepE7 + off(ux, uy, 2), 7).end_array();
}

void write_cell(JsonWriter& out, int column, int row, std::size_t number) {
    out.begin_object().member("type", "Feature").key("properties").begin_object();
    out.member("code", fmt::format("10.{:02}.{:02}", number / 100, number % 100));
    out.member("name", fmt::format("Kecamatan {}", number + 1)).member("area_km2", 3.1).end_object();
    out.key("geometry").begin_object().member("type", "Polygon").key("coordinates").begin_array().begin_array();
    const int x = column * kPointsOfASide, y = row * kPointsOfASide;
    for (int i = 0; i < kPointsOfASide; ++i) write_point(out, x + i, y);
    for (int i = 0; i < kPointsOfASide; ++i) write_point(out, x + kPointsOfASide, y + i);
    for (int i = kPointsOfASide; i > 0; --i) write_point(out, x + i, y + kPointsOfASide);
    for (int i = kPointsOfASide; i >= 0; --i) write_point(out, x, y + i);
    out.end_array().end_array().end_object().end_object();
}

}  // namespace

void write_area_grid(const std::filesystem::path& file, std::size_t count) {
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
    JsonWriter out;
    out.begin_object().member("type", "FeatureCollection").key("features").begin_array();
    for (std::size_t i = 0; i < count; ++i)
        write_cell(out, static_cast<int>(i % columns), static_cast<int>(i / columns), i);
    out.end_array().end_object();
    std::ofstream stream(file, std::ios::binary);
    stream << out.text();
    if (!stream.flush()) throw Fault("cannot write " + file.string());
}

}  // namespace siaga::app::bench
