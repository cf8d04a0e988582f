// Field clients at the desk: who is let in, and which status they get when. No socket.
#include "net/field_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "net/basic_auth.hpp"
#include "tests/protocol/session_bench.hpp"

namespace siaga::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr const char* kQuery = "id=hp-04&lat=-9.4386&lon=124.4871&timestamp=1732948267";

class FieldDeskTest : public testing::Test {
protected:
    FieldDesk& desk() {
        if (!desk_) {
            desk_.emplace(
                settings, inlet, Gate{auth, door, devices, waiting}, clock,
                [this](SessionId to, const HttpAnswer& said) { later[to] = said; }, [this] { return steady; });
            if (subscribed) desk_->on_subscribed();
        }
        return *desk_;
    }
    /// The status at once, 0 when it comes later.
    unsigned ask(HttpRequest request) {
        ++id;
        const auto answer = desk().take(id, std::move(request));
        body = answer ? answer->body : "";
        held = answer ? answer->held : Millis{0};
        return answer ? answer->status : 0;
    }
    static HttpRequest get(const std::string& target) {
        return {.method = "GET", .target = target, .address = "10.0.0.7"};
    }
    static HttpRequest post(const std::string& target, const std::string& content,
                            const std::string& type = "application/x-www-form-urlencoded") {
        return {.method = "POST", .target = target, .content_type = type, .body = content, .address = "10.0.0.7"};
    }
    /// user:password in base64.
    static HttpRequest with(HttpRequest request, const std::string& base64) {
        request.authorization = "Basic " + base64;
        return request;
    }
    /// The core answers all it took.
    void answer(std::optional<Problem> problem = {}) {
        std::vector<Reply> replies;
        for (const Submission& submission : std::exchange(inlet.taken, {})) {
            for (std::size_t i = 0; i < submission.records.size(); ++i) {
                replies.push_back({submission.session, 0, problem});
            }
        }
        desk().on_replies(replies);
    }
    unsigned status_after(const Problem& problem) {
        EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
        answer(problem);
        return later.at(id).status;
    }

    const UnitName unit05 = UnitName::literal("RAJAWALI-05");
    test::FakeInlet inlet;
    test::FakeAuth auth;
    ManualClock clock{time_from_ms(1'732'948'270'000)};
    Door door;
    DeviceBook devices{{{"hp-04", UnitName::literal("RAJAWALI-04")}, {"hp-05", unit05}}};
    WaitingDevices waiting;
    FieldListenerSettings settings;
    Steady::time_point steady{};
    Millis held{0};
    bool subscribed = true;
    std::map<SessionId, HttpAnswer> later;
    std::string body;
    SessionId id = 0;

private:
    std::optional<FieldDesk> desk_;
};

constexpr const char* kField = "aHAtMDQ6dC1maWVsZA==";   // hp-04:t-field
constexpr const char* kViewer = "aHAtMDQ6dC12aWV3ZXI=";  // hp-04:t-viewer
constexpr const char* kGuess = "aHAtMDQ6Z3Vlc3M=";       // hp-04:guess
constexpr const char* kOther = "aHAtMDU6dC1maWVsZA==";   // hp-05:t-field
constexpr const char* kNobody = "bm9ib2R5OnQtZmllbGQ=";  // nobody:t-field
constexpr const char* kLocation = R"({"_type":"location","lat":-9.4,"lon":124.4,"tst":1732948267})";

TEST_F(FieldDeskTest, AnswersAPostOnceTheCoreHasCommittedIt) {
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    ASSERT_EQ(inlet.taken.size(), 1U);
    EXPECT_EQ(inlet.taken[0].session, id);
    EXPECT_EQ(inlet.taken[0].source.text(), "http.hp-04");
    EXPECT_THAT(later, IsEmpty());
    answer();
    EXPECT_THAT(later, ElementsAre(testing::Pair(id, HttpAnswer{})));
    EXPECT_EQ(desk().waiting(), 0U);
}

TEST_F(FieldDeskTest, APhoneThatWasLetInIsInTheBookOfSessions) {
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    answer();
    steady += 5s;
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    answer(Problem{Refusal::kTeleport, 0, "too far"});
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U);
    EXPECT_THAT(door.sessions().list(steady + 2s),
                ElementsAre(SessionFigures{"http", "hp-04", "field", "10.0.0.7", 7s, 2s, 2, 2, 1, "TELEPORT"}));
}

