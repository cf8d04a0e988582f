// The committed day, as messages.
#include "app/simulator/demonstration_day.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace siaga::app {
namespace {

class TheDemonstrationDay : public testing::Test {
protected:
    static void SetUpTestSuite() {
        day_ = new DemonstrationDay(DemonstrationDay::load(SIAGA_SOURCE_DIR "/assets/ttu"));
    }
    static void TearDownTestSuite() {
        delete day_;
        day_ = nullptr;
    }
    static const DemonstrationDay& day() { return *day_; }
    static Time at(int hour, int minute) {
        return day().start() + std::chrono::hours(hour - 6) + std::chrono::minutes(minute);
    }

    template <class Visit> static void each_fix(Visit visit) {
        for (std::size_t i = 0; i < day().size(); ++i) {
            const DayMessage message = day().message(i);
            if (const auto* fix = std::get_if<FixReport>(&message.record)) visit(message, *fix);
        }
    }

private:
    static inline DemonstrationDay* day_ = nullptr;
};

TEST_F(TheDemonstrationDay, LastsFromSixToEightInTheEvening) {
    EXPECT_EQ(to_rfc3339(day().start()), "2024-11-29T22:00:00.000Z");
    EXPECT_EQ(to_rfc3339(day().end()), "2024-11-30T12:00:00.000Z");
}

TEST_F(TheDemonstrationDay, NeedsFewerConnectionsThanOneAddressMayOpen) { EXPECT_LE(day().sources().size(), 14U); }

TEST_F(TheDemonstrationDay, IsSortedBySendTime) {
    for (std::size_t i = 1; i < day().size(); ++i) ASSERT_LE(day().send_time(i - 1), day().send_time(i)) << i;
}

TEST_F(TheDemonstrationDay, CountsEachSourceFromOneWithoutAGap) {
    std::vector<std::uint64_t> last(day().sources().size(), 0);
    for (std::size_t i = 0; i < day().size(); ++i) ASSERT_EQ(day().seq_of(i), ++last[day().source_of(i)]) << i;
    EXPECT_EQ(std::count(last.begin(), last.end(), 0U), 0);
}

TEST_F(TheDemonstrationDay, FindsTheFirstMessageAtATime) {
    const std::size_t first = day().first_at(at(14, 30));
    EXPECT_GE(day().send_time(first), at(14, 30));
    EXPECT_LT(day().send_time(first - 1), at(14, 30));
    EXPECT_EQ(day().first_at(day().end() + std::chrono::hours(1)), day().size());
}

TEST_F(TheDemonstrationDay, KeepsWhatIsToComeWhenItForgetsTheRest) {
    DemonstrationDay rest = day();
    rest.forget_before(at(19, 30));
    const std::size_t first = day().first_at(at(19, 30));
    ASSERT_EQ(rest.size(), day().size() - first);
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const DayMessage kept = rest.message(i), was = day().message(first + i);
        ASSERT_EQ(std::tie(kept.send, kept.source, kept.seq, kept.record),
                  std::tie(was.send, was.source, was.seq, was.record))
            << i;
    }
    rest.forget_before(day().end() + std::chrono::hours(1));
    EXPECT_EQ(rest.size(), 0U);
}

TEST_F(TheDemonstrationDay, HasAFixOfEachUnitEveryFiveSeconds) {
    std::map<UnitName, std::set<std::int64_t>> times;
    each_fix([&](const DayMessage&, const FixReport& fix) { times[fix.unit].insert(unix_ms(fix.time)); });
    EXPECT_EQ(times.size(), 31U);
    constexpr std::size_t kInFourteenHours = 14 * 3600 / 5;
    for (const auto& [unit, of_unit] : times) {
        // The wrong clock's fixes fall on the same seconds as later ones; one device is off for a while.
        const bool fewer = unit.text() == "RAJAWALI-22" || unit.text() == "RAJAWALI-07";
        EXPECT_GE(of_unit.size() + (fewer ? 400 : 0), kInFourteenHours) << unit.text();
    }
}

