#include "render/text/label_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace siaga::render {
namespace {

constexpr double kCellPx = 64.0;

bool within(const PixelRect& inner, const PixelRect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

PixelRect centred(ScreenPoint at, double width, double height) {
    return {std::round(at.x - width / 2), std::round(at.y - height / 2), width, height};
}

PixelRect middle_of(const PixelRect& r, double share) {
    return {r.x + r.width * (1 - share) / 2, r.y + r.height * (1 - share) / 2, r.width * share, r.height * share};
}

std::size_t cells_along(double length) { return static_cast<std::size_t>(std::max(1.0, std::ceil(length / kCellPx))); }

/// The centre of a box that touches a disc of radius `clearance` from the given direction.
ScreenPoint beside(ScreenPoint centre, double clearance, double width, double height, double dx, double dy) {
    // Diagonal boxes may come nearer by the corner they lack.
    const bool diagonal = dx != 0 && dy != 0;
    const double away = diagonal ? clearance * 0.75 : clearance;
    return {centre.x + dx * (away + width / 2), centre.y + dy * (away + height / 2)};
}

struct Segment {
    ScreenPoint from, to;
};

/// On which side of the line the point lies: its sign.
double side_of(const Segment& line, ScreenPoint p) {
    return (line.to.x - line.from.x) * (p.y - line.from.y) - (line.to.y - line.from.y) * (p.x - line.from.x);
}

bool lines_cross(const Segment& a, const Segment& b) {
    return side_of(a, b.from) * side_of(a, b.to) < 0 && side_of(b, a.from) * side_of(b, a.to) < 0;
}

/// What has been granted, for the lines to far texts.
struct Clutter {
    std::vector<Segment> lines;
    std::vector<PixelRect> boxes;

    [[nodiscard]] bool in_the_way_of(const Segment& line) const {
        return std::any_of(lines.begin(), lines.end(), [&line](const Segment& l) { return lines_cross(l, line); }) ||
               std::any_of(boxes.begin(), boxes.end(),
                           [&line](const PixelRect& box) { return line_hits(line.from, line.to, box); });
    }
    [[nodiscard]] bool cuts(const PixelRect& box) const {
        return std::any_of(lines.begin(), lines.end(),
                           [&box](const Segment& line) { return line_hits(line.from, line.to, box); });
    }
};

struct Shift {
    double dx, dy;  ///< in heights of a line
};

/// Offsets over the neighbourhood of a point, the nearest first; rows count more than columns, since
/// names are wide.
std::vector<Shift> shifts_by_distance() {
    std::vector<Shift> shifts;
    for (int row = -9; row <= 9; ++row) {
        for (int column = -5; column <= 5; ++column) {
            if (row != 0 || column != 0) shifts.push_back({column * 1.1, row * 0.36});
        }
    }
    std::stable_sort(shifts.begin(), shifts.end(),
                     [](const Shift& a, const Shift& b) { return std::hypot(a.dx, a.dy) < std::hypot(b.dx, b.dy); });
    return shifts;
}

}  // namespace

RectGrid::RectGrid(const PixelRect& bounds)
    : bounds_(bounds),
      columns_(cells_along(bounds.width)),
      rows_(cells_along(bounds.height)),
      cells_(columns_ * rows_) {}

std::optional<RectGrid::Cells> RectGrid::cells_of(const PixelRect& rect) const {
    if (!rect.overlaps(bounds_)) return std::nullopt;
    const auto cell = [](double px, std::size_t count) {
        return static_cast<std::size_t>(std::clamp(std::floor(px / kCellPx), 0.0, static_cast<double>(count - 1)));
    };
    return Cells{cell(rect.x - bounds_.x, columns_), cell(rect.y - bounds_.y, rows_),
                 cell(rect.right() - bounds_.x, columns_), cell(rect.bottom() - bounds_.y, rows_)};
}

void RectGrid::add(const PixelRect& rect) {
    const std::optional<Cells> range = cells_of(rect);
    if (!range) return;
    for (std::size_t row = range->top; row <= range->bottom; ++row) {
        for (std::size_t column = range->left; column <= range->right; ++column) {
            cells_[row * columns_ + column].push_back(rect);
        }
    }
}

bool RectGrid::hits(const PixelRect& rect) const {
    const std::optional<Cells> range = cells_of(rect);
    if (!range) return false;
    for (std::size_t row = range->top; row <= range->bottom; ++row) {
        for (std::size_t column = range->left; column <= range->right; ++column) {
            for (const PixelRect& other : cells_[row * columns_ + column]) {
                if (other.overlaps(rect)) return true;
            }
        }
    }
    return false;
}

ScreenPoint nearest_point(const PixelRect& rect, ScreenPoint p) {
    return {std::clamp(p.x, rect.x, rect.right()), std::clamp(p.y, rect.y, rect.bottom())};
}

bool line_hits(ScreenPoint a, ScreenPoint b, const PixelRect& rect) {
    if (rect.contains(a) || rect.contains(b)) return true;
    const ScreenPoint corners[] = {
        {rect.x, rect.y}, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}};
    return lines_cross({a, b}, {corners[0], corners[2]}) || lines_cross({a, b}, {corners[1], corners[3]});
}

