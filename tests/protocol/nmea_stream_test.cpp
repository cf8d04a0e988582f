// What becomes of the lines of one receiver: the two sentences of a moment joined, what is hostile kept aside
// and bounded. No socket.
#include "net/nmea_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/receiver_bench.hpp"

namespace siaga::net {
namespace {

using test::fix_at;
using test::gga;
using test::nmea;
using test::problem_at;
using test::rmc;

class NmeaStreamTest : public testing::Test, protected test::ReceiverBench {
protected:
    Submission say(const std::vector<std::string>& lines) {
        std::string bytes;
        for (const std::string& line : lines) bytes += line + "\r\n";
        stream.on_bytes(bytes, now);
        return stream.take_ready();
    }
    Submission wait(std::chrono::milliseconds time) {
        now += time;
        stream.on_deadline(now);
        return stream.take_ready();
    }
    NmeaStream stream{receiver, limits, clock};
};

TEST_F(NmeaStreamTest, GivesTheFixesOfItsUnitWithoutNumbers) {
    const Submission one = say({gga(7), rmc(7)});
    EXPECT_TRUE(one.unnumbered);
    EXPECT_EQ(one.session, 7U);
    EXPECT_EQ(one.source.text(), "nmea.rakit-1");
    ASSERT_NE(fix_at(one, 0), nullptr);
    EXPECT_EQ(fix_at(one, 0)->unit.text(), "RAJAWALI-04");
    EXPECT_EQ(one.raw_of(0), gga(7) + "\n" + rmc(7));
}

TEST_F(NmeaStreamTest, JoinsTheHeightOfTheSameMomentInEitherOrder) {
    for (const auto& lines : {std::vector{gga(7), rmc(7)}, std::vector{rmc(8), gga(8)}}) {
        const Submission joined = say(lines);
        ASSERT_EQ(joined.records.size(), 1U);
        EXPECT_EQ(fix_at(joined, 0)->altitude_m, 402);
        EXPECT_NEAR(fix_at(joined, 0)->accuracy_m.value_or(0), 4.5, 1e-9);
    }
}

TEST_F(NmeaStreamTest, JoinsNoHeightOfAnotherMoment) {
    const Submission first = say({gga(6), rmc(7), gga(9)});
    EXPECT_EQ(first.records.size(), 0U) << "its height may still come";
    const Submission next = say({rmc(8)});
    ASSERT_EQ(next.records.size(), 2U);
    EXPECT_EQ(fix_at(next, 0)->altitude_m, std::nullopt);
    EXPECT_EQ(fix_at(next, 1)->altitude_m, std::nullopt) << "nor a later one";
}

TEST_F(NmeaStreamTest, WaitsForAHeightOnlyAMoment) {
    EXPECT_EQ(say({rmc(7)}).records.size(), 0U);
    EXPECT_EQ(stream.deadline(), now + limits.nmea_join);
    EXPECT_EQ(wait(limits.nmea_join - std::chrono::milliseconds(1)).records.size(), 0U);
    EXPECT_EQ(wait(std::chrono::milliseconds(1)).records.size(), 1U);
    EXPECT_EQ(stream.deadline(), Steady::time_point::max());
    EXPECT_EQ(say({rmc(8)}).records.size(), 1U) << "this receiver sends none";
}

TEST_F(NmeaStreamTest, LearnsThatHeightsFollow) {
    (void)say({rmc(7)});
    (void)wait(limits.nmea_join);
    EXPECT_EQ(say({rmc(8), gga(8)}).records.size(), 1U) << "not waited for, then heard";
    EXPECT_EQ(say({rmc(9)}).records.size(), 0U) << "so the next one waits";
    EXPECT_EQ(fix_at(say({gga(9)}), 0)->altitude_m, 402);
}

TEST_F(NmeaStreamTest, LosesNothingAtTheEnd) {
    EXPECT_EQ(say({rmc(7)}).records.size(), 0U);
    stream.on_bytes(rmc(8), now);  // without a newline
    stream.on_end(now);
    EXPECT_EQ(stream.take_ready().records.size(), 2U);
}

TEST_F(NmeaStreamTest, TakesBytesInAnyPieces) {
    const std::string all = gga(7) + "\r\n" + rmc(7) + "\n";
    std::size_t fixes = 0;
    for (const char& c : all) {
        stream.on_bytes({&c, 1}, now);
        fixes += stream.take_ready().records.size();
    }
    EXPECT_EQ(fixes, 1U);
}

TEST_F(NmeaStreamTest, TakesOneSentenceOrManyInADatagram) {
    stream.on_datagram(gga(7), now);
    stream.on_datagram(rmc(7), now);
    EXPECT_EQ(stream.take_ready().records.size(), 1U);
    stream.on_datagram(gga(8) + "\r\n" + rmc(8) + "\r\n" + gga(9) + "\n" + rmc(9), now);
    EXPECT_EQ(stream.take_ready().records.size(), 2U);
    stream.on_datagram("", now);
    stream.on_datagram("$GPR", now);
    const Submission cut = stream.take_ready();
    ASSERT_NE(problem_at(cut, 0), nullptr) << "a datagram cut short ends there";
    EXPECT_EQ(problem_at(cut, 0)->detail, "byte 4: the checksum is missing");
}

TEST_F(NmeaStreamTest, CountsTimesWithoutAFixAndKeepsNothingOfThem) {
    EXPECT_TRUE(
        say({nmea("GNRMC,063107.00,V,,,,,,,301124,,,N"), nmea("GPGGA,063107,,,,,0,00,,,M,,M,,")}).records.empty());
    EXPECT_EQ(receiver.tally.figures().without_fix, 1U);
    EXPECT_EQ(receiver.tally.figures().lines, 2U);
}

TEST_F(NmeaStreamTest, LeavesOtherSentencesAndGpsdsWordsAlone) {
    EXPECT_TRUE(say({nmea("GPGSV,3,1,11,03,03,111,00"), nmea("PUBX,00"), "!AIVDM,1,1,,A,14eG?,0*3E", "",
                     R"({"class":"VERSION","release":"3.22"})"})
                    .records.empty());
}

TEST_F(NmeaStreamTest, SkipsOnlyTheRestOfALineThatBeganBefore) {
    EXPECT_TRUE(say({"26.316,S,12429.226,E*77"}).records.empty());
    const Submission second = say({"26.316,S,12429.226,E*77"});
    ASSERT_NE(problem_at(second, 0), nullptr);
    EXPECT_EQ(second.raw_of(0), "26.316,S,12429.226,E*77");
}

TEST_F(NmeaStreamTest, KeepsABrokenLineWithItsReasonAndGoesOn) {
    std::string broken = rmc(7);
    broken[20] = '9';
    const Submission both = say({broken, gga(8), rmc(8)});
    ASSERT_EQ(both.records.size(), 2U);
    ASSERT_NE(problem_at(both, 0), nullptr);
    EXPECT_EQ(problem_at(both, 0)->code, Refusal::kMalformed);
    EXPECT_EQ(both.raw_of(0), broken);
    EXPECT_NE(fix_at(both, 1), nullptr);
}

TEST_F(NmeaStreamTest, KeepsOfAFloodOnlySoMuchAMinuteAndCountsTheRest) {
    for (int i = 0; i < 100; ++i) (void)say({"$rubbish", rmc(1)});
    EXPECT_EQ(receiver.tally.figures().not_kept, 100U - limits.refused_kept);
    EXPECT_EQ(receiver.tally.figures().refused.at("MALFORMED"), 100U - limits.refused_kept)
        << "the core counts the kept";
    EXPECT_FALSE(stream.hopeless()) << "sentences came between";
    now += std::chrono::minutes(1);
    EXPECT_EQ(problem_at(say({"$more"}), 0)->detail, "byte 5: the checksum is missing");
}

TEST_F(NmeaStreamTest, GivesUpOnWhatIsNoReceiver) {
    for (unsigned i = 0; i < limits.nmea_broken_in_a_row; ++i) {
        EXPECT_FALSE(stream.hopeless());
        (void)say({"$rubbish"});
    }
    EXPECT_TRUE(stream.hopeless());
}

TEST_F(NmeaStreamTest, GivesUpOnALineWithoutEnd) {
    (void)say({gga(7)});
    stream.on_bytes("$GP", now);
    EXPECT_EQ(stream.deadline(), now + limits.line);
    (void)wait(limits.line - std::chrono::milliseconds(1));
    stream.on_bytes("RMC", now);
    EXPECT_FALSE(stream.hopeless());
    (void)wait(std::chrono::milliseconds(1));
    EXPECT_TRUE(stream.hopeless()) << "however it drips";
}

TEST_F(NmeaStreamTest, GivesEachLineItsOwnTime) {
    for (int i = 0; i < 20; ++i) {
        stream.on_bytes("\r\n$GPGSV,3,1,11,03,03,111,00*4A", now);
        (void)wait(limits.line / 2);
    }
    EXPECT_FALSE(stream.hopeless());
}

TEST_F(NmeaStreamTest, NeverHoldsMoreThanALine) {
    stream.on_bytes("$" + std::string(limits.nmea_line_bytes * 3, 'x'), now);
    const Submission first = stream.take_ready();
    ASSERT_NE(problem_at(first, 0), nullptr);
    EXPECT_EQ(problem_at(first, 0)->code, Refusal::kLineTooLong);
    EXPECT_EQ(first.raw_of(0).size(), limits.nmea_line_bytes);
    EXPECT_EQ(say({"yyy", gga(7), rmc(7)}).records.size(), 1U) << "the rest of it is skipped";
}

}  // namespace
}  // namespace siaga::net