TEST_F(FieldDeskTest, TakesAQueryByGetAndByPostAFormAndJson) {
    const std::string query = std::string("/t-field?") + kQuery;
    EXPECT_EQ(ask(get(query)), 0U);
    EXPECT_EQ(ask(post(query, "")), 0U);
    EXPECT_EQ(ask(post("/t-field/", kQuery)), 0U);
    EXPECT_EQ(ask(post("/t-field",
                       R"({"device_id":"hp-04","location":{"timestamp":1732948267,"coords":{"latitude":1,)"
                       R"("longitude":2}}})",
                       "Application/JSON; charset=utf-8")),
              0U);
    EXPECT_EQ(inlet.taken.size(), 4U);
}

TEST_F(FieldDeskTest, Answers200AlsoForWhatWentToTheQuarantine) {
    EXPECT_EQ(status_after({Refusal::kTeleport, 0, "too fast"}), 200U);
    EXPECT_EQ(status_after({Refusal::kCoordinateRange, 0, "lat 95"}), 200U);
    EXPECT_EQ(ask(post("/t-field", "id=hp-04&lat=x&lon=1&timestamp=1")), 0U);
    ASSERT_EQ(inlet.taken.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<Problem>(inlet.taken[0].records[0].record));
}

TEST_F(FieldDeskTest, Answers503ForWhatIsNotStored) {
    EXPECT_EQ(status_after({Refusal::kStorageFull, 0, "full"}), 503U);
    EXPECT_EQ(status_after({Refusal::kStorageFault, 0, "gone"}), 503U);
    EXPECT_EQ(status_after({Refusal::kRateLimit, 0, "flood"}), 503U);
}

TEST_F(FieldDeskTest, WaitsForEveryRecordOfAPost) {
    EXPECT_EQ(ask(post("/t-field", std::string(kQuery) + "&alarm=sos")), 0U);
    desk().on_replies({{id, 0, {}}});
    EXPECT_THAT(later, IsEmpty());
    desk().on_replies({{id, 0, Problem{Refusal::kStorageFull, 0, "full"}}});
    EXPECT_EQ(later.at(id).status, 503U);
}

TEST_F(FieldDeskTest, NeverPutsATokenIntoTheQuarantine) {
    EXPECT_EQ(ask(get(std::string("/t-field?") + kQuery)), 0U);
    EXPECT_EQ(inlet.taken.at(0).raw, kQuery);
}

TEST_F(FieldDeskTest, Refuses400WithoutAnId) {
    EXPECT_EQ(ask(post("/t-field", "lat=1&lon=2&timestamp=3")), 400U);
    EXPECT_EQ(body, "no id: the post does not name its device\n");
    EXPECT_EQ(ask(post("/t-field", R"({"device_id"=})", "application/json")), 400U);
    EXPECT_EQ(body, "byte 12: expected ':'\n");
    EXPECT_EQ(ask(post("/t-field", "id=a%2Fb")), 400U);
    EXPECT_THAT(body, HasSubstr("'a/b' is not 1 to 64 of letters"));
    EXPECT_THAT(inlet.taken, IsEmpty());
}

TEST_F(FieldDeskTest, Refuses401WithoutATokenOrWithAWrongOne) {
    EXPECT_EQ(ask(post("/", kQuery)), 401U);
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U);
    EXPECT_EQ(ask(with(post("/", kQuery), kGuess)), 401U);
    EXPECT_EQ(ask(with(post("/", kQuery), kOther)), 401U) << "a token of another device";
    EXPECT_EQ(ask(post("/", "id=unknown")), 401U) << "whoever has no token is not told which ids there are";
    EXPECT_THAT(inlet.taken, IsEmpty());
}

TEST_F(FieldDeskTest, TakesATokenAsThePasswordToo) {
    EXPECT_EQ(ask(with(post("/", kQuery), kField)), 0U);
    EXPECT_EQ(ask(with(post("/", "lat=1&lon=2&timestamp=3"), kField)), 0U) << "the user name is an id";
}

