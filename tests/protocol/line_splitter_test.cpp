#include "net/line_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siaga::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines_of(LineSplitter& splitter, std::string_view bytes) {
    splitter.add(bytes);
    std::vector<std::string> lines;
    while (const auto line = splitter.next())
        lines.push_back((line->too_long ? "TOO LONG " : "") + std::string(line->text));
    return lines;
}

TEST(LineSplitter, GivesTheSameLinesForEverySplit) {
    const std::string stream = "one\ntwo\r\n\nfour and more\n";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        LineSplitter splitter(100);
        std::vector<std::string> lines = lines_of(splitter, stream.substr(0, cut));
        for (const std::string& line : lines_of(splitter, stream.substr(cut))) lines.push_back(line);
        EXPECT_THAT(lines, ElementsAre("one", "two", "", "four and more")) << "cut at " << cut;
        EXPECT_FALSE(splitter.partial());
    }
}

TEST(LineSplitter, KnowsWhenALineHasBegun) {
    LineSplitter splitter(100);
    EXPECT_FALSE(splitter.partial());
    EXPECT_THAT(lines_of(splitter, "abc"), IsEmpty());
    EXPECT_TRUE(splitter.partial());
    EXPECT_THAT(lines_of(splitter, "\n"), ElementsAre("abc"));
    EXPECT_FALSE(splitter.partial());
}

TEST(LineSplitter, TakesALineOfExactlyTheLimit) {
    LineSplitter splitter(4);
    EXPECT_THAT(lines_of(splitter, "1234\r\n1234\n"), ElementsAre("1234", "1234"));
}

TEST(LineSplitter, SaysOnceThatALineIsTooLongAndGoesOnAfterIt) {
    for (std::size_t piece = 1; piece <= 12; ++piece) {
        LineSplitter splitter(4);
        std::vector<std::string> lines;
        const std::string stream = "1234567890\nok\n";
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            for (const std::string& line : lines_of(splitter, stream.substr(at, piece))) lines.push_back(line);
        }
        EXPECT_THAT(lines, ElementsAre("TOO LONG 1234", "ok")) << "pieces of " << piece;
    }
}

TEST(LineSplitter, GivesWhatHadNoNewlineAtTheEnd) {
    LineSplitter splitter(10);
    EXPECT_THAT(lines_of(splitter, "a\nlast"), ElementsAre("a"));
    EXPECT_EQ(splitter.rest()->text, "last");
    EXPECT_FALSE(splitter.rest().has_value());
}

}  // namespace
}  // namespace siaga::net
