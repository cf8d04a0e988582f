// The listener of field clients on loopback, in front of a real core and store.
#include "net/field_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/protocol/session_bench.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawSocket;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string request(const std::string& first_line, const std::string& content = {}, const std::string& more = {}) {
    return fmt::format("{} HTTP/1.1\r\nHost: siaga\r\n{}Content-Length: {}\r\n\r\n{}", first_line, more, content.size(),
                       content);
}
std::string form(int second, double lat = -9.4386) {
    return fmt::format("id=hp-04&lat={}&lon=124.4871&timestamp={}", lat, unix_ms(kNow) / 1000 + second);
}

class FieldServerTest : public testing::Test {
protected:
    void SetUp() override { start({}); }
    void start(Limits limits, Inlet* inlet = nullptr) {
        server.reset();
        FieldListenerSettings settings;
        settings.port = 0;
        settings.device_id_alone = true;
        server = std::make_unique<FieldServer>(settings, inlet != nullptr ? *inlet : ingest,
                                               Gate{auth, door, devices, waiting}, bench.clock, limits);
    }
    /// Head and body of one answer.
    static std::string answer(RawSocket& socket) {
        std::string head;
        std::size_t length = 0;
        for (std::string line = socket.read_line(); !line.empty() && line != "\r"; line = socket.read_line()) {
            head += line + "\n";
            if (line.starts_with("Content-Length: ")) length = std::stoul(line.substr(16));
        }
        std::string body(length, '\0');
        for (char& c : body) c = socket.read_char();
        return head + body;
    }
    std::string ask(const std::string& text) {
        RawSocket socket(server->port());
        socket.send(text);
        return answer(socket);
    }
    std::uint64_t stored() {
        server.reset();
        ingest.stop();
        return bench.fixes_stored();
    }

    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    test::FakeAuth auth;
    Door door;
    DeviceBook devices{{{"hp-04", UnitName::literal("RAJAWALI-04")}}};
    WaitingDevices waiting;
    std::unique_ptr<FieldServer> server;
};

