#include "render/text/annotations.hpp"

#include <algorithm>
#include <cmath>

#include "render/text/label_layout.hpp"

namespace siaga::render {
namespace {

constexpr double kTagSizePx = 12.0;
constexpr double kPlatePadX = 6.0;
constexpr double kPlatePadY = 2.5;
constexpr double kTagGapPx = 3.0;
constexpr double kEdgePx = 4.0;

/// What a layout item stands for, and its text in each form.
struct Subject {
    bool is_tag = false;
    std::size_t index = 0;
    ScreenPoint centre;
    std::vector<TextBlock> forms;  ///< on one line; on two where it can break
};

struct Plan {
    std::vector<LayoutItem> items;
    std::vector<Subject> subjects;
};

std::vector<TextBlock> forms_of(const std::string& text, const TextStyle& style, const SetText& set_text) {
    std::vector<TextBlock> forms{set_text(text, style)};
    const std::string broken = broken_in_two(text);
    if (!broken.empty()) forms.push_back(set_text(broken, style));
    return forms;
}

TextForms sizes_of(const std::vector<TextBlock>& forms) {
    TextForms sizes{forms[0].width, forms[0].height, 0, 0};
    if (forms.size() > 1) {
        sizes.width_two = forms[1].width;
        sizes.height_two = forms[1].height;
    }
    return sizes;
}

bool near_view(ScreenPoint p, const PixelRect& view, double reach) {
    return p.x > view.x - reach && p.x < view.right() + reach && p.y > view.y - reach && p.y < view.bottom() + reach;
}

PixelRect square_around(ScreenPoint centre, double half) {
    return {centre.x - half, centre.y - half, 2 * half, 2 * half};
}

bool is_selected(const Scene& scene, const Mark& mark) { return mark.id != 0 && mark.id == scene.selected_mark; }

/// The marks of a frame that matter to its texts.
struct Crowd {
    std::vector<ScreenPoint> centres;   ///< by mark
    std::vector<std::size_t> in_sight;  ///< marks, in their order
    std::vector<bool> tagged;           ///< by mark: asks for a place for its tag
    std::size_t units = 0;              ///< in sight
    [[nodiscard]] bool crowded() const { return units > kCrowd; }
};

/// Tags of urgent marks, and of the others as many as the map has room for, the more important first.
void choose_tags(Crowd& crowd, const AnnotationInput& in) {
    const PixelRect& view = in.camera.viewport();
    std::vector<std::size_t> wanted;
    for (const std::size_t i : crowd.in_sight) {
        const Mark& mark = in.scene.marks[i];
        if (mark.tag.empty() || !view.contains(crowd.centres[i])) continue;
        if (mark.urgent)
            crowd.tagged[i] = true;
        else
            wanted.push_back(i);
    }
    const double room = view.width * view.height / (kRoomPerTagPx2 * in.scale * in.scale);
    const auto most = static_cast<std::size_t>(std::max(1.0, room));
    if (wanted.size() > most) {
        std::stable_sort(wanted.begin(), wanted.end(), [&in](std::size_t a, std::size_t b) {
            return in.scene.marks[a].priority > in.scene.marks[b].priority;
        });
        wanted.resize(most);
    }
    for (const std::size_t i : wanted) crowd.tagged[i] = true;
}

Crowd crowd_of(const AnnotationInput& in) {
    const std::vector<Mark>& marks = in.scene.marks;
    Crowd crowd;
    crowd.tagged.resize(marks.size());
    crowd.centres.reserve(marks.size());
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const ScreenPoint centre = in.camera.screen_from_lonlat(marks[i].place);
        crowd.centres.push_back(centre);
        const double reach = mark_radius_px(marks[i], is_selected(in.scene, marks[i]), in.scale);
        if (!near_view(centre, in.camera.viewport(), reach)) continue;
        crowd.in_sight.push_back(i);
        if (marks[i].pickable) ++crowd.units;
    }
    choose_tags(crowd, in);
    return crowd;
}

std::vector<float> sizes_of(const Crowd& crowd, const std::vector<Mark>& marks) {
    std::vector<float> sizes(marks.size(), 1.0F);
    if (!crowd.crowded()) return sizes;
    const auto small = static_cast<float>(size_in_crowd(crowd.units));
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i].pickable && !marks[i].urgent && !crowd.tagged[i]) sizes[i] = small;
    }
    return sizes;
}

void plan_tag(Plan& plan, const AnnotationInput& in, std::size_t index, ScreenPoint centre) {
    const Mark& mark = in.scene.marks[index];
    Subject subject{true, index, centre, {}};
    subject.forms = forms_of(mark.tag, tag_style(in.scale), in.set_text);
    LayoutItem item{mark.priority, {}, {}, subject.centre};
    const double clearance = mark_radius_px(mark, is_selected(in.scene, mark), in.scale) + kTagGapPx * in.scale;
    for (std::size_t form = 0; form < subject.forms.size(); ++form) {
        const TextBlock& text = subject.forms[form];
        const std::vector<PlaceWish> wishes =
            wishes_around(subject.centre, clearance, text.width + 2 * kPlatePadX * in.scale,
                          text.height + 2 * kPlatePadY * in.scale, static_cast<int>(form));
        item.wishes.insert(item.wishes.end(), wishes.begin(), wishes.end());
    }
    // A break is only worth it where a line does not fit close by.
    std::stable_partition(item.wishes.begin(), item.wishes.end(), [](const PlaceWish& w) { return !w.apart; });
    plan.items.push_back(std::move(item));
    plan.subjects.push_back(std::move(subject));
}

