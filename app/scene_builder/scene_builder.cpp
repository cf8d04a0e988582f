#include "app/scene_builder/scene_builder.hpp"

#include <algorithm>
#include <string>

#include "app/scene_builder/unit_marks.hpp"
#include "app/theme/theme.hpp"

namespace siaga::app {

namespace {

using render::Label;
using render::LabelStyle;
using render::Mark;
using render::MarkShape;

constexpr double kPpkFrom = 1.0, kPpkNameFrom = 2.2, kPpsFrom = 2.6, kPpsNameFrom = 4.0;

void add_base(render::Scene& scene, const Situation& shown, const SceneView& view) {
    scene.sea = theme::kSea;
    scene.land_quiet = theme::kLandQuiet;
    scene.border_quiet = theme::kBorderQuiet;
    scene.border = theme::kBorder;
    scene.border_selected = theme::kBorderSelected;
    scene.border_hovered = theme::kBorderHovered;
    scene.areas.reserve(shown.districts.size());
    for (const DistrictState& district : shown.districts)
        scene.areas.push_back(theme::class_style(district.shown).area);
    if (view.selected_district) scene.selected_area = static_cast<int>(*view.selected_district);
    if (view.hovered_district) scene.hovered_area = static_cast<int>(*view.hovered_district);
}

std::string in_capitals(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

/// The selected name and those in trouble go before the tags of most units, the others by size.
int name_priority(bool selected, DistrictClass shown, double area_km2) {
    const int by_size = static_cast<int>(std::min(area_km2, 400.0) / 10);
    return by_size + (selected ? 2000 : shown == DistrictClass::kTrouble ? 950 : 30);
}

void add_names(render::Scene& scene, const Situation& shown, const Operation& operation, const SceneView& view) {
    for (std::size_t i = 0; i < operation.areas.size() && i < operation.roster->districts.size(); ++i) {
        const bool selected = view.selected_district == i;
        Label label;
        label.text = operation.roster->districts[i].name;
        label.place = operation.areas[i].label;
        label.style = LabelStyle::kArea;
        label.colour = theme::kAreaName;
        label.halo = theme::kHalo;
        label.size_px = 14.0F;
        label.priority = name_priority(selected, shown.districts[i].shown, operation.areas[i].area_km2);
        label.area = static_cast<int>(i);
        scene.labels.push_back(std::move(label));
    }
    for (const Area& area : operation.context) {
        scene.labels.push_back({.text = in_capitals(area.name),
                                .place = area.label,
                                .style = LabelStyle::kAreaQuiet,
                                .colour = theme::kQuietName,
                                .halo = theme::faded(theme::kLandQuiet, 0.8F),
                                .size_px = 12.5F,
                                .priority = -1000,
                                .area = -1});
    }
}

void add_seas(render::Scene& scene, const Operation& operation) {
    for (const SeaName& sea : operation.seas) {
        scene.labels.push_back({.text = sea.name,
                                .place = sea.place,
                                .style = LabelStyle::kSea,
                                .colour = theme::kSeaName,
                                .halo = theme::faded(theme::kSea, 0.8F),
                                .size_px = 15.0F,
                                .priority = -900,
                                .area = -1});
    }
}

/// Size and whether a name goes with it; nullopt: not at this zoom.
struct SiteLook {
    MarkShape shape = MarkShape::kSquare;
    float size_px = 8;
    bool named = false;
    int priority = 0;
};
std::optional<SiteLook> look_of(SiteKind kind, double zoom_in) {
    switch (kind) {
        case SiteKind::kWarehouse:
            return SiteLook{MarkShape::kHouse, 22, zoom_in >= kPpkFrom, 80};
        case SiteKind::kKpu:
        case SiteKind::kBawaslu:
        case SiteKind::kPolice:
            if (zoom_in < kPpkFrom) return std::nullopt;
            return SiteLook{MarkShape::kSquare, 9, zoom_in >= kPpkNameFrom, 60};
        case SiteKind::kPpk:
            if (zoom_in < kPpkFrom) return std::nullopt;
            return SiteLook{MarkShape::kSquare, 9, zoom_in >= kPpkNameFrom, 50};
        case SiteKind::kPps:
            if (zoom_in < kPpsFrom) return std::nullopt;
            return SiteLook{MarkShape::kSquare, 6, zoom_in >= kPpsNameFrom, 10};
    }
    return std::nullopt;
}

void add_sites(render::Scene& scene, const Roster& roster, const SceneView& view) {
    for (const SiteInfo& site : roster.sites) {
        const std::optional<SiteLook> look = look_of(site.kind, view.zoom_in);
        if (!look || !site.place.defined()) continue;
        Mark mark;
        mark.place = site.place;
        mark.shape = look->shape;
        mark.size_px = look->size_px;
        mark.colour = site.kind == SiteKind::kPps ? theme::kTextQuiet : theme::kSite;
        mark.outline = theme::kUnitOutline;
        mark.pickable = false;
        mark.priority = look->priority;
        scene.marks.push_back(mark);
        if (!look->named) continue;
        scene.labels.push_back({.text = site.name,
                                .place = site.place,
                                .style = LabelStyle::kPlace,
                                .colour = theme::kSite,
                                .halo = theme::kHalo,
                                .size_px = 12.0F,
                                .priority = look->priority - 500,
                                .area = -1});
    }
}

}  // namespace

SceneBuilder::SceneBuilder(const Operation& operation, Format format)
    : operation_(operation), format_(std::move(format)), units_(std::make_unique<UnitMarks>()) {}

SceneBuilder::~SceneBuilder() = default;

render::Scene SceneBuilder::build(const Situation& shown, const History& history, const SceneView& view) {
    render::Scene scene;
    add_base(scene, shown, view);
    add_names(scene, shown, operation_, view);
    add_seas(scene, operation_);
    add_sites(scene, *operation_.roster, view);
    units_->add_to(scene, shown, history, view, format_);
    return scene;
}

}  // namespace siaga::app
