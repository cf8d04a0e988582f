#include "net/json_fault.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace siaga::net {
namespace {

struct Case {
    std::string text;
    std::size_t offset;
    std::string what;
};

class BrokenJson : public testing::TestWithParam<Case> {};

TEST_P(BrokenJson, IsNamedWithItsByte) {
    const auto fault = find_json_fault(GetParam().text);
    ASSERT_TRUE(fault) << GetParam().text;
    EXPECT_EQ(fault->offset, GetParam().offset) << GetParam().text;
    EXPECT_EQ(fault->what, GetParam().what) << GetParam().text;
    simdjson::dom::parser parser;
    EXPECT_NE(parser.parse(GetParam().text).error(), simdjson::SUCCESS) << "simdjson takes it: " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BrokenJson,
    testing::Values(Case{"rubbish", 0, "expected a value"}, Case{"", 0, "the line ends too soon"},
                    Case{"{\"a\" 1}", 5, "expected ':'"}, Case{"{\"a\":1,}", 7, "expected a member name"},
                    Case{"{\"a\":1", 6, "the line ends too soon"},
                    Case{"{\"a\":1} x", 8, "nothing may follow the value"}, Case{"[1 2]", 3, "expected ','"},
                    Case{"[1,]", 3, "expected a value"}, Case{"{a:1}", 1, "expected a member name"},
                    Case{"{\"a\":NaN}", 5, "expected a value"}, Case{"{\"a\":01}", 6, "expected ','"},
                    Case{"{\"a\":-}", 6, "expected a digit"}, Case{"{\"a\":1.}", 7, "expected a digit"},
                    Case{"{\"a\":1e999}", 5, "a number is too large"},
                    Case{"{\"a\":99999999999999999999}", 5, "a number is too large"},
                    Case{"\"a\x01\"", 2, "a control character inside a text"}, Case{"\"\\q\"", 2, "no such escape"},
                    Case{"\"\\u12g4\"", 5, "expected four hexadecimal digits"},
                    Case{"\"\\ud800\"", 7, "half of a surrogate pair"}, Case{"\"\xff\"", 1, "not UTF-8"},
                    Case{"\"\xc0\x80\"", 1, "not UTF-8"}, Case{"\"\xed\xa0\x80\"", 1, "not UTF-8"},
                    Case{"{\"a\":\"b", 7, "the line ends too soon"}, Case{"[[[]", 4, "the line ends too soon"},
                    Case{"[}", 1, "expected a value"}));

TEST(JsonFault, FindsNoneInWhatIsJson) {
    for (const std::string text :
         {"{}", "[]", " {\"a\" : [1, -2.5e-3, true, null, \"\\u00e9\\ud83d\\ude00 \xC3\xA9\"], \"b\":{}} ", "0", "\"\"",
          "18446744073709551615", "-9223372036854775808", "1e-400", "[[],[[]],{\"x\":[{}]}]"}) {
        EXPECT_EQ(find_json_fault(text), std::nullopt) << text;
    }
}

TEST(JsonFault, FindsAFaultInEveryBeginningOfALine) {
    const std::string line = R"({"type":"fix","seq":42,"extra":{"a":[1.5,"\u00e9"]},"ok":true})";
    for (std::size_t length = 0; length < line.size(); ++length) {
        const auto fault = find_json_fault(line.substr(0, length));
        ASSERT_TRUE(fault) << line.substr(0, length);
        EXPECT_LE(fault->offset, length);
    }
    EXPECT_EQ(find_json_fault(line), std::nullopt);
}

TEST(JsonFault, StandsDeepNesting) { EXPECT_EQ(find_json_fault(std::string(100'000, '['))->offset, 100'000U); }

}  // namespace
}  // namespace siaga::net
