#include "app/wall/damage.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace siaga::app {
namespace {

constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255), kBlue = IM_COL32(0, 0, 255, 255);

/// Frames of 640 x 384 pixels: ten tiles by six.
class DamageOf : public testing::Test {
protected:
    DamageOf() : context_(ImGui::CreateContext()) { begin(); }
    ~DamageOf() override { ImGui::DestroyContext(context_); }

    void begin() {
        list_ = std::make_unique<ImDrawList>(ImGui::GetDrawListSharedData());
        list_->_ResetForNewFrame();
        list_->PushTextureID(nullptr);
        list_->PushClipRect({0, 0}, {640, 384});
    }
    void fill(float x, float y, float w, float h, ImU32 colour) {
        list_->AddRectFilled({x, y}, {x + w, y + h}, colour);
    }
    ImDrawData data() {
        ImDrawData data;
        data.DisplaySize = {640, 384};
        data.CmdLists.push_back(list_.get());
        data.CmdListsCount = 1;
        return data;
    }
    /// Ends the frame, and begins another.
    std::vector<DamagedRect> end() {
        const std::vector<DamagedRect> rects = damage_.since_last(data());
        kept_.push_back(std::move(list_));
        begin();
        return rects;
    }

    ImGuiContext* context_;
    std::unique_ptr<ImDrawList> list_;
    std::vector<std::unique_ptr<ImDrawList>> kept_;
    Damage damage_;
};

TEST_F(DamageOf, IsEverythingAtFirstAndAfterForgetting) {
    const std::vector<DamagedRect> all{{0, 0, 640, 384}};
    EXPECT_EQ(end(), all);
    EXPECT_TRUE(end().empty());
    damage_.forget();
    EXPECT_EQ(end(), all);
}

TEST_F(DamageOf, IsNothingWhenTheSameIsDrawnAgain) {
    for (int i = 0; i < 2; ++i) {
        fill(10, 10, 300, 200, kRed);
        if (i == 0) (void)end();
    }
    EXPECT_TRUE(end().empty());
}

TEST_F(DamageOf, HoldsWhereSomethingWasAndWhereItIs) {
    fill(10, 10, 20, 20, kRed);
    (void)end();
    fill(600, 300, 20, 20, kRed);
    EXPECT_EQ(end(), (std::vector<DamagedRect>{{0, 0, 64, 64}, {576, 256, 640, 320}}));
}

TEST_F(DamageOf, SeesAnotherColourAndAnotherOrder) {
    fill(0, 0, 10, 10, kRed);
    fill(5, 5, 10, 10, kBlue);
    (void)end();
    fill(5, 5, 10, 10, kBlue);
    fill(0, 0, 10, 10, kRed);
    EXPECT_EQ(end().size(), 1U);
    fill(5, 5, 10, 10, kBlue);
    fill(0, 0, 10, 10, kBlue);
    EXPECT_EQ(end().size(), 1U);
}

TEST_F(DamageOf, TakesABackdropWholeWhenAnythingOverItChanges) {
    Backdrop map{{100, 100, 200, 200}, 1, {}};
    add_backdrop(*list_, map);
    (void)end();
    add_backdrop(*list_, map);
    fill(150, 150, 4, 4, kRed);
    EXPECT_EQ(end(), (std::vector<DamagedRect>{{64, 64, 320, 320}}));
    map.version = 2;
    add_backdrop(*list_, map);
    fill(150, 150, 4, 4, kRed);
    EXPECT_EQ(end(), (std::vector<DamagedRect>{{64, 64, 320, 320}}));
}

TEST_F(DamageOf, CutsListsToItsRectangles) {
    fill(0, 0, 640, 384, kRed);
    fill(500, 300, 10, 10, kBlue);
    ImDrawList cut(ImGui::GetDrawListSharedData());
    ASSERT_TRUE(cut_to(data(), {{0, 0, 64, 64}}, cut));
    ASSERT_EQ(cut.CmdBuffer.Size, 1);
    EXPECT_EQ(cut.CmdBuffer[0].ElemCount, 6U);  // the surface, not the small square
    EXPECT_FLOAT_EQ(cut.CmdBuffer[0].ClipRect.z, 64);
    EXPECT_FLOAT_EQ(cut.CmdBuffer[0].ClipRect.w, 64);
}

}  // namespace
}  // namespace siaga::app