TEST_F(FieldDeskTest, Refuses403WhatTheTokenMayNot) {
    EXPECT_EQ(ask(post("/t-viewer", kQuery)), 403U);
    EXPECT_EQ(body, "role viewer may not send a fix\n");
    EXPECT_EQ(ask(post("/t-operator", kQuery)), 403U);
}

TEST_F(FieldDeskTest, Refuses404AnUnknownDeviceAndAnyOtherPlace) {
    EXPECT_EQ(ask(post("/t-field", "id=hp-99&lat=1&lon=2&timestamp=3")), 404U);
    EXPECT_EQ(body, "device 'hp-99' is not accepted here\n");
    EXPECT_EQ(ask(get("/a/b")), 404U);
    EXPECT_EQ(ask(get("/%zz")), 404U);
}

TEST_F(FieldDeskTest, Refuses405OtherMethods) {
    EXPECT_EQ(ask({.method = "PUT", .target = "/t-field"}), 405U);
    EXPECT_EQ(ask(get("/owntracks")), 405U);
}

TEST_F(FieldDeskTest, BelievesAnIdAloneOnlyWhereThatIsTheSetting) {
    settings.device_id_alone = true;
    EXPECT_EQ(ask(post("/", kQuery)), 0U);
    EXPECT_EQ(ask(post("/", "id=hp-99&lat=1&lon=2&timestamp=3")), 404U);
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U) << "a wrong token is never as good as none";
    EXPECT_EQ(ask(post("/owntracks", kLocation)), 401U);
}

TEST_F(FieldDeskTest, AnswersASignOfLifeAtOnce) {
    EXPECT_EQ(ask(post("/t-field", "id=hp-04")), 200U);
    EXPECT_THAT(inlet.taken, IsEmpty());
}

TEST_F(FieldDeskTest, AnswersOwnTracksWithAnEmptyList) {
    EXPECT_EQ(ask(with(post("/owntracks", kLocation, "application/json"), kField)), 0U);
    answer();
    EXPECT_EQ(later.at(id), (HttpAnswer{.body = "[]", .content_type = "application/json"}));
    for (const char* content : {"", R"({"_type":"waypoints"})"}) {
        EXPECT_EQ(ask(with(post("/owntracks", content), kField)), 200U);
        EXPECT_EQ(body, "[]");
    }
    EXPECT_EQ(ask(with(post("/owntracks", "rubbish"), kField)), 0U) << "to the quarantine";
    answer(Problem{Refusal::kMalformed, 0, "no"});
    EXPECT_EQ(later.at(id).status, 200U);
}

TEST_F(FieldDeskTest, LetsOwnTracksInByItsPasswordOnly) {
    EXPECT_EQ(ask(post("/owntracks", kLocation)), 401U);
    EXPECT_EQ(ask(with(post("/owntracks", kLocation), kGuess)), 401U);
    EXPECT_EQ(ask(with(post("/owntracks", kLocation), kViewer)), 403U);
    EXPECT_EQ(ask(with(post("/owntracks", kLocation), kNobody)), 404U);
    HttpRequest limited = with(post("/owntracks", kLocation), kField);
    limited.limit_user = limited.limit_device = "hp-04";
    EXPECT_EQ(ask(limited), 0U);
    limited.limit_device = "hp-05";
    EXPECT_EQ(ask(limited), 403U);
    limited.limit_device = "";
    limited.limit_user = "hp-05";
    EXPECT_EQ(ask(limited), 403U);
}

TEST_F(FieldDeskTest, HoldsPostsWhileTheQueueIsFullAndLetsAnSosGoFirst) {
    inlet.full = true;
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    EXPECT_EQ(ask(post("/t-field", "id=hp-05&lat=1&lon=2&timestamp=3")), 0U);
    EXPECT_EQ(ask(post("/t-field", "id=hp-04&alarm=sos")), 0U);
    EXPECT_EQ(ask(post("/t-field", "id=hp-05&alarm=sos")), 0U);
    desk().on_room();
    EXPECT_THAT(inlet.taken, IsEmpty()) << "still full";
    inlet.full = false;
    desk().on_room();
    std::vector<SessionId> order;
    for (const Submission& submission : inlet.taken) order.push_back(submission.session);
    EXPECT_THAT(order, ElementsAre(3, 4, 1, 2));
    answer();
    EXPECT_EQ(later.size(), 4U);
}

