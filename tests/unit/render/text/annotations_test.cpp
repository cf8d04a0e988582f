#include "render/text/annotations.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>

namespace siaga::render {
namespace {

constexpr PixelRect kAnnotated{0, 0, 800, 600};

/// Seven pixels a letter, fourteen a line: no font needed.
TextBlock measured(std::string_view text, const TextStyle& style) {
    TextBlock block;
    block.style = style;
    double line = 0;
    block.height = 14;
    for (const char c : text) {
        if (c == '\n') {
            line = 0;
            block.height += 14;
        } else {
            line += 7;
        }
        block.width = std::max(block.width, line);
    }
    return block;
}

class AnnotationsOf {
public:
    Scene scene;
    Camera camera{kAnnotated, LonLat::from_degrees(124.5, -9.4), 11};
    std::vector<PixelRect> keep_clear;

    void add_unit(ScreenPoint p, const std::string& tag, int priority = 0) {
        Mark mark;
        mark.id = static_cast<std::uint32_t>(scene.marks.size() + 1);
        mark.place = camera.lonlat_from_screen(p);
        mark.tag = tag;
        mark.priority = priority;
        scene.marks.push_back(mark);
    }
    void add_name(ScreenPoint p, const std::string& text, int priority = 0) {
        Label label;
        label.text = text;
        label.place = camera.lonlat_from_screen(p);
        label.priority = priority;
        label.area = 0;
        scene.labels.push_back(label);
    }
    [[nodiscard]] Annotations result() const {
        return annotate({scene, camera, 1, keep_clear, measured, [](std::size_t, const PixelRect&) { return true; }});
    }
};

RC_GTEST_PROP(Annotations, CoverNoMarkAndNoOtherText, ()) {
    AnnotationsOf in;
    for (int i = *rc::gen::inRange(0, 40); i > 0; --i) {
        in.add_unit({static_cast<double>(*rc::gen::inRange(0, 800)), static_cast<double>(*rc::gen::inRange(0, 600))},
                    "RAJAWALI-04");
    }
    for (int i = *rc::gen::inRange(0, 10); i > 0; --i) {
        in.add_name({static_cast<double>(*rc::gen::inRange(0, 800)), static_cast<double>(*rc::gen::inRange(0, 600))},
                    "Kota Kefamenanu");
    }
    const Annotations out = in.result();
    std::vector<PixelRect> texts;
    for (const PlacedTag& tag : out.tags) texts.push_back(tag.plate);
    for (const PlacedLabel& label : out.labels) texts.push_back(label.rect);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t k = i + 1; k < texts.size(); ++k) RC_ASSERT(!texts[i].overlaps(texts[k]));
        for (const Mark& mark : in.scene.marks) {
            const ScreenPoint centre = in.camera.screen_from_lonlat(mark.place);
            RC_ASSERT(!texts[i].overlaps({centre.x - 9, centre.y - 9, 18, 18}));
        }
    }
}

TEST(Annotations, LeaveASingleTagToTheRightOfItsMark) {
    AnnotationsOf in;
    in.add_unit({400, 300}, "RAJAWALI-04");
    const Annotations out = in.result();
    ASSERT_EQ(out.tags.size(), 1U);
    EXPECT_GE(out.tags[0].plate.x, 411);
    EXPECT_FALSE(out.tags[0].apart);
}

TEST(Annotations, StayOutFromUnderThePanels) {
    AnnotationsOf in;
    in.add_name({100, 100}, "Mutis");
    in.keep_clear = {{0, 0, 400, 400}};
    EXPECT_TRUE(in.result().labels.empty());
}

TEST(Annotations, BreakANameInTwoWhereOneLineDoesNotFit) {
    AnnotationsOf in;
    in.add_name({400, 300}, "Kota Kefamenanu");
    const Annotations out =
        annotate({in.scene, in.camera, 1, {}, measured, [](std::size_t, const PixelRect& r) { return r.width < 90; }});
    ASSERT_EQ(out.labels.size(), 1U);
    EXPECT_EQ(out.labels[0].rect.height, 28);
}

TEST(Annotations, GiveThePlaceToTheHigherPriority) {
    AnnotationsOf in;
    in.add_name({400, 300}, "Musi", 1);
    in.add_name({400, 300}, "Mutis", 2);
    in.keep_clear = {{0, 0, 800, 290}, {0, 310, 800, 290}, {0, 0, 378, 600}, {422, 0, 378, 600}};
    const Annotations out = in.result();
    ASSERT_EQ(out.labels.size(), 1U);
    EXPECT_EQ(out.labels[0].label, 1U);
}

TEST(BrokenInTwo, BreaksAtTheSpaceThatBalances) {
    EXPECT_EQ(broken_in_two("Kota Kefamenanu"), "Kota\nKefamenanu");
    EXPECT_EQ(broken_in_two("Timor Tengah Selatan"), "Timor Tengah\nSelatan");
    EXPECT_EQ(broken_in_two("Mutis"), "");
    EXPECT_EQ(broken_in_two("a\nb c"), "");
}

TEST(CodePoints, ReadsUtf8AndReplacesWhatIsNone) {
    EXPECT_EQ(code_points("a·é€😀"), U"a·é€😀");
    EXPECT_EQ(code_points("a\xFF\xC3"), U"a\uFFFD\uFFFD");
}

TEST(Annotations, NamesNoMoreUnitsThanTheMapHasRoomForAndTheImportantOnesFirst) {
    AnnotationsOf in;
    for (int i = 0; i < 100; ++i) in.add_unit({40.0 + i % 10 * 75, 40.0 + i / 10 * 55}, "U", i);
    const Annotations result = in.result();
    EXPECT_LE(result.tags.size(), static_cast<std::size_t>(800 * 600 / kRoomPerTagPx2));
    ASSERT_FALSE(result.tags.empty());
    for (const PlacedTag& tag : result.tags) EXPECT_GE(tag.mark, 80U);
}

TEST(Annotations, NamesAnUrgentUnitWhateverTheCrowd) {
    AnnotationsOf in;
    for (int i = 0; i < 1000; ++i) in.add_unit({4.0 + i % 40 * 20, 4.0 + i / 40 * 24}, "U", 500);
    in.scene.marks[345].urgent = true;
    in.scene.marks[345].priority = 0;
    const Annotations result = in.result();
    EXPECT_TRUE(std::any_of(result.tags.begin(), result.tags.end(), [](const auto& t) { return t.mark == 345; }));
    EXPECT_TRUE(result.crowded);
    EXPECT_FLOAT_EQ(result.mark_sizes[345], 1);
    EXPECT_EQ(std::count(result.mark_sizes.begin(), result.mark_sizes.end(), 1.0F), 1 + 20);
}

TEST(Annotations, ShrinkNoUnitUntilThereIsACrowd) {
    EXPECT_DOUBLE_EQ(size_in_crowd(31), 1);
    EXPECT_DOUBLE_EQ(size_in_crowd(kCrowd), 1);
    EXPECT_DOUBLE_EQ(size_in_crowd(4 * kCrowd), 0.5);
    EXPECT_GT(size_in_crowd(1'000'000), 0.3);
}

}  // namespace
}  // namespace siaga::render
