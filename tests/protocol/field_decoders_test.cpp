// What each field client says, as it writes it (PROTOCOL, sections 2 and 3).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "net/device_time.hpp"
#include "net/field_post.hpp"
#include "net/form_decoder.hpp"
#include "net/owntracks_decoder.hpp"
#include "net/traccar_json_decoder.hpp"

#include "tests/protocol/sample_time.hpp"

namespace siaga::net {
namespace {

using testing::HasSubstr;

using test::kTimeMs;

const FixReport& fix_of(const FieldPost& post) {
    static const FixReport kNone;
    const auto* report = std::get_if<FixReport>(&post.fix);
    EXPECT_NE(report, nullptr) << (std::holds_alternative<Problem>(post.fix) ? std::get<Problem>(post.fix).detail : "");
    return report != nullptr ? *report : kNone;
}
Problem problem_of(const FieldPost& post) {
    const auto* problem = std::get_if<Problem>(&post.fix);
    EXPECT_NE(problem, nullptr);
    return problem != nullptr ? *problem : Problem{};
}
bool no_fix(const FieldPost& post) { return std::holds_alternative<std::monostate>(post.fix); }

std::int64_t ms_of(std::string_view text) {
    const Result<Time> time = device_time(text);
    return time ? unix_ms(*time) : -1;
}

TEST(DeviceTime, IsReadByItsMagnitude) {
    EXPECT_EQ(ms_of("1732948267"), kTimeMs);
    EXPECT_EQ(ms_of("1732948267120"), kTimeMs + 120);
    EXPECT_EQ(ms_of("1732948267120999"), kTimeMs + 120);
    EXPECT_EQ(ms_of("1732948267.12"), kTimeMs + 120);
    EXPECT_EQ(ms_of("0"), 0);
}

TEST(DeviceTime, IsReadAsRfc3339) {
    EXPECT_EQ(ms_of("2024-11-30T06:31:07Z"), kTimeMs);
    EXPECT_EQ(ms_of("2024-11-30T06:31:07.120Z"), kTimeMs + 120);
    EXPECT_EQ(ms_of("2024-11-30T14:31:07+08:00"), kTimeMs);
}

TEST(DeviceTime, RefusesWhatIsNone) {
    for (const char* text : {"", "now", "-1", "nan", "inf", "1e300", "1732948267x", "99999999999999999999"}) {
        EXPECT_EQ(ms_of(text), -1) << text;
    }
}

TEST(FormDecoder, ReadsTraccarClient8) {
    const FieldPost post = decode_form(
        "id=hp-04&timestamp=1732948267&lat=-9.4386&lon=124.4871&speed=15.94&bearing=310.0&altitude=402.0&accuracy=12.0&"
        "batt=80.0");
    EXPECT_EQ(post.device, "hp-04");
    EXPECT_FALSE(post.sos);
    EXPECT_EQ(post.device_speed, 15.94);
    const FixReport& fix = fix_of(post);
    EXPECT_EQ(unix_ms(fix.time), kTimeMs);
    EXPECT_EQ(fix.lat_deg, -9.4386);
    EXPECT_EQ(fix.lon_deg, 124.4871);
    EXPECT_EQ(fix.course_deg, 310);
    EXPECT_EQ(fix.altitude_m, 402);
    EXPECT_EQ(fix.accuracy_m, 12);
    EXPECT_EQ(fix.battery_pct, 80);
    EXPECT_EQ(fix.speed_mps, std::nullopt) << "in which unit is the device's setting";
}

TEST(FormDecoder, ReadsOsmAndAndGpsLogger) {
    const FieldPost osmand =
        decode_form("deviceid=hp-04&location=-9.4386,124.4871&timestamp=1732948267120&heading=7&hdop=3");
    EXPECT_EQ(osmand.device, "hp-04");
    EXPECT_EQ(fix_of(osmand).lat_deg, -9.4386);
    EXPECT_EQ(fix_of(osmand).lon_deg, 124.4871);
    EXPECT_EQ(fix_of(osmand).course_deg, 7);
    EXPECT_EQ(fix_of(osmand).accuracy_m, std::nullopt) << "hdop is no accuracy";
    const FieldPost gpslogger =
        decode_form("id=hp-04&lat=-9.4386&lon=124.4871&timestamp=2024-11-30T14:31:07%2B08:00&speed=8.2&charge=true");
    EXPECT_EQ(unix_ms(fix_of(gpslogger).time), kTimeMs);
    EXPECT_EQ(gpslogger.device_speed, 8.2);
}

TEST(FormDecoder, TakesAPlusThatShouldHaveBeenEncoded) {
    EXPECT_EQ(unix_ms(fix_of(decode_form("id=a&lat=1&lon=2&timestamp=2024-11-30T14:31:07+08:00")).time), kTimeMs);
}

TEST(FormDecoder, TakesMinusOneAsUnknown) {
    const FieldPost post = decode_form("id=a&lat=1&lon=2&timestamp=1&speed=-1.94&bearing=-1&accuracy=-1&batt=-1");
    EXPECT_EQ(post.device_speed, std::nullopt);
    const FixReport& fix = fix_of(post);
    EXPECT_EQ(fix.course_deg, std::nullopt);
    EXPECT_EQ(fix.accuracy_m, std::nullopt);
    EXPECT_EQ(fix.battery_pct, std::nullopt);
    EXPECT_EQ(fix_of(decode_form("id=a&lat=1&lon=2&timestamp=1&altitude=-1")).altitude_m, -1);
}

TEST(FormDecoder, TakesEmptyValuesAsUnknown) {
    EXPECT_EQ(fix_of(decode_form("id=a&lat=1&lon=2&timestamp=1&altitude=&batt")).altitude_m, std::nullopt);
}

TEST(FormDecoder, KnowsAnSosAndNoOtherAlarm) {
    EXPECT_TRUE(decode_form("id=a&lat=1&lon=2&timestamp=1&alarm=sos").sos);
    EXPECT_TRUE(decode_form("id=a&alarm=SOS").sos);
    EXPECT_TRUE(no_fix(decode_form("id=a&alarm=SOS")));
    EXPECT_FALSE(decode_form("id=a&lat=1&lon=2&timestamp=1&alarm=lowBattery").sos);
}

TEST(FormDecoder, DoesNotBelieveAReceiverThatIsNotSure) {
    for (const char* valid : {"true", "1"}) {
        (void)fix_of(decode_form("id=a&lat=1&lon=2&timestamp=1&valid=" + std::string(valid)));
    }
    for (const char* valid : {"false", "0"}) {
        const Problem problem = problem_of(decode_form("id=a&lat=1&lon=2&timestamp=1&valid=" + std::string(valid)));
        EXPECT_EQ(problem.code, Refusal::kBadValue);
        EXPECT_EQ(problem.detail, "valid is false: the receiver has no position");
    }
}

TEST(FormDecoder, NamesWhatIsMissingOrNoNumber) {
    EXPECT_EQ(problem_of(decode_form("id=a&lat=1&timestamp=1")).detail, "field 'lon' is missing");
    EXPECT_EQ(problem_of(decode_form("id=a&location=1&timestamp=1")).detail, "field 'lon' is missing");
    EXPECT_EQ(problem_of(decode_form("id=a&lat=1&lon=2")).detail, "field 'timestamp' is missing");
    EXPECT_EQ(problem_of(decode_form("id=a&lat=x%00&lon=2&timestamp=1")).detail,
              "field 'lat': 'x\\x00' is not a number");
    EXPECT_THAT(problem_of(decode_form("id=a&lat=1&lon=2&timestamp=soon")).detail, HasSubstr("field 'timestamp': "));
    EXPECT_TRUE(no_fix(decode_form("id=a"))) << "a sign of life is no fault";
}

TEST(FormDecoder, LeavesNumbersThatAreNoneToTheIngest) {
    EXPECT_TRUE(std::isnan(fix_of(decode_form("id=a&lat=nan&lon=inf&timestamp=1")).lat_deg));
}

TEST(FormDecoder, TakesTheFirstOfTwo) { EXPECT_EQ(decode_form("id=a&id=b&deviceid=c").device, "a"); }

TEST(FormDecoder, DecodesPercentsAndLetsTypedCharactersBe) {
    EXPECT_EQ(decode_form("id=hp%2D04&note=a|b \xc3\xa9").device, "hp-04");
    EXPECT_EQ(decode_form("id=Pos+Kota").device, "Pos Kota");
    const FieldPost broken = decode_form("id=a&lat=%zz");
    EXPECT_EQ(broken.device, "");
    EXPECT_EQ(problem_of(broken).code, Refusal::kMalformed);
}

TEST(TraccarJsonDecoder, ReadsTraccarClient9) {
    const FieldPost post = decode_traccar_json(
        R"({"location":{"timestamp":"2024-11-30T06:31:07.120Z","coords":{"latitude":-9.4386,"longitude":124.4871,)"
        R"("accuracy":12,"speed":8.2,"heading":310,"altitude":402},"is_moving":true,"odometer":12.5,"event":"motionchange",)"
        R"("battery":{"level":0.8,"is_charging":false},"activity":{"type":"in_vehicle"},"extras":{},)"
        R"("_":"&id=hp-04&lat=-9.4386&lon=124.4871&timestamp=2024-11-30T06:31:07.120Z&"},"device_id":"hp-04"})");
    EXPECT_EQ(post.device, "hp-04");
    EXPECT_EQ(post.device_speed, std::nullopt);
    const FixReport& fix = fix_of(post);
    EXPECT_EQ(unix_ms(fix.time), kTimeMs + 120);
    EXPECT_EQ(fix.lat_deg, -9.4386);
    EXPECT_EQ(fix.speed_mps, 8.2);
    EXPECT_EQ(fix.course_deg, 310);
    EXPECT_EQ(fix.accuracy_m, 12);
    EXPECT_EQ(fix.altitude_m, 402);
    EXPECT_EQ(fix.battery_pct, 80);
}

TEST(TraccarJsonDecoder, TakesMinusOneAsUnknown) {
    const FieldPost post = decode_traccar_json(
        R"({"device_id":"a","location":{"timestamp":1732948267120,"coords":{"latitude":1,"longitude":2,"accuracy":-1,)"
        R"("speed":-1,"heading":-1,"altitude":null},"battery":{"level":-1}}})");
    const FixReport& fix = fix_of(post);
    EXPECT_EQ(unix_ms(fix.time), kTimeMs + 120);
    EXPECT_EQ(fix.speed_mps, std::nullopt);
    EXPECT_EQ(fix.course_deg, std::nullopt);
    EXPECT_EQ(fix.accuracy_m, std::nullopt);
    EXPECT_EQ(fix.altitude_m, std::nullopt);
    EXPECT_EQ(fix.battery_pct, std::nullopt);
}

TEST(TraccarJsonDecoder, KnowsAnSosInTheLocationOrItsExtras) {
    EXPECT_TRUE(decode_traccar_json(R"({"device_id":"a","location":{"alarm":"sos"}})").sos);
    const FieldPost post = decode_traccar_json(R"({"device_id":"a","location":{"extras":{"alarm":"sos"}}})");
    EXPECT_TRUE(post.sos);
    EXPECT_TRUE(no_fix(post));
}

TEST(TraccarJsonDecoder, NamesWhatIsWrong) {
    EXPECT_EQ(problem_of(decode_traccar_json(R"({"device_id":"a","location":7})")).detail,
              "field 'location/coords' is missing");
    EXPECT_EQ(problem_of(decode_traccar_json(R"({"device_id":"a","location":{"coords":{"latitude":1}}})")).detail,
              "field 'location/coords/longitude' is missing, or no number");
    EXPECT_THAT(
        problem_of(decode_traccar_json(R"({"device_id":"a","location":{"coords":{"latitude":1,"longitude":2}}})"))
            .detail,
        HasSubstr("timestamp: field 'location/timestamp' is missing"));
    const FieldPost broken = decode_traccar_json(R"({"device_id"="a"})");
    EXPECT_EQ(broken.device, "");
    EXPECT_EQ(problem_of(broken).detail, "byte 12: expected ':'");
    EXPECT_EQ(problem_of(decode_traccar_json("[]")).detail, "byte 0: it is no JSON object");
}

TEST(OwnTracksDecoder, ReadsALocation) {
    const FieldPost post = decode_owntracks(
        R"({"_type":"location","_id":"3f","acc":12,"alt":402,"batt":80,"bs":1,"cog":310,"conn":"m","created_at":1732948269,)"
        R"("lat":-9.4386,"lon":124.4871,"m":2,"t":"u","tid":"04","topic":"owntracks/hp-04/hp-04","tst":1732948267,"vel":29})");
    EXPECT_EQ(post.device, "") << "identity is the password's";
    const FixReport& fix = fix_of(post);
    EXPECT_EQ(unix_ms(fix.time), kTimeMs);
    EXPECT_EQ(fix.sent, time_from_ms(kTimeMs + 2000));
    EXPECT_EQ(fix.lon_deg, 124.4871);
    EXPECT_NEAR(fix.speed_mps.value_or(0), 8.0556, 1e-4);
    EXPECT_EQ(fix.course_deg, 310);
    EXPECT_EQ(fix.accuracy_m, 12);
    EXPECT_EQ(fix.altitude_m, 402);
    EXPECT_EQ(fix.battery_pct, 80);
}

TEST(OwnTracksDecoder, TakesNothingAndOtherTypesAsNoFault) {
    for (const char* body : {"", R"({"_type":"lwt","tst":1})", R"({"_type":"transition","lat":1,"lon":2})", "{}"}) {
        EXPECT_TRUE(no_fix(decode_owntracks(body))) << body;
    }
}

TEST(OwnTracksDecoder, SaysWhyALocationCannotBeRead) {
    EXPECT_THAT(problem_of(decode_owntracks(R"({"_type":"encrypted","data":"x"})")).detail,
                HasSubstr("clear its encryption key"));
    EXPECT_EQ(problem_of(decode_owntracks(R"({"_type":"location","lat":"1","lon":2,"tst":1})")).detail,
              "field 'lat' is missing, or no number");
    EXPECT_THAT(problem_of(decode_owntracks(R"({"_type":"location","lat":1,"lon":2})")).detail, HasSubstr("tst: "));
    EXPECT_EQ(problem_of(decode_owntracks("rubbish")).code, Refusal::kMalformed);
}

class FieldPostTest : public testing::Test {
protected:
    Submission submission(std::string_view form, SpeedUnit speed = SpeedUnit::kKnots) {
        return submission_of(decode_form(form), {"hp-04", UnitName::literal("RAJAWALI-04"), speed}, form, now);
    }
    static const FixReport& fix_at(const Submission& submission, std::size_t i) {
        return std::get<FixReport>(submission.records.at(i).record);
    }
    static const Event& event_at(const Submission& submission, std::size_t i) {
        return *std::get<std::shared_ptr<const Event>>(submission.records.at(i).record);
    }
    Time now = time_from_ms(kTimeMs);
};

TEST_F(FieldPostTest, BecomesAnUnnumberedSubmissionOfTheDevice) {
    const std::string_view form = "id=hp-04&lat=1&lon=2&timestamp=1732948267";
    const Submission one = submission(form);
    EXPECT_TRUE(one.unnumbered);
    EXPECT_EQ(one.source.text(), "http.hp-04");
    ASSERT_EQ(one.records.size(), 1U);
    EXPECT_EQ(one.records[0].seq, 0U);
    EXPECT_EQ(fix_at(one, 0).unit.text(), "RAJAWALI-04");
    EXPECT_EQ(one.raw_of(0), form);
}

TEST_F(FieldPostTest, TakesTheSpeedInTheUnitOfTheDevice) {
    const char* form = "id=hp-04&lat=1&lon=2&timestamp=1&speed=10";
    EXPECT_NEAR(fix_at(submission(form), 0).speed_mps.value_or(0), 5.1444, 1e-4);
    EXPECT_EQ(fix_at(submission(form, SpeedUnit::kMetresPerSecond), 0).speed_mps, 10);
    EXPECT_EQ(fix_at(submission("id=hp-04&lat=1&lon=2&timestamp=1"), 0).speed_mps, std::nullopt);
}

TEST_F(FieldPostTest, PutsAnSosBeforeItsFix) {
    const Submission both = submission("id=hp-04&lat=-9.4&lon=124.4&timestamp=1732948260&alarm=sos");
    ASSERT_EQ(both.records.size(), 2U);
    EXPECT_EQ(both.events, 1U);
    const auto& sos = std::get<Emergency>(event_at(both, 0).body);
    EXPECT_EQ(sos.unit.text(), "RAJAWALI-04");
    EXPECT_TRUE(sos.active);
    EXPECT_EQ(sos.place, LonLat::from_degrees(124.4, -9.4));
    EXPECT_EQ(event_at(both, 0).time, now - 7s);
    EXPECT_EQ(fix_at(both, 1).time, now - 7s);
}

TEST_F(FieldPostTest, KeepsAnSosWhoseFixIsBad) {
    const Submission both = submission("id=hp-04&lat=x&lon=124.4&timestamp=1732948260&alarm=sos");
    ASSERT_EQ(both.records.size(), 2U);
    EXPECT_EQ(event_at(both, 0).time, now);
    EXPECT_TRUE(std::holds_alternative<Problem>(both.records[1].record));
    EXPECT_EQ(std::get<Emergency>(event_at(submission("id=hp-04&lat=95&lon=1&timestamp=1&alarm=sos"), 0).body).place,
              std::nullopt);
}

TEST_F(FieldPostTest, GivesAnSosTheCoresTimeWhenThePhonesIsWrong) {
    EXPECT_EQ(event_at(submission("id=a&lat=1&lon=2&timestamp=1732949999&alarm=sos"), 0).time, now) << "ahead";
    EXPECT_EQ(event_at(submission("id=a&lat=1&lon=2&timestamp=1000000000&alarm=sos"), 0).time, now) << "years behind";
    EXPECT_EQ(event_at(submission("id=a&alarm=sos"), 0).time, now) << "none";
}

TEST_F(FieldPostTest, IsEmptyForASignOfLife) { EXPECT_TRUE(submission("id=hp-04").records.empty()); }

}  // namespace
}  // namespace siaga::net
