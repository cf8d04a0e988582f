// What a monitor gets: /healthz and /metrics.
#include "net/metrics_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/ingest/ingest_thread.hpp"
#include "net/metrics_desk.hpp"
#include "net/metrics_text.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class MetricsDeskTest : public testing::Test {
protected:
    HttpAnswer get(const std::string& target) {
        return desk.take(desk.next_id(), {.method = "GET", .target = target}).value_or(HttpAnswer{0, "later"});
    }
    Steady::time_point now{};
    MetricsDesk desk{[](Metrics& all) { all.queue.name = "ingest"; }, [this] { return now; }};
};

TEST_F(MetricsDeskTest, IsHealthyWhileTheCoreRecordsAndPublishes) {
    EXPECT_EQ(get("/healthz"), (HttpAnswer{503, "the core has not begun\n"}));
    desk.on_published({});
    EXPECT_EQ(get("/healthz"), (HttpAnswer{200, "ok\n"}));
    now += std::chrono::seconds(9);
    EXPECT_EQ(get("/healthz").status, 200U);
    now += std::chrono::seconds(3);
    EXPECT_EQ(get("/healthz"), (HttpAnswer{503, "the core has been silent for 12 s\n"}));
    desk.on_published({});
    EXPECT_EQ(get("/healthz").status, 200U);
    Published broken;
    broken.storage_problem = "the disk is full";
    desk.on_published(broken);
    EXPECT_EQ(get("/healthz"), (HttpAnswer{503, "the disk is full\n"}));
}

TEST_F(MetricsDeskTest, ShowsTheNewestFigures) {
    Published published;
    published.counts.fixes = 41;
    published.counts.quarantined = 3;
    desk.on_published(published);
    const HttpAnswer page = get("/metrics");
    EXPECT_EQ(page.content_type, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(page.body, StartsWith("# HELP siaga_recording 1 while records can be written.\n"
                                      "# TYPE siaga_recording gauge\n"
                                      "siaga_recording 1\n"
                                      "# HELP siaga_fixes_total Fixes stored since the start.\n"
                                      "# TYPE siaga_fixes_total counter\n"
                                      "siaga_fixes_total 41\n"));
    EXPECT_THAT(page.body, HasSubstr("\nsiaga_quarantined 3\n"));
    EXPECT_THAT(page.body, HasSubstr("\nsiaga_queue_bytes{queue=\"ingest\"} 0\n"));
    EXPECT_THAT(page.body, Not(HasSubstr("siaga_feed"))) << "a listener that is off has no figures";
    EXPECT_THAT(page.body, testing::EndsWith("\n"));
}

TEST_F(MetricsDeskTest, RefusesEverythingElse) {
    EXPECT_EQ(get("/").status, 404U);
    EXPECT_EQ(desk.take(1, {.method = "POST", .target = "/metrics"})->status, 405U);
}

TEST(MetricsText, HasTheFiguresOfTheListeners) {
    Metrics metrics;
    metrics.feed.emplace();
    metrics.feed->sessions = 5;
    metrics.feed->refused = {{"TELEPORT", 2}};
    metrics.field.emplace();
    metrics.field->answers = {{200, 7}, {503, 1}};
    const std::string text = metrics_text(metrics);
    EXPECT_THAT(text, HasSubstr("\nsiaga_recording 0\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_feed_sessions{state=\"open\"} 5\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_feed_refused_total{code=\"TELEPORT\"} 2\n"));
    EXPECT_THAT(
        text, HasSubstr("\nsiaga_http_answers_total{status=\"200\"} 7\nsiaga_http_answers_total{status=\"503\"} 1\n"));
}

TEST(MetricsText, HasWhoWasLetInAndWhoWasNot) {
    Metrics metrics;
    EXPECT_THAT(metrics_text(metrics), Not(HasSubstr("siaga_sign_ins")));
    Door door;
    const Time now = time_from_ms(1'732'939'200'000);
    door.entered({SourceName::literal("hp-04"), Role::kField, {}}, {"feed", "10.0.0.4"}, now);
    for (int i = 0; i < 3; ++i) door.refused(SignInFault::kHandshake, {"cot_tls", "10.0.0.5"}, "", now);
    metrics.door = door.figures();
    metrics.waiting = 2;
    const std::string text = metrics_text(metrics);
    EXPECT_THAT(text, HasSubstr("\nsiaga_sign_ins_total 1\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_sign_ins_refused_total{why=\"TLS_GAGAL\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_sign_ins_refused_total{why=\"TOKEN_SALAH\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_waiting_devices 2\n"));
}

TEST(MetricsServer, AnswersOnASocket) {
    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    MetricsServer server({true, "127.0.0.1", 0}, ingest, [&](Metrics& all) { all.queue = ingest.queue_figures(); });
    std::string health;
    while (!health.starts_with("HTTP/1.1 200 OK\r\n")) {  // until the core has said its first word
        siaga::test::RawSocket monitor(server.port());
        monitor.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        health = monitor.read_all();
        ASSERT_THAT(health, StartsWith("HTTP/1.1 "));
    }
    siaga::test::RawSocket monitor(server.port());
    monitor.send("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(monitor.read_all(), HasSubstr("\nsiaga_queue_capacity_bytes{queue=\"ingest\"} 8388608\n"));
}

}  // namespace
}  // namespace siaga::net
