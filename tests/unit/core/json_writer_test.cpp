#include "data/core/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace siaga {
namespace {

TEST(JsonWriter, SeparatesMembersAndElements) {
    JsonWriter out;
    out.begin_object()
        .member("a", 1)
        .key("b")
        .begin_array()
        .value(true)
        .value("x")
        .begin_object()
        .end_object()
        .end_array();
    out.member("c", std::string_view("y")).end_object();
    EXPECT_EQ(out.text(), R"({"a":1,"b":[true,"x",{}],"c":"y"})");
}

TEST(JsonWriter, WritesFixedPointExactly) {
    const auto decimal = [](std::int64_t number) { return JsonWriter().decimal(number, 7).text(); };
    EXPECT_EQ(decimal(-94'386'000), "-9.4386");
    EXPECT_EQ(decimal(1'244'871'000), "124.4871");
    EXPECT_EQ(decimal(-1), "-0.0000001");
    EXPECT_EQ(decimal(0), "0");
    EXPECT_EQ(decimal(1'240'000'000), "124");
    EXPECT_EQ(decimal(-1'800'000'000), "-180");
}

TEST(JsonWriter, EscapesWhatATerminalOrAParserWouldTripOver) {
    EXPECT_EQ(JsonWriter().value("a\"b\\c\n\x1b\x7f").text(), R"("a\"b\\c\u000a\u001b\u007f")");
    EXPECT_EQ(JsonWriter().value("Sa\xC3\xA9 \xF0\x9F\x93\xA6").text(), "\"Sa\xC3\xA9 \xF0\x9F\x93\xA6\"");
}

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(JsonWriter().value("a\xFFz").text(), "\"a\xEF\xBF\xBDz\"");
    EXPECT_EQ(JsonWriter().value("\xC0\x80").text(), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"") << "over-long";
    EXPECT_EQ(JsonWriter().value("\xED\xA0\x80").text(), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"") << "surrogate";
    EXPECT_EQ(JsonWriter().value("\xE2\x82").text(), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"") << "cut short";
}

TEST(JsonWriter, KnowsNoNumberThatJsonDoesNot) {
    EXPECT_EQ(JsonWriter().value(std::numeric_limits<double>::quiet_NaN()).text(), "null");
    EXPECT_EQ(JsonWriter().value(8.2).text(), "8.2");
    EXPECT_EQ(JsonWriter().value(std::numeric_limits<std::int64_t>::min()).text(), "-9223372036854775808");
}

}  // namespace
}  // namespace siaga
