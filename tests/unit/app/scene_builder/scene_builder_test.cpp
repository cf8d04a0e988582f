#include "app/scene_builder/scene_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "app/scene_builder/unit_marks.hpp"
#include "app/theme/theme.hpp"

namespace siaga::app {
namespace {

using testing::HasSubstr;

const Time kShown = parse_rfc3339("2024-11-30T14:00:00+08:00").value();

class SceneOf : public testing::Test {
protected:
    SceneOf() { EXPECT_TRUE(use_language(Language::kEnglish, locale_folder())); }

    void fix(const std::string& unit, Time t, double lon, double lat,
             std::optional<std::uint16_t> course_cdeg = std::nullopt) {
        Committed committed;
        auto place = std::find(names_.begin(), names_.end(), unit);
        if (place == names_.end()) {
            committed.new_units.push_back(unit);
            place = names_.insert(names_.end(), unit);
        }
        Fix f;
        f.time = f.received = t;
        f.position = LonLat::from_degrees(lon, lat);
        f.unit = static_cast<UnitIndex>(place - names_.begin());
        f.seq = ++seq_;
        f.speed_cmps = 800;
        if (course_cdeg) f.course_cdeg = *course_cdeg;
        committed.fixes.push_back(f);
        history_.add(committed);
    }
    void event(Time t, EventBody body) {
        Committed committed;
        auto entry = std::make_shared<Entry>();
        entry->n = n_++;
        entry->received = t;
        entry->event = {t, std::move(body), {}};
        committed.entries.push_back(std::move(entry));
        history_.add(committed);
    }
    void depart(const std::string& unit) {
        event(kShown - 1h, EscortMoved{UnitName::literal(unit), EscortStep::kDeparted,
                                       SiteCode::literal("PPK 53.03.04"), SiteCode::literal("GUDANG"), std::nullopt});
    }
    render::Scene scene(const SceneView& view = {}, Time t = kShown) {
        SceneBuilder builder(operation_, Format(Language::kEnglish, operation_.zone));
        return builder.build(*history_.situation_at(t), history_, view);
    }
    static const render::Mark* mark_with_tag(const render::Scene& scene, const std::string& start) {
        const auto it = std::find_if(scene.marks.begin(), scene.marks.end(),
                                     [&](const render::Mark& m) { return m.tag.starts_with(start); });
        return it == scene.marks.end() ? nullptr : &*it;
    }