void plan_label(Plan& plan, const AnnotationInput& in, std::size_t index) {
    const Label& label = in.scene.labels[index];
    Subject subject{false, index, in.camera.screen_from_lonlat(label.place), {}};
    constexpr double kReachPx = 200.0;
    if (label.text.empty() || !near_view(subject.centre, in.camera.viewport(), kReachPx * in.scale)) return;
    subject.forms = forms_of(label.text, text_style(label.style, label.size_px, in.scale), in.set_text);
    LayoutItem item{label.priority, {}, {}, subject.centre};
    const TextForms sizes = sizes_of(subject.forms);
    if (label.style == LabelStyle::kArea && label.area >= 0) {
        item.wishes = wishes_in_area(subject.centre, sizes);
        const auto area = static_cast<std::size_t>(label.area);
        const RectInArea& rect_in_area = in.rect_in_area;
        item.fits = [area, &rect_in_area](const PixelRect& rect) { return rect_in_area(area, rect); };
    } else {
        item.wishes = wishes_at(subject.centre, sizes);
    }
    plan.items.push_back(std::move(item));
    plan.subjects.push_back(std::move(subject));
}

std::vector<PixelRect> obstacles_of(const AnnotationInput& in, const Crowd& crowd) {
    constexpr double kSquareOfDisc = 0.85;  // the corners of its square are empty
    std::vector<PixelRect> obstacles = in.keep_clear;
    for (const std::size_t i : crowd.in_sight) {
        if (crowd.crowded() && in.scene.marks[i].pickable && !crowd.tagged[i]) continue;
        const Mark& mark = in.scene.marks[i];
        const double half = mark_radius_px(mark, is_selected(in.scene, mark), in.scale) * kSquareOfDisc;
        obstacles.push_back(square_around(crowd.centres[i], half));
    }
    return obstacles;
}

PixelRect inset(const PixelRect& r, double by) { return {r.x + by, r.y + by, r.width - 2 * by, r.height - 2 * by}; }

}  // namespace

TextStyle text_style(LabelStyle style, float size_px, double scale) {
    const double size = static_cast<double>(size_px) * scale;
    switch (style) {
        case LabelStyle::kArea:
            return {Typeface::kStrong, size, 0.0};
        case LabelStyle::kAreaQuiet:
            return {Typeface::kQuiet, size, 0.14};
        case LabelStyle::kSea:
            return {Typeface::kSlanted, size, 0.04};
        case LabelStyle::kPlace:
            return {Typeface::kQuiet, size, 0.0};
    }
    return {Typeface::kStrong, size, 0.0};
}

TextStyle tag_style(double scale) { return {Typeface::kStrong, kTagSizePx * scale, 0.02}; }

double ring_radius_px(const Mark& mark, double scale) { return static_cast<double>(mark.size_px) * 0.85 * scale; }

double mark_radius_px(const Mark& mark, bool selected, double scale) {
    if (mark.pulse) return ring_radius_px(mark, scale) * kOuterPulse;
    return mark.ring || selected ? ring_radius_px(mark, scale) : static_cast<double>(mark.size_px) / 2 * scale;
}

double size_in_crowd(std::size_t units) {
    constexpr double kSmallest = 0.34;
    if (units <= kCrowd) return 1;
    return std::max(kSmallest, std::sqrt(static_cast<double>(kCrowd) / static_cast<double>(units)));
}

Annotations annotate(const AnnotationInput& in) {
    Plan plan;
    // Tags first: of equal priorities they win.
    Crowd crowd = crowd_of(in);
    for (const std::size_t i : crowd.in_sight) {
        if (crowd.tagged[i]) plan_tag(plan, in, i, crowd.centres[i]);
    }
    for (std::size_t i = 0; i < in.scene.labels.size(); ++i) plan_label(plan, in, i);
    const std::vector<PixelRect> obstacles = obstacles_of(in, crowd);
    const auto granted = place(plan.items, obstacles, inset(in.camera.viewport(), kEdgePx * in.scale));

    Annotations out;
    out.crowded = crowd.crowded();
    out.mark_sizes = sizes_of(crowd, in.scene.marks);
    out.mark_centres = std::move(crowd.centres);
    for (std::size_t i = 0; i < granted.size(); ++i) {
        if (!granted[i]) continue;
        Subject& subject = plan.subjects[i];
        const PlaceWish& wish = plan.items[i].wishes[*granted[i]];
        TextBlock& text = subject.forms[static_cast<std::size_t>(wish.form)];
        if (subject.is_tag) {
            out.tags.push_back({subject.index, std::move(text), wish.rect, subject.centre, wish.apart});
        } else {
            out.labels.push_back({subject.index, std::move(text), wish.rect});
        }
    }
    return out;
}

}  // namespace siaga::render
