#include "tests/golden/ttu_scene.hpp"

#include <cmath>
#include <filesystem>
#include <memory>

namespace siaga::render {
namespace {

constexpr Colour kYellow = Colour::hex(0xFFD166);
constexpr Colour kOrange = Colour::hex(0xFF8A5B);
constexpr Colour kRed = Colour::hex(0xFF3B30);
constexpr Colour kDark = Colour::hex(0x14181C);
constexpr Colour kWhite = Colour::hex(0xFFFFFF);
constexpr Colour kHalo = Colour::hex(0x0A0E12, 235);
constexpr Colour kPlate = Colour::hex(0x10151A, 232);

/// Which of the eight styles each district shows, in the order of the file.
constexpr int kClasses[] = {4, 0, 5, 3, 1, 5, 2, 0, 3, 5, 5, 5, 0, 3, 5, 6, 5, 3, 5, 7, 5, 4, 5, 3};

LonLat at(double lon, double lat) { return LonLat::from_degrees(lon, lat); }

Mark unit(std::uint32_t id, LonLat place, float heading_deg, MarkShape shape, std::string tag) {
    Mark mark;
    mark.id = id;
    mark.place = place;
    mark.heading_deg = heading_deg;
    mark.shape = shape;
    mark.colour = kYellow;
    mark.outline = kDark;
    mark.tag = std::move(tag);
    mark.tag_text = Colour::hex(0xFFE3A0);
    mark.tag_plate = kPlate;
    mark.priority = 10;
    return mark;
}

Mark site(std::uint32_t id, LonLat place, MarkShape shape, float size_px) {
    Mark mark;
    mark.id = id;
    mark.place = place;
    mark.shape = shape;
    mark.size_px = size_px;
    mark.colour = Colour::hex(0xDFE7EE);
    mark.outline = kDark;
    return mark;
}

const Time kShown = time_from_ms(1'732'948'200'000);

/// A curve that ends at `to`, arriving on the given heading.
void add_trail_to(TrailSheet& sheet, std::uint32_t unit, LonLat to, double heading_deg, double length_deg) {
    constexpr int kPoints = 40;
    const double turn = 3.14159265358979323846 / 180.0;
    for (int i = kPoints; i >= 0; --i) {
        const double back = length_deg * i / kPoints;
        const double heading = (heading_deg + 60.0 * i / kPoints) * turn;
        sheet.fixes.push_back({at(to.lon_deg() - back * std::sin(heading), to.lat_deg() - back * std::cos(heading)),
                               (kPoints - i) * 1000, unit, i < kPoints});
    }
}

Label quiet(std::string text, LonLat place, LabelStyle style) {
    Label label;
    label.text = std::move(text);
    label.place = place;
    label.style = style;
    label.size_px = style == LabelStyle::kSea ? 14.0F : 11.0F;
    label.colour = style == LabelStyle::kSea ? Colour::hex(0x5F90AD) : Colour::hex(0x7A8691);
    label.halo = Colour{0, 0, 0, 0};
    return label;
}

void add_marks(Scene& scene) {
    scene.marks.push_back(site(1, at(124.489, -9.4468), MarkShape::kHouse, 20));
    scene.marks.push_back(site(2, at(124.60, -9.60), MarkShape::kSquare, 12));
    scene.marks.push_back(unit(4, at(124.4871, -9.492), 350, MarkShape::kArrow, "RAJAWALI-04"));
    scene.marks.push_back(unit(9, at(124.541, -9.267), 215, MarkShape::kArrow, "RAJAWALI-09"));
    scene.marks.push_back(unit(2, at(124.484, -9.428), 190, MarkShape::kArrowHollow, "RAJAWALI-02 · 3 mnt"));
    scene.marks.push_back(unit(7, at(124.352, -9.513), 95, MarkShape::kArrowHollow, "RAJAWALI-07 · senyap 8 mnt"));
    scene.marks.push_back(unit(11, at(124.626, -9.40), 255, MarkShape::kArrow, "RAJAWALI-11"));
    scene.marks.push_back(unit(12, at(124.63, -9.397), 0, MarkShape::kDisc, "ELANG-3"));
    scene.marks.push_back(unit(13, at(124.79, -9.30), 0, MarkShape::kDiscHollow, "ELANG-5"));
    Mark& lost = scene.marks[5];
    lost.ring = true;
    lost.colour = lost.ring_colour = kOrange;
    lost.priority = 30;
    Mark& calling = scene.marks[8];
    calling.pulse = true;
    calling.ring_colour = calling.colour = kRed;
    calling.tag = "SOS ELANG-5";
    calling.tag_text = kWhite;
    calling.tag_plate = Colour::hex(0x9C1C12);
    calling.priority = 50;
    scene.selected_mark = 4;
    auto sheet = std::make_shared<TrailSheet>();
    sheet->id = 1;
    sheet->start = kShown - 40s;
    for (const std::size_t i : {2U, 3U, 6U}) {
        add_trail_to(*sheet, static_cast<std::uint32_t>(scene.trails.colours.size()), scene.marks[i].place,
                     static_cast<double>(scene.marks[i].heading_deg), 0.12);
        scene.trails.colours.push_back(kYellow);
    }
    add_trail_to(*sheet, 3, lost.place, 80, 0.05);
    scene.trails.colours.push_back(kOrange);
    scene.trails.until = kShown;
    scene.trails.length = 40s;
    scene.trails.sheets.push_back(std::move(sheet));
}

void add_labels(Scene& scene, const TtuMap& map) {
    for (std::size_t i = 0; i < map.areas.size(); ++i) {
        Label label;
        label.text = map.areas[i].name;
        label.place = map.areas[i].label;
        label.size_px = 12;
        label.colour = kWhite;
        label.halo = kHalo;
        label.priority = 20;
        label.area = static_cast<int>(i);
        scene.labels.push_back(label);
    }
    for (const Area& land : map.context) {
        scene.labels.push_back(quiet(land.name, land.label, LabelStyle::kAreaQuiet));
    }
    scene.labels.push_back(quiet("Laut Sawu", at(124.42, -9.13), LabelStyle::kSea));
}

}  // namespace

TtuMap load_ttu() {
    const std::filesystem::path folder = std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "ttu";
    return {load_areas(folder / "areas.geojson", AreaUse::kDistricts),
            load_areas(folder / "context.geojson", AreaUse::kContext)};
}

std::vector<AreaStyle> eight_styles() {
    return {{Colour::hex(0x39424D), Pattern::kNone, {}},
            {Colour::hex(0x2B6CB8), Pattern::kHorizontal, Colour::hex(0x4C8AD4)},
            {Colour::hex(0x8A6413), Pattern::kDiagonal, Colour::hex(0x5C430C)},
            {Colour::hex(0x2A6C8A), Pattern::kDots, Colour::hex(0x9FD4EA)},
            {Colour::hex(0x226A82), Pattern::kDashes, Colour::hex(0x8CD3E8)},
            {Colour::hex(0x1E6E56), Pattern::kNone, {}},
            {Colour::hex(0xA8441C), Pattern::kCrossed, Colour::hex(0xF08A5A)},
            {Colour::hex(0x2A2F35), Pattern::kChecks, Colour::hex(0x3D444C)}};
}

Scene ttu_areas(const TtuMap& map) {
    Scene scene;
    scene.sea = Colour::hex(0x0F2230);
    scene.land_quiet = Colour::hex(0x191F25);
    scene.border_quiet = Colour::hex(0x36414B);
    scene.border = Colour::hex(0x0A0E12);
    scene.border_selected = kWhite;
    scene.border_hovered = Colour::hex(0xB9C6D2);
    const std::vector<AreaStyle> styles = eight_styles();
    for (std::size_t i = 0; i < map.areas.size(); ++i) {
        scene.areas.push_back(styles[static_cast<std::size_t>(kClasses[i % std::size(kClasses)])]);
    }
    return scene;
}

Scene ttu_day(const TtuMap& map) {
    Scene scene = ttu_areas(map);
    scene.selected_area = 4;
    scene.hovered_area = 7;
    add_marks(scene);
    add_labels(scene, map);
    return scene;
}

}  // namespace siaga::render