    const Operation operation_ = load_operation(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "ttu");
    History history_{operation_.roster};
    std::vector<std::string> names_;
    std::uint64_t seq_ = 0, n_ = 0;
};

TEST_F(SceneOf, StylesEachDistrictByItsClass) {
    const std::shared_ptr<const Situation> s = history_.situation_at(kShown);
    const render::Scene built = scene();
    ASSERT_EQ(built.areas.size(), 24U);
    for (std::size_t i = 0; i < built.areas.size(); ++i) {
        EXPECT_EQ(built.areas[i], theme::class_style(s->districts[i].shown).area);
    }
}

TEST_F(SceneOf, NamesEveryDistrictItsNeighboursAndTheSea) {
    const render::Scene built = scene();
    const auto count = [&](render::LabelStyle style) {
        return std::count_if(built.labels.begin(), built.labels.end(), [&](const auto& l) { return l.style == style; });
    };
    EXPECT_EQ(count(render::LabelStyle::kArea), 24);
    EXPECT_EQ(count(render::LabelStyle::kAreaQuiet), static_cast<long>(operation_.context.size()));
    EXPECT_EQ(count(render::LabelStyle::kSea), 1);
}

TEST_F(SceneOf, DrawsAnEscortUnderWayAsAnArrowWithItsCallsign) {
    depart("RAJAWALI-04");
    fix("RAJAWALI-04", kShown - 3s, 124.5, -9.45, 31000);
    const render::Scene built = scene();
    const render::Mark* mark = mark_with_tag(built, "RAJAWALI-04");
    ASSERT_NE(mark, nullptr);
    EXPECT_EQ(mark->shape, render::MarkShape::kArrow);
    EXPECT_FLOAT_EQ(mark->heading_deg, 310);
    EXPECT_FALSE(mark->ring);
    EXPECT_EQ(mark->tag, "RAJAWALI-04");
}

TEST_F(SceneOf, HollowsAStaleUnitAndSaysItsAge) {
    depart("RAJAWALI-04");
    fix("RAJAWALI-04", kShown - 2min, 124.5, -9.45, 31000);
    const render::Scene built = scene();
    const render::Mark* mark = mark_with_tag(built, "RAJAWALI-04");
    ASSERT_NE(mark, nullptr);
    EXPECT_EQ(mark->shape, render::MarkShape::kArrowHollow);
    EXPECT_FALSE(mark->ring);
    EXPECT_THAT(mark->tag, HasSubstr("2 min"));
}

TEST_F(SceneOf, RingsALostUnitAtItsLastKnownPlace) {
    depart("RAJAWALI-07");
    fix("RAJAWALI-07", kShown - 8min, 124.3, -9.5, 9000);
    const render::Scene built = scene();
    const render::Mark* mark = mark_with_tag(built, "RAJAWALI-07");
    ASSERT_NE(mark, nullptr);
    EXPECT_TRUE(mark->ring);
    EXPECT_EQ(mark->place, LonLat::from_degrees(124.3, -9.5));
    EXPECT_THAT(mark->tag, HasSubstr("silent 8 min"));
}

TEST_F(SceneOf, LeavesAParkedUnitWithoutATagUntilZoomedIn) {
    fix("RAJAWALI-30", kShown - 3s, 124.5, -9.45);
    EXPECT_EQ(mark_with_tag(scene(), "RAJAWALI-30"), nullptr);
    SceneView close;
    close.zoom_in = 3;
    EXPECT_NE(mark_with_tag(scene(close), "RAJAWALI-30"), nullptr);
}

TEST_F(SceneOf, PutsAnEmergencyBeforeEverythingElse) {
    depart("RAJAWALI-01");
    fix("RAJAWALI-01", kShown - 3s, 124.5, -9.45, 100);
    fix("RAJAWALI-02", kShown - 3s, 124.6, -9.45, 100);
    event(kShown - 1min, Emergency{UnitName::literal("RAJAWALI-02"), true, std::nullopt, ""});
    const render::Scene built = scene();
    const render::Mark* sos = mark_with_tag(built, "RAJAWALI-02 · SOS");
    ASSERT_NE(sos, nullptr);
    EXPECT_TRUE(sos->pulse);
    EXPECT_GT(sos->priority, mark_with_tag(built, "RAJAWALI-01")->priority);
    EXPECT_EQ(&built.marks.back(), sos);
}

TEST_F(SceneOf, GivesATrailToAUnderWayUnitAndToNoOther) {
    depart("RAJAWALI-04");
    fix("RAJAWALI-30", kShown - 3s, 124.6, -9.45);
    fix("RAJAWALI-04", kShown - 3s, 124.5, -9.45);
    const render::Trails trails = scene().trails;
    ASSERT_EQ(trails.colours.size(), 2U);
    EXPECT_EQ(trails.colours[0].a, 0);
    EXPECT_GT(trails.colours[1].a, 0);
    EXPECT_EQ(trails.until, kShown);
    EXPECT_EQ(trails.length, kTrailLength);
}

TEST_F(SceneOf, KeepsItsSheetsWhileOnlyTheTimeShownChanges) {
    depart("RAJAWALI-04");
    for (int i = 0; i < 100; ++i) fix("RAJAWALI-04", kShown - 5s * i, 124.5 + i * 0.001, -9.45);
    SceneBuilder builder(operation_, Format(Language::kEnglish, operation_.zone));
    const render::Scene before = builder.build(*history_.situation_at(kShown - 20s), history_, {});
    const render::Scene after = builder.build(*history_.situation_at(kShown - 10s), history_, {});
    ASSERT_GE(before.trails.sheets.size(), 2U);
    EXPECT_EQ(before.trails.sheets, after.trails.sheets);
    EXPECT_NE(before.trails.until, after.trails.until);
}

TEST_F(SceneOf, MakesANewSheetOnlyOfTheSliceThatALateFixIsIn) {
    depart("RAJAWALI-04");
    for (int i = 0; i < 100; ++i) fix("RAJAWALI-04", kShown - 5s * i, 124.5 + i * 0.001, -9.45);
    SceneBuilder builder(operation_, Format(Language::kEnglish, operation_.zone));
    const auto before = builder.build(*history_.situation_at(kShown), history_, {}).trails.sheets;
    fix("RAJAWALI-04", kShown - 7min + 2s, 124.55, -9.45);
    const auto after = builder.build(*history_.situation_at(kShown), history_, {}).trails.sheets;
    ASSERT_EQ(before.size(), after.size());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < before.size(); ++i) changed += before[i] == after[i] ? 0U : 1U;
    EXPECT_EQ(changed, 1U);
}

TEST_F(SceneOf, NeverDrawsTheFuture) {
    depart("RAJAWALI-04");
    fix("RAJAWALI-04", kShown - 3s, 124.5, -9.45);
    fix("RAJAWALI-04", kShown + 30s, 124.9, -9.45);
    const render::Scene built = scene();
    EXPECT_EQ(mark_with_tag(built, "RAJAWALI-04")->place, LonLat::from_degrees(124.5, -9.45));
}

TEST(DrawnPlace, SlidesBetweenTwoFixesOfAMovingPicture) {
    Fix a;
    a.time = kShown;
    a.position = LonLat::from_degrees(124.0, -9.0);
    const TrailSheets::Step b{kShown + 10s, LonLat::from_degrees(124.1, -9.2)};
    EXPECT_EQ(drawn_place(a, b, kShown + 5s).place, LonLat::from_degrees(124.05, -9.1));
    EXPECT_EQ(drawn_place(a, b, kShown).place, a.position);
    EXPECT_EQ(drawn_place(a, std::nullopt, kShown + 5s).place, a.position);
}

TEST(DrawnPlace, StaysPutOverALongSilence) {
    Fix a;
    a.time = kShown;
    a.position = LonLat::from_degrees(124.0, -9.0);
    const TrailSheets::Step b{kShown + 61s, LonLat::from_degrees(124.1, -9.2)};
    EXPECT_EQ(drawn_place(a, b, kShown + 30s).place, a.position);
}

TEST(MarkIds, AreNeverTheIdOfNothing) {
    EXPECT_EQ(unit_of(0), std::nullopt);
    EXPECT_EQ(unit_of(mark_of(UnitIndex{0})), UnitIndex{0});
    EXPECT_EQ(unit_of(mark_of(UnitIndex{7})), UnitIndex{7});
}

}  // namespace
}  // namespace siaga::app