TEST_F(FieldDeskTest, HandsNothingOverBeforeItWouldHearTheReply) {
    subscribed = false;
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    desk().on_room();
    EXPECT_THAT(inlet.taken, IsEmpty());
    desk().on_subscribed();
    answer();
    EXPECT_EQ(later.at(id).status, 200U);
}

TEST_F(FieldDeskTest, LetsTheAnswerToAWrongTokenWaitAndNoOther) {
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U);
    EXPECT_EQ(held, 250ms);
    EXPECT_EQ(ask(post("/guess", "id=hp-99&lat=1&lon=2&timestamp=3")), 401U);
    EXPECT_EQ(held, 500ms) << "an unknown id is not told by its answer";
    EXPECT_EQ(ask(post("/t-viewer", kQuery)), 403U);
    EXPECT_EQ(held, 0ms);
    EXPECT_EQ(ask(post("/owntracks", kLocation)), 401U) << "a browser asks first";
    EXPECT_EQ(held, 0ms);
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
}

TEST_F(FieldDeskTest, KeepsAListOfDevicesThatNobodyHasAccepted) {
    EXPECT_EQ(ask(post("/guess", "id=hp-99&lat=-9.4&lon=124.5&timestamp=3")), 401U);
    clock.advance(10s);
    EXPECT_EQ(ask(post("/t-field", "id=hp-99&lat=x")), 404U);
    EXPECT_THAT(waiting.list(), ElementsAre(WaitingDevice{"hp-99", "10.0.0.7", clock.now() - 10s, clock.now(), 2,
                                                          LonLat::from_degrees(124.5, -9.4)}));
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U);
    EXPECT_EQ(ask(post("/guess", "id=" + std::string(49, 'x'))), 401U) << "an id that no device may have";
    EXPECT_EQ(waiting.list().size(), 1U);
}

TEST_F(FieldDeskTest, TellsTheDoorWhoCameInAndWhatWasRefused) {
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    EXPECT_EQ(ask(post("/guess", kQuery)), 401U);
    EXPECT_EQ(ask(post("/t-viewer", kQuery)), 403U);
    EXPECT_EQ(ask(post("/t-field", "id=hp-99")), 404U);
    std::vector<Event> events;
    Situation live;
    live.time = clock.now();
    door.take(live, false, events);
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].body, EventBody(SignedIn{SourceName::literal("hp-04"), Role::kField, "http", "10.0.0.7", ""}));
    EXPECT_EQ(events[1].body, EventBody(SignInRefused{SignInFault::kToken, "http", "10.0.0.7", 1, "hp-04"}));
    EXPECT_EQ(events[2].body, EventBody(SignInRefused{SignInFault::kRole, "http", "10.0.0.7", 1, "hp-04"}));
    EXPECT_EQ(events[3].body, EventBody(SignInRefused{SignInFault::kUnknownDevice, "http", "10.0.0.7", 1, "hp-99"}));
}

TEST_F(FieldDeskTest, ForgetsWhoHasGone) {
    inlet.full = true;
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    desk().forget(id);
    inlet.full = false;
    desk().on_room();
    EXPECT_THAT(inlet.taken, IsEmpty());
    EXPECT_EQ(ask(post("/t-field", kQuery)), 0U);
    desk().forget(id);
    answer();
    EXPECT_THAT(later, IsEmpty());
}

TEST(BasicAuth, ReadsUserAndPassword) {
    EXPECT_EQ(basic_credentials("Basic aHAtMDQ6dC1maWVsZA=="), (Credentials{"hp-04", "t-field"}));
    EXPECT_EQ(basic_credentials("basic YTo="), (Credentials{"a", ""}));
    EXPECT_EQ(basic_credentials("Basic YTpiOmM="), (Credentials{"a", "b:c"})) << "only the first colon parts them";
}

TEST(BasicAuth, RefusesWhatIsNone) {
    for (const char* header :
         {"", "Basic", "Basic ", "Bearer YTpi", "Basic YTpi!", "Basic YWI=", "Basic ====", "Basic a"}) {
        EXPECT_EQ(basic_credentials(header), std::nullopt) << header;
    }
    EXPECT_EQ(basic_credentials("Basic " + std::string(4000, 'A')), std::nullopt);
}

}  // namespace
}  // namespace siaga::net
