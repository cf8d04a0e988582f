#include "data/model/enum_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace siaga {
namespace {

template <class E> class EnumTable : public testing::Test {};

using AllEnums = testing::Types<PlenaryStage, PlenaryFlagKind, BoxStage, BoxFault, Condition, IncidentKind,
                                IncidentStep, EscortStep, AlertRule, AlertStep, Severity, DistrictClass, UnitStatus>;
TYPED_TEST_SUITE(EnumTable, AllEnums);

TYPED_TEST(EnumTable, FindsEachNameBackAndNoOther) {
    for (std::size_t i = 0; i < kEnumCount<TypeParam>; ++i) {
        const auto value = static_cast<TypeParam>(i);
        EXPECT_EQ(enum_from_name<TypeParam>(name_of(value)), value);
    }
    EXPECT_EQ(enum_from_name<TypeParam>("no such word"), std::nullopt);
}

TYPED_TEST(EnumTable, HasNoWordTwice) {
    auto names = EnumNames<TypeParam>::kNames;
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(EnumTable, KeepsTheOrderThatCanonicalBytesRelyOn) {
    EXPECT_EQ(name_of(PlenaryStage::kFinished), "SELESAI");
    EXPECT_EQ(name_of(BoxStage::kGuarded), "DIJAGA");
    EXPECT_EQ(name_of(DistrictClass::kUnknown), "tidak_diketahui");
    EXPECT_EQ(name_of(AlertRule::kLedgerLoss), "CATATAN_HILANG");
}

}  // namespace
}  // namespace siaga
