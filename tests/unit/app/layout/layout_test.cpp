#include "app/layout/layout.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace siaga::app {
namespace {

struct Case {
    float w, h, scale;
    ColumnNeeds needs;
};

std::vector<Case> cases() {
    std::vector<Case> out;
    for (const auto& [w, h] : {std::pair(1280.0F, 720.0F),
                               {1366.0F, 768.0F},
                               {1920.0F, 1080.0F},
                               {2560.0F, 1080.0F},
                               {3840.0F, 2160.0F},
                               {5760.0F, 1080.0F},
                               {1200.0F, 1920.0F}}) {
        for (const ColumnNeeds& needs :
             {ColumnNeeds{70, 200, 0}, ColumnNeeds{190, 210, 80}, ColumnNeeds{350, 320, 170}}) {
            out.push_back({w, h, default_scale(w, h), needs});
        }
    }
    return out;
}

std::vector<Rect> parts(const Layout& layout) {
    std::vector<Rect> out{layout.header, layout.map, layout.unfinished, layout.detail, layout.events, layout.timeline};
    out.insert(out.end(), layout.figures.begin(), layout.figures.end());
    if (layout.alarms.h > 0) out.push_back(layout.alarms);
    return out;
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST(Layout, PartsNeverOverlapAndNeverLeaveThePicture) {
    for (const Case& c : cases()) {
        SCOPED_TRACE(testing::Message() << c.w << "x" << c.h << " alarms " << c.needs.alarms);
        const std::vector<Rect> all = parts(lay_out(c.w, c.h, c.scale, c.needs));
        for (std::size_t i = 0; i < all.size(); ++i) {
            EXPECT_GT(all[i].w, 0) << i;
            EXPECT_GT(all[i].h, 0) << i;
            EXPECT_GE(all[i].x, 0) << i;
            EXPECT_LE(all[i].right(), c.w) << i;
            EXPECT_LE(all[i].bottom(), c.h) << i;
            for (std::size_t j = i + 1; j < all.size(); ++j) EXPECT_FALSE(overlap(all[i], all[j])) << i << " and " << j;
        }
    }
}

TEST(Layout, GivesTheUnfinishedAndTheAlarmsAllTheyAskForAt1080) {
    const ColumnNeeds needs{190, 210, 109};
    const Layout layout = lay_out(1920, 1080, 1, needs);
    EXPECT_EQ(layout.unfinished.h, needs.unfinished);
    EXPECT_EQ(layout.alarms.h, needs.alarms);
    EXPECT_GE(layout.events.h, 110);
}

TEST(Layout, LetsTheDetailGiveWayBeforeTheAlarmsDo) {
    const ColumnNeeds needs{330, 210, 164};
    const Layout layout = lay_out(1920, 1080, 1, needs);
    EXPECT_LT(layout.detail.h, needs.detail);
    EXPECT_EQ(layout.alarms.h, needs.alarms);
}

TEST(Layout, LeavesNoRoomForAlarmsWhenThereAreNone) {
    const Layout layout = lay_out(1920, 1080, 1, {190, 210, 0});
    EXPECT_EQ(layout.alarms.h, 0);
    EXPECT_EQ(layout.events.y, layout.detail.bottom() + 12);
}

TEST(Layout, EndsTheColumnWhereTheMapEnds) {
    for (const Case& c : cases()) {
        const Layout layout = lay_out(c.w, c.h, c.scale, c.needs);
        EXPECT_EQ(layout.events.bottom(), layout.map.bottom());
    }
}

TEST(Layout, LinesTheLastFiguresUpWithTheColumn) {
    const Layout layout = lay_out(1920, 1080, 1, {});
    EXPECT_EQ(layout.figures[4].x, layout.unfinished.x);
    EXPECT_EQ(layout.figures[5].right(), layout.unfinished.right());
    EXPECT_EQ(layout.figures[3].right(), layout.map.right());
}

TEST(Layout, DoublesEverythingOnA4KWall) {
    const Layout one = lay_out(1920, 1080, 1, {190, 210, 80}), two = lay_out(3840, 2160, 2, {190, 210, 80});
    EXPECT_NEAR(two.map.w, 2 * one.map.w, 2);
    EXPECT_NEAR(two.events.h, 2 * one.events.h, 4);
    EXPECT_EQ(default_scale(3840, 2160), 2);
}

TEST(Layout, NeverScalesTextBelowWhatCanBeRead) { EXPECT_EQ(default_scale(640, 480), kMinScale); }

}  // namespace
}  // namespace siaga::app