TEST_F(FieldServerTest, StoresAPostAndItsRepeatOnce) {
    for (int i = 0; i < 3; ++i) EXPECT_THAT(ask(request("POST /", form(0))), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(ask(request("GET /?" + form(1))), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(server->status().answers.at(200), 4U);
    EXPECT_EQ(server->status().accepted, 4U);
    EXPECT_EQ(stored(), 2U);
}

TEST_F(FieldServerTest, AnswersManyPostsOfOneConnectionInTheirOrder) {
    RawSocket phone(server->port());
    phone.send(request("POST /", form(0)) + request("POST /", "lat=1") + request("POST /", form(2)));
    EXPECT_THAT(answer(phone), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer(phone), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(answer(phone), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(stored(), 2U);
}

TEST_F(FieldServerTest, TakesAChunkedBodyAndAnOldClient) {
    const std::string content = form(0);
    RawSocket phone(server->port());
    phone.send(fmt::format("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                           content.size(), content));
    EXPECT_THAT(answer(phone), StartsWith("HTTP/1.1 200 OK\r\n"));
    RawSocket old(server->port());
    old.send("GET /?" + form(1) + " HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old.read_all(), StartsWith("HTTP/1.0 200 OK\r\n"));
    EXPECT_EQ(stored(), 2U);
}

TEST_F(FieldServerTest, AsksForCredentials) {
    EXPECT_THAT(ask(request("POST /owntracks", "{}")),
                testing::AllOf(StartsWith("HTTP/1.1 401 Unauthorized\r\n"),
                               HasSubstr("WWW-Authenticate: Basic realm=\"siaga\"\r\n")));
}

TEST_F(FieldServerTest, AnswersOwnTracksWithItsHeadersInAnyCase) {
    const std::string location =
        fmt::format(R"({{"_type":"location","lat":-9.4,"lon":124.4,"tst":{}}})", unix_ms(kNow) / 1000);
    EXPECT_THAT(ask(request("POST /owntracks", location,
                            "authorization: Basic aHAtMDQ6dC1maWVsZA==\r\nx-limit-u: hp-04\r\nx-limit-d: hp-04\r\n")),
                testing::AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("[]")));
    EXPECT_THAT(
        ask(request("POST /owntracks", location, "authorization: Basic aHAtMDQ6dC1maWVsZA==\r\nx-limit-u: hp-05\r\n")),
        StartsWith("HTTP/1.1 403 Forbidden\r\n"));
}

TEST_F(FieldServerTest, AnswersRubbishOnceAndCloses) {
    RawSocket stranger(server->port());
    stranger.send("\x16\x03\x01\x02\x00\x01 rubbish\r\n\r\n");
    const std::string all = stranger.read_all();
    EXPECT_THAT(all, testing::AllOf(StartsWith("HTTP/1.1 400 Bad Request\r\n"), HasSubstr("Connection: close\r\n"),
                                    EndsWith("this is no HTTP request\n")));
}

TEST_F(FieldServerTest, RefusesWhatIsTooLarge) {
    Limits limits;
    limits.http_body_bytes = 100;
    limits.http_header_bytes = 200;
    start(limits);
    EXPECT_THAT(ask(request("POST /", std::string(101, 'x'))), StartsWith("HTTP/1.1 413 Payload Too Large\r\n"));
    EXPECT_THAT(ask(request("GET /?id=" + std::string(400, 'x'))), StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(ask(request("POST /", "id=hp-04")), StartsWith("HTTP/1.1 200 OK\r\n")) << "and goes on";
}

TEST_F(FieldServerTest, ClosesWhoDrips) {
    Limits limits;
    limits.http_request = std::chrono::milliseconds(20);
    start(limits);
    RawSocket loris(server->port());
    loris.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nid=");
    EXPECT_EQ(loris.read_all(), "");
}

TEST_F(FieldServerTest, ClosesWhoIsSilent) {
    Limits limits;
    limits.http_idle = std::chrono::milliseconds(300);
    start(limits);
    RawSocket silent(server->port());
    RawSocket phone(server->port());
    phone.send(request("POST /", form(0)));
    EXPECT_THAT(phone.read_all(), StartsWith("HTTP/1.1 200 OK\r\n")) << "answered, then closed when nothing follows";
    EXPECT_EQ(silent.read_all(), "");
}

TEST_F(FieldServerTest, TurnsAwayMoreConnectionsThanItsLimit) {
    Limits limits;
    limits.http_connections = 1;
    start(limits);
    RawSocket first(server->port());
    first.send(request("POST /", "id=hp-04"));
    EXPECT_THAT(answer(first), StartsWith("HTTP/1.1 200 OK\r\n"));
    RawSocket second(server->port());
    EXPECT_THAT(second.read_all(), StartsWith("HTTP/1.1 503 "));
    EXPECT_EQ(server->status().turned_away, 1U);
    EXPECT_EQ(server->status().connections, 1U);
}

TEST_F(FieldServerTest, Answers503WhenTheCoreDoesNot) {
    Limits limits;
    limits.http_answer = std::chrono::milliseconds(20);
    test::FakeInlet inlet;
    start(limits, &inlet);
    EXPECT_THAT(ask(request("POST /", form(0))),
                testing::AllOf(StartsWith("HTTP/1.1 503 Service Unavailable\r\n"), EndsWith("send it again\n")));
    server.reset();
}

TEST_F(FieldServerTest, GoesOnAfterAPhoneThatIsGone) {
    {
        RawSocket gone(server->port());
        gone.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nid=");
    }
    {
        RawSocket gone(server->port());
        gone.send(request("POST /", form(0)));
    }
    EXPECT_THAT(ask(request("POST /", form(1))), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(FieldServerTest, StopsWhileAPhoneIsConnected) {
    RawSocket phone(server->port());
    phone.send(request("POST /", "id=hp-04"));
    (void)answer(phone);
    server->stop();
    EXPECT_EQ(phone.read_all(), "");
}

TEST_F(FieldServerTest, NamesTheListenerAddressAndPortWhenItCannotOpen) {
    const auto fault = [&](const std::string& address, std::uint16_t port) -> std::string {
        FieldListenerSettings settings;
        settings.address = address;
        settings.port = port;
        try {
            const FieldServer second(settings, ingest, Gate{auth, door, devices, waiting}, bench.clock);
        } catch (const Fault& caught) {
            return caught.what();
        }
        return "";
    };
    const std::uint16_t port = server->port();
    EXPECT_EQ(
        fault("127.0.0.1", port),
        fmt::format("http listener 127.0.0.1:{}: Address already in use: stop the program that holds it, or change "
                    "address and port in [listener.http] in operation.toml",
                    port));
    EXPECT_THAT(fault("here", 1), StartsWith("http listener here:1: "));
}

TEST_F(FieldServerTest, HoldsBackTheAnswersToSoManyWrongTokensAndNoMore) {
    Limits limits;
    // The door is the test's own: its delays are the usual ones, at most 8 s; nothing here waits for them.
    for (int i = 0; i < 8; ++i) (void)door.delay_of({"http", "127.0.0.1"}, Steady::now());
    std::vector<std::unique_ptr<RawSocket>> guessers;
    for (std::size_t i = 0; i < limits.http_held_per_address; ++i) {
        guessers.push_back(std::make_unique<RawSocket>(server->port()));
        guessers.back()->send(request("POST /guess", form(0)));
    }
    const auto refused = [&] { return door.figures().refused[static_cast<std::size_t>(SignInFault::kToken)]; };
    while (refused() < limits.http_held_per_address) std::this_thread::yield();
    EXPECT_THAT(ask(request("POST /guess", form(0))), StartsWith("HTTP/1.1 429 "));
    EXPECT_THAT(ask(request("POST /t-field", form(0))), StartsWith("HTTP/1.1 200 ")) << "a right token still passes";
}

}  // namespace
}  // namespace siaga::net
