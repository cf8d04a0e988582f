#include "net/plain_fix.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "net/feed_decoder.hpp"
#include "net/line_splitter.hpp"

namespace siaga::net {
namespace {

std::uint64_t read(PlainFixReader& reader, const std::string& line, FixReport& report) {
    const std::string padded = line + std::string(kLinePadding, '"');
    return reader.read(std::string_view(padded).substr(0, line.size()), report);
}

/// What it says of a line, held against the decoder.
bool is_plain(const std::string& line) {
    PlainFixReader reader;
    FixReport report;
    const std::uint64_t seq = read(reader, line, report);
    if (seq == 0) return false;
    FeedDecoder decoder;
    const DecodedLine decoded = decoder.decode(line);
    EXPECT_TRUE(decoded.message.ok()) << line;
    if (!decoded.message) return true;
    EXPECT_EQ(decoded.seq, seq) << line;
    EXPECT_EQ(std::get<FixReport>(*decoded.message), report) << line;
    return true;
}

const std::string kShort =
    R"({"type":"fix","seq":42,"unit":"RAJAWALI-04","time":1732948267120,"lat":-9.4386,"lon":124.4871})";
const std::string kLong =
    R"({"type":"fix","seq":42,"unit":"RAJAWALI-04","time":1732948267120,"lat":-9.4386,"lon":124.4871,"speed_mps":8.2,)"
    R"("course_deg":310,"accuracy_m":12,"altitude_m":402,"battery_pct":80,"sent":1732948267300})";

std::string with(const std::string& instead, const std::string& of = R"("lat":-9.4386)") {
    std::string line = kShort;
    return line.replace(line.find(of), of.size(), instead);
}

TEST(PlainFix, ReadsAllMembersInAnyOrder) {
    EXPECT_TRUE(is_plain(kShort));
    EXPECT_TRUE(is_plain(kLong));
    EXPECT_TRUE(is_plain(R"({"lon":124.5,"lat":-9,"time":1,"unit":"A B","battery_pct":0,"seq":1,"type":"fix"})"));
    EXPECT_TRUE(is_plain(" {\t\"type\" : \"fix\", \"seq\":1 ,\"unit\":\"A\",\"time\":0,\"lat\":1e1,\"lon\":-0 } "));
    EXPECT_TRUE(is_plain(with(R"("seq":9223372036854775807)", R"("seq":42)")));
}

TEST(PlainFix, LeavesWhatNeedsMoreThought) {
    for (const std::string& other : std::vector<std::string>{
             with(R"("lat":1,"hdop":0.9)"),
             with(R"("lat":1,"lat":2)"),
             with(R"("lat":null)"),
             with(R"("lat":"1")"),
             with(R"("lat":[1])"),
             with(R"("lat":9007199254740993)"),
             with(R"("lat":01)"),
             with(R"("lat":1.)"),
             with(R"("l\u0061t":1)"),
             with(R"("lat":1,"suara":5)"),
             with(R"("unit":"RAJAWALI\u002d04")", R"("unit":"RAJAWALI-04")"),
             with(R"("unit":"")", R"("unit":"RAJAWALI-04")"),
             with(R"("unit":" A")", R"("unit":"RAJAWALI-04")"),
             with(R"("unit":")" + std::string(65, 'A') + '"', R"("unit":"RAJAWALI-04")"),
             with(R"("time":"2024-11-30T14:30:00+08:00")", R"("time":1732948267120)"),
             with(R"("time":-1)", R"("time":1732948267120)"),
             with(R"("time":1.5)", R"("time":1732948267120)"),
             with(R"("time":7258118400000)", R"("time":1732948267120)"),
             with(R"("seq":0)", R"("seq":42)"),
             with(R"("seq":9223372036854775808)", R"("seq":42)"),
             with(R"("type":"event")", R"("type":"fix")"),
             with(R"("type":"fi\u0078")", R"("type":"fix")"),
             with(R"("unit":"A","x":1)", R"("unit":"RAJAWALI-04")"),
             with("", R"("type":"fix",)"),
             with("", R"("seq":42,)"),
             with("", R"("unit":"RAJAWALI-04",)"),
             with("", R"("time":1732948267120,)"),
             with("", R"("lat":-9.4386,)"),
             with("", R"(,"lon":124.4871)"),
             kShort + "1",
             kShort + "}",
             kShort + kShort,
             kShort + ",",
             "[" + kShort + "]",
             "",
             "{}",
             "nonsense",
         }) {
        EXPECT_FALSE(is_plain(other)) << other;
    }
}

TEST(PlainFix, SaysNothingOfALineThatIsCut) {
    for (std::size_t end = 0; end < kLong.size(); ++end) EXPECT_FALSE(is_plain(kLong.substr(0, end))) << end;
}

TEST(PlainFix, ReadsWhatTheDecoderReadsWhicheverByteIsAnother) {
    for (std::size_t at = 0; at < kLong.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string line = kLong;
            line[at] = static_cast<char>(byte);
            (void)is_plain(line);
        }
    }
}

TEST(PlainFix, KeepsNothingOfTheLineBefore) {
    PlainFixReader reader;
    FixReport first, second;
    EXPECT_EQ(read(reader, kLong, first), 42U);
    EXPECT_EQ(read(reader, kShort, second), 42U);
    EXPECT_EQ(second.battery_pct, std::nullopt);
    EXPECT_EQ(read(reader, "", first), 0U);
    EXPECT_EQ(read(reader, kShort, second), 42U);
}

}  // namespace
}  // namespace siaga::net