std::vector<std::optional<std::size_t>> place(std::span<const LayoutItem> items, std::span<const PixelRect> obstacles,
                                              const PixelRect& bounds) {
    RectGrid taken(bounds);
    for (const PixelRect& obstacle : obstacles) taken.add(obstacle);
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [items](std::size_t a, std::size_t b) { return items[a].priority > items[b].priority; });
    std::vector<std::optional<std::size_t>> granted(items.size());
    Clutter clutter;
    for (const std::size_t i : order) {
        const LayoutItem& item = items[i];
        for (std::size_t w = 0; w < item.wishes.size() && !granted[i]; ++w) {
            const PlaceWish& wish = item.wishes[w];
            if (!within(wish.rect, bounds) || taken.hits(wish.rect)) continue;
            if (wish.apart && clutter.in_the_way_of({item.anchor, nearest_point(wish.rect, item.anchor)})) continue;
            if (clutter.cuts(wish.rect)) continue;
            if (wish.inside > 0 && item.fits && !item.fits(middle_of(wish.rect, wish.inside))) continue;
            granted[i] = w;
            taken.add(wish.rect);
            clutter.boxes.push_back(wish.rect);
            if (wish.apart) clutter.lines.push_back({item.anchor, nearest_point(wish.rect, item.anchor)});
        }
    }
    return granted;
}

std::vector<PlaceWish> wishes_around(ScreenPoint centre, double clearance, double width, double height, int form) {
    static constexpr std::array<std::array<double, 2>, 8> kSides{
        {{1, 0}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}}};
    std::vector<PlaceWish> wishes;
    wishes.reserve(kSides.size() * 3);
    for (const auto& [dx, dy] : kSides) {
        wishes.push_back({centred(beside(centre, clearance, width, height, dx, dy), width, height), form, false, 0});
    }
    for (const double dy : {-1.0, 1.0}) {
        for (const double dx : {0.3, -0.3}) {
            const ScreenPoint middle = beside(centre, clearance, width, height, 0, dy);
            wishes.push_back({centred({middle.x + dx * width, middle.y}, width, height), form, false, 0});
        }
    }
    for (const double farther : {1.6, 3.2}) {
        const double reach = clearance + height * farther;
        for (const auto& [dx, dy] : kSides) {
            wishes.push_back({centred(beside(centre, reach, width, height, dx, dy), width, height), form, true, 0});
        }
    }
    return wishes;
}

std::vector<PlaceWish> wishes_in_area(ScreenPoint point, const TextForms& forms) {
    static const std::vector<Shift> kShifts = shifts_by_distance();
    const bool two = forms.width_two > 0;
    const double line = forms.height_one;
    constexpr double kWhole = 1.0;
    constexpr double kGreaterPart = 0.6;
    const auto one_line = [&forms](ScreenPoint at, double inside) {
        return PlaceWish{centred(at, forms.width_one, forms.height_one), 0, false, inside};
    };
    const auto two_lines = [&forms](ScreenPoint at, double inside) {
        return PlaceWish{centred(at, forms.width_two, forms.height_two), 1, false, inside};
    };
    std::vector<PlaceWish> wishes{one_line(point, kWhole)};
    if (two) wishes.push_back(two_lines(point, kWhole));
    for (const Shift& s : kShifts) {
        const ScreenPoint at{point.x + s.dx * line, point.y + s.dy * line};
        wishes.push_back(one_line(at, kWhole));
        if (two) wishes.push_back(two_lines(at, kWhole));
    }
    if (two) wishes.push_back(two_lines(point, kGreaterPart));
    wishes.push_back(one_line(point, kGreaterPart));
    for (const Shift& s : kShifts) {
        const ScreenPoint at{point.x + s.dx * line, point.y + s.dy * line};
        if (two) wishes.push_back(two_lines(at, kGreaterPart));
        wishes.push_back(one_line(at, kGreaterPart));
    }
    for (const double dy : {0.0, -0.6, 0.6, -1.2, 1.2}) {
        const ScreenPoint at{point.x, point.y + dy * line};
        wishes.push_back(two ? two_lines(at, 0) : one_line(at, 0));
    }
    return wishes;
}

std::vector<PlaceWish> wishes_at(ScreenPoint point, const TextForms& forms) {
    std::vector<PlaceWish> wishes;
    for (const double dy : {0.0, -1.0, 1.0, -2.0, 2.0}) {
        wishes.push_back(
            {centred({point.x, point.y + dy * forms.height_one}, forms.width_one, forms.height_one), 0, false, 0});
    }
    if (forms.width_two > 0) wishes.push_back({centred(point, forms.width_two, forms.height_two), 1, false, 0});
    return wishes;
}

}  // namespace siaga::render