TEST_F(TheDemonstrationDay, HasNoUnitFasterThanARoadAllows) {
    constexpr double kFastestMps = 25;  // noise of two fixes included; a teleport is 70
    std::map<UnitName, std::pair<Time, LonLat>> last;
    each_fix([&](const DayMessage& message, const FixReport& fix) {
        if (fix.time > message.send || message.source.text() == "relai-dup") return;
        const LonLat place = LonLat::from_degrees(fix.lon_deg, fix.lat_deg);
        const auto before = last.find(fix.unit);
        if (before != last.end() && before->second.first < fix.time) {
            const double seconds = std::chrono::duration<double>(fix.time - before->second.first).count();
            ASSERT_LT(distance_m(before->second.second, place), kFastestMps * seconds)
                << fix.unit.text() << " " << to_rfc3339(fix.time);
        }
        if (before == last.end() || before->second.first < fix.time) last[fix.unit] = {fix.time, place};
    });
}

TEST_F(TheDemonstrationDay, SendsWhatWasStoredWithoutASignalInBursts) {
    for (const UnitDay& unit : day().plan().units) {
        for (const DaySpan& span : unit.silent) {
            const Time from = day().start() + std::chrono::seconds(span.from_s);
            const Time until = day().start() + std::chrono::seconds(span.until_s);
            std::int32_t stored = 0;
            each_fix([&](const DayMessage& message, const FixReport& fix) {
                if (fix.unit != unit.unit || fix.time < from || fix.time >= until) return;
                ++stored;
                ASSERT_GE(message.send, until);
                ASSERT_LT(message.send, until + 30s);
            });
            EXPECT_NEAR(stored, (span.until_s - span.from_s) / 5, 1) << unit.unit.text();
        }
    }
    const auto gaps = std::count_if(day().plan().units.begin(), day().plan().units.end(),
                                    [](const UnitDay& unit) { return !unit.silent.empty(); });
    EXPECT_EQ(gaps, 2);
}

TEST_F(TheDemonstrationDay, HearsNothingOfTheEscortInMutisFromTwentyFourToThree) {
    const UnitName unit = UnitName::literal("RAJAWALI-07");
    Time before = day().start();
    Time after = day().end();
    each_fix([&](const DayMessage&, const FixReport& fix) {
        if (fix.unit != unit) return;
        if (fix.time < at(14, 32)) before = std::max(before, fix.time);
        if (fix.time >= at(14, 32)) after = std::min(after, fix.time);
    });
    EXPECT_GE(before, at(14, 23) + 50s);
    EXPECT_LT(before, at(14, 24));
    EXPECT_GE(after, at(14, 43) + 30s);
}

TEST_F(TheDemonstrationDay, HasOneClockThatRunsAhead) {
    std::set<UnitName> ahead;
    each_fix([&](const DayMessage& message, const FixReport& fix) {
        if (fix.time > message.send + 60s) ahead.insert(fix.unit);
    });
    EXPECT_EQ(ahead, std::set<UnitName>{UnitName::literal("RAJAWALI-22")});
}

TEST_F(TheDemonstrationDay, RepeatsTheFixesOfOneUnitThroughASecondSender) {
    std::set<std::tuple<std::int64_t, double, double>> once;
    std::size_t repeated = 0;
    each_fix([&](const DayMessage& message, const FixReport& fix) {
        if (fix.unit.text() != "RAJAWALI-20") return;
        const std::tuple key{unix_ms(fix.time), fix.lat_deg, fix.lon_deg};
        if (message.source.text() != "relai-dup") {
            once.insert(key);
        } else {
            ++repeated;
            ASSERT_TRUE(once.contains(key));
        }
    });
    EXPECT_EQ(repeated, 5U * 3600U / 5U);
}

TEST(WireLine, WritesAFixAsTheFeedExpectsIt) {
    FixReport fix;
    fix.unit = UnitName::literal("RAJAWALI-04");
    fix.time = time_from_ms(1732948267120);
    fix.lat_deg = -9.4386;
    fix.lon_deg = 124.4871;
    fix.speed_mps = 8.2;
    EXPECT_EQ(wire_line({fix.time, SourceName::literal("relai-1"), 42, fix}),
              R"({"type":"fix","seq":42,"unit":"RAJAWALI-04","time":1732948267120,"lat":-9.4386,"lon":124.4871,)"
              R"("speed_mps":8.2})");
}

TEST(WireLine, WritesAnEventAsTheFeedExpectsIt) {
    const Event event{
        time_from_ms(5), DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive, {}}, {}};
    EXPECT_EQ(wire_line({time_from_ms(6), SourceName::literal("poskotis"), 3, event}),
              R"({"type":"event","seq":3,"time":5,"kind":"report","district":"53.03.05","condition":"KONDUSIF"})");
}

}  // namespace
}  // namespace siaga::app
