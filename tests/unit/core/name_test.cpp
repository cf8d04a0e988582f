#include "data/core/name.hpp"

#include <gtest/gtest.h>

namespace siaga {
namespace {

TEST(Name, TakesOneToSixtyFourSafeCharacters) {
    for (const std::string& text : {std::string("RAJAWALI-04"), std::string("53.03.05"), std::string("PPK 53.03.05"),
                                    std::string("a"), std::string(64, 'x')}) {
        const Result<UnitName> name = UnitName::parse(text);
        ASSERT_TRUE(name.ok()) << text;
        EXPECT_EQ(name->text(), text);
    }
}

TEST(Name, RefusesEverythingElseAndSaysSoSafely) {
    for (const std::string& text :
         {std::string(), std::string(65, 'x'), std::string("../etc"), std::string("a;b"), std::string("a\nb"),
          std::string(" a"), std::string("a "), std::string("\xC3\xA9"), std::string("a\0b", 3)}) {
        const Result<UnitName> name = UnitName::parse(text);
        ASSERT_FALSE(name.ok()) << text;
        EXPECT_EQ(name.problem().code, Refusal::kBadIdentifier);
        for (const char c : name.problem().detail)
            EXPECT_TRUE(c >= 0x20 && c < 0x7f) << "unescaped byte in the message";
    }
}

TEST(Printable, EscapesAndShortens) {
    EXPECT_EQ(printable("a\x1b[2J\\"), "a\\x1b[2J\\x5c");
    EXPECT_EQ(printable(std::string(200, 'a')).size(), 83U);
}

}  // namespace
}  // namespace siaga
