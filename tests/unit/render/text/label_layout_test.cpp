#include "render/text/label_layout.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace siaga::render {
namespace {

constexpr PixelRect kBounds{50, 20, 800, 600};

PixelRect any_rect() {
    return {static_cast<double>(*rc::gen::inRange(0, 900)), static_cast<double>(*rc::gen::inRange(0, 700)),
            static_cast<double>(*rc::gen::inRange(4, 160)), static_cast<double>(*rc::gen::inRange(4, 40))};
}

LayoutItem any_item() {
    const ScreenPoint centre{static_cast<double>(*rc::gen::inRange(50, 850)),
                             static_cast<double>(*rc::gen::inRange(20, 620))};
    const PixelRect size = any_rect();
    LayoutItem item{*rc::gen::inRange(0, 4), {}, {}, centre};
    item.wishes = *rc::gen::arbitrary<bool>()
                      ? wishes_around(centre, 14, size.width, size.height, 0)
                      : wishes_in_area(centre, {size.width, size.height, size.width / 2, size.height * 2});
    return item;
}

LayoutItem at(PixelRect rect, int priority) { return {priority, {{rect, 0, false, 0}}, {}, {}}; }

RC_GTEST_PROP(LabelLayout, NeverLetsTwoRectanglesOverlap, ()) {
    std::vector<LayoutItem> items;
    for (int i = *rc::gen::inRange(1, 60); i > 0; --i) items.push_back(any_item());
    std::vector<PixelRect> taken;
    for (int i = *rc::gen::inRange(0, 10); i > 0; --i) taken.push_back(any_rect());
    const auto granted = place(items, taken, kBounds);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!granted[i]) continue;
        const PixelRect rect = items[i].wishes[*granted[i]].rect;
        RC_ASSERT(rect.x >= kBounds.x && rect.right() <= kBounds.right());
        RC_ASSERT(rect.y >= kBounds.y && rect.bottom() <= kBounds.bottom());
        for (const PixelRect& other : taken) RC_ASSERT(!rect.overlaps(other));
        taken.push_back(rect);
    }
}

RC_GTEST_PROP(LabelLayout, FindsWhatAPlainSearchFinds, ()) {
    RectGrid grid(kBounds);
    std::vector<PixelRect> all;
    for (int i = *rc::gen::inRange(0, 40); i > 0; --i) {
        all.push_back(any_rect());
        grid.add(all.back());
    }
    const PixelRect asked = any_rect();
    RC_PRE(asked.x >= kBounds.x && asked.y >= kBounds.y && asked.right() <= kBounds.right() &&
           asked.bottom() <= kBounds.bottom());
    bool hit = false;
    for (const PixelRect& r : all) hit = hit || r.overlaps(asked);
    RC_ASSERT(grid.hits(asked) == hit);
}

TEST(LabelLayout, ServesTheHigherPriorityFirst) {
    const PixelRect spot{100, 100, 50, 20};
    const std::vector<LayoutItem> items{at(spot, 1), at(spot, 5), at(spot, 5)};
    const auto granted = place(items, {}, kBounds);
    EXPECT_FALSE(granted[0].has_value());
    EXPECT_TRUE(granted[1].has_value());
    EXPECT_FALSE(granted[2].has_value());
}

TEST(LabelLayout, HidesWhatHasNoFreePlace) {
    const std::vector<PixelRect> obstacles{{0, 0, 1000, 1000}};
    EXPECT_FALSE(place(std::vector<LayoutItem>{at({100, 100, 50, 20}, 1)}, obstacles, kBounds)[0].has_value());
}

TEST(LabelLayout, TriesTheNextWishWhereTheAreaDoesNotHoldTheFirst) {
    LayoutItem item{0, wishes_in_area({400, 300}, {120, 14, 60, 30}), {}, {}};
    item.fits = [](const PixelRect& r) { return r.width <= 60; };
    const auto granted = place(std::vector<LayoutItem>{item}, {}, kBounds);
    ASSERT_TRUE(granted[0].has_value());
    const PlaceWish& wish = item.wishes[*granted[0]];
    EXPECT_EQ(wish.form, 1);
    EXPECT_EQ(wish.rect, (PixelRect{370, 285, 60, 30}));
}

TEST(LabelLayout, PutsATagBesideItsMarkNeverOnIt) {
    const PixelRect disc_box{390, 290, 20, 20};
    for (const PlaceWish& wish : wishes_around({400, 300}, 14, 90, 18, 0)) {
        EXPECT_FALSE(wish.rect.overlaps(disc_box)) << wish.rect.x << ", " << wish.rect.y;
    }
}

TEST(LabelLayout, KeepsLinesToFarTagsFromCrossing) {
    // Two marks side by side; the places on the mark's own side are taken, so that the lines would cross.
    LayoutItem left{2, {{{600, 200, 80, 20}, 0, true, 0}}, {}, {400, 300}};
    LayoutItem right{1, {{{300, 200, 80, 20}, 0, true, 0}, {{600, 360, 80, 20}, 0, true, 0}}, {}, {440, 300}};
    const auto granted = place(std::vector<LayoutItem>{left, right}, {}, kBounds);
    EXPECT_EQ(granted[0], 0U);
    EXPECT_EQ(granted[1], 1U);
}

}  // namespace
}  // namespace siaga::render
