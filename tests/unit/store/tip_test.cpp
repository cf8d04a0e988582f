#include "data/store/tip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siaga {
namespace {

using testing::HasSubstr;

/// RFC 8032 section 7.1, test 2.
constexpr const char* kTipKey =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";

/// As in data/store/README.md.
constexpr const char* kWorkedExample =
    "siaga ledger tip 1\n"
    "origin 1111111111111111111111111111111111111111111111111111111111111111\n"
    "size 1201\n"
    "root 2222222222222222222222222222222222222222222222222222222222222222\n"
    "chain 3333333333333333333333333333333333333333333333333333333333333333\n"
    "units 2 2550e270bb04a25a1f037cc0c556ea4b4db8e8bb780cf8b624c907ea5691b6f6\n"
    "sources 1 86382d4dc48b3c97f6e9e889092f2a56c81de803e64a8d364131ce0d728e2cdf\n"
    "time 2024-11-30T06:30:00.000Z\n"
    "state running\n"
    "previous 4444444444444444444444444444444444444444444444444444444444444444\n"
    "key 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c\n"
    "signature 97e6d6a596ddd157ec849676eb52f884da7dcc3bdf75369edfab0cdefa0fdb3a"
    "20e42619c69c927e79eaf205047b369de04130e8427931240ff979fc3499590c\n";

Tip example_tip() {
    Tip tip;
    tip.origin.fill(0x11);
    tip.ledger.entries = 1201;
    tip.ledger.root.fill(0x22);
    tip.ledger.chain.fill(0x33);
    const std::vector<std::string> units{"RAJAWALI-04", "RAJAWALI-07"}, sources{"poskotis-7"};
    tip.units = mark_of(units);
    tip.sources = mark_of(sources);
    tip.time = time_from_ms(1'732'948'200'000);
    tip.previous.fill(0x44);
    return tip;
}

std::string problem_of(const std::string& text) {
    const Result<SignedTip> tip = parse_tip(text);
    return tip ? "" : std::to_string(tip.problem().offset) + ": " + tip.problem().detail;
}

TEST(Tip, IsSignedAsTheWorkedExampleOfTheReadme) {
    const auto key = SigningKey::from_pem(kTipKey);
    ASSERT_TRUE(key);
    const SignedTip tip = sign(example_tip(), *key);
    EXPECT_EQ(to_text(tip), kWorkedExample);
    EXPECT_TRUE(is_authentic(tip));
}

TEST(Tip, ReadsBackWhatItWrote) {
    const SignedTip tip = sign(example_tip(), SigningKey::generate());
    const Result<SignedTip> again = parse_tip(to_text(tip));
    ASSERT_TRUE(again.ok()) << again.problem().detail;
    EXPECT_EQ(*again, tip);
}

TEST(Tip, IsRefusedWithAnyBitFlipped) {
    const std::string good = kWorkedExample;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        std::string bad = good;
        bad[bit / 8] = static_cast<char>(static_cast<unsigned char>(bad[bit / 8]) ^ (1U << (bit % 8)));
        const Result<SignedTip> tip = parse_tip(bad);
        EXPECT_FALSE(tip.ok() && is_authentic(*tip)) << "byte " << bit / 8 << ": " << bad;
    }
}

TEST(Tip, SaysWhereItsTextIsWrong) {
    const std::string good = kWorkedExample;
    const auto with = [&](const std::string& what, const std::string& by) {
        std::string text = good;
        return text.replace(text.find(what), what.size(), by);
    };
    EXPECT_THAT(problem_of(with("tip 1", "tip 2")), HasSubstr("0: the line 'siaga ledger tip 1' is missing"));
    EXPECT_THAT(problem_of(with("size 1201", "size 01201")), HasSubstr("91: a number is expected"));
    EXPECT_THAT(problem_of(with("root 22", "root 2G")), HasSubstr("64 hexadecimal digits are expected"));
    EXPECT_THAT(problem_of(with("06:30:00.000Z", "06:30:00Z")), HasSubstr("the time is not RFC 3339"));
    EXPECT_THAT(problem_of(with("state running", "state walking")), HasSubstr("running or closed is expected"));
    EXPECT_THAT(problem_of(with("units 2 ", "units 2-")), HasSubstr("a count and a hash are expected"));
    EXPECT_THAT(problem_of(good + "\n"), HasSubstr("there is text after the signature"));
    EXPECT_THAT(problem_of(good.substr(0, good.size() - 1)), HasSubstr("the text ends inside a line"));
    EXPECT_THAT(problem_of(""), HasSubstr("the text ends inside a line"));
}

TEST(NamesMark, DependsOnEveryNameAndTheirOrder) {
    const std::vector<std::string> a{"A", "B"}, b{"B", "A"}, joined{"AB"};
    EXPECT_NE(mark_of(a), mark_of(b));
    EXPECT_NE(mark_of(a).hash, mark_of(joined).hash);
}

}  // namespace
}  // namespace siaga
