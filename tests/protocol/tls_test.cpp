// The listeners inside TLS, in front of a real core: who is let in, and everything that is not. Each refusal is closed,
// counted and on its way into the ledger.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "net/certificates.hpp"
#include "net/cot_server.hpp"
#include "net/feed_client.hpp"
#include "net/feed_lines.hpp"
#include "net/feed_server.hpp"
#include "net/key_folder.hpp"
#include "net/tls_folder.hpp"
#include "tests/protocol/tls_peer.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawListener;
using siaga::test::RawSocket;
using siaga::test::sample_report;
using siaga::test::TlsPeer;
using testing::HasSubstr;

constexpr auto kTlsPatience = std::chrono::seconds(60);
constexpr auto kDay = std::chrono::hours(24);
const SourceName kPhone = SourceName::literal("hp-04");
const UnitName kPhoneUnit = UnitName::literal("RAJAWALI-04");

class Tls : public testing::Test {
protected:
    void SetUp() override {
        (void)spdlog::default_logger_raw();  // made before two listeners log at once
        init_certificates(bench.folder.path(), {"localhost", "127.0.0.1"}, now);
        const TlsFolder folder(bench.folder.path());
        authority = std::make_unique<Certified>(text_of(folder.authority()), text_of(folder.authority_key()), "ca");
    }
    void start(Limits limits = {}) {
        server = std::make_unique<FeedServer>(settings(), ingest, gate, bench.clock, limits);
        tak = std::make_unique<CotServer>(settings(), ingest, gate, bench.clock, limits);
    }
    static ListenerSettings settings() {
        ListenerSettings settings;
        settings.port = 0;
        settings.tls = true;
        return settings;
    }
    /// A client certificate with these dates; null: of itself.
    Certified client(const Certified* issuer, Time from, Time until,
                     CertificateUse use = CertificateUse::kClient) const {
        return Certified({"hp-04", use, {"localhost"}, from, until}, issuer);
    }
    Certified client() const { return client(authority.get(), now - kDay, now + kDay); }
    void let_in(const Certified& certificate, Identity who) {
        add_certificate(bench.folder.path(), who, certificate.sha256());
    }
    void let_in(const Certified& certificate) { let_in(certificate, {kPhone, Role::kField, {kPhoneUnit}}); }

    /// What the feed answers to the hello of hp-04; "": nothing, and the connection is closed.
    std::string answer_to(const TlsPeer::Options& options, const std::string& token = "") {
        TlsPeer peer(server->port(), options);
        peer.send(hello_line(token, kPhone));
        return peer.read_line();
    }
    std::uint64_t refused(SignInFault why) const { return door.figures().refused[static_cast<std::size_t>(why)]; }
    void expect_refused(SignInFault why, const std::string& answer = "", const std::string& expected = "") {
        EXPECT_THAT(answer, expected.empty() ? testing::Matcher<const std::string&>("") : HasSubstr(expected));
        const auto deadline = Steady::now() + kTlsPatience;
        while (refused(why) == 0 && Steady::now() < deadline) std::this_thread::yield();
        EXPECT_EQ(refused(why), 1U);
        EXPECT_EQ(door.figures().entered, 0U);
    }
    /// Of a certificate that everybody would let in but for what is wrong with it.
    void expect_bad(const Certified& bad, const Certified* intermediate = nullptr) {
        let_in(bad);
        start();
        expect_refused(SignInFault::kHandshake, answer_to({&bad, intermediate}));
    }
    FeedTarget target() const {
        return {"127.0.0.1", server->port(), "", kPhone,
                TlsFiles{TlsFolder(bench.folder.path()).authority(), bench.folder.path() / "client.pem",
                         bench.folder.path() / "client.key"}};
    }
    void write_client(const Certified& certificate) const {
        replace_key_file(bench.folder.path() / "client.pem", certificate.certificate_pem());
        replace_key_file(bench.folder.path() / "client.key", certificate.key_pem());
    }
    /// A listener whose own certificate is this one.
    void serve_with(const Certified& own) {
        const TlsFolder folder(bench.folder.path());
        replace_key_file(folder.server(), own.certificate_pem());
        replace_key_file(folder.server_key(), own.key_pem());
        start();
    }
    std::string fault_of_client() {
        const Certified own = client();
        let_in(own);
        write_client(own);
        try {
            const FeedClient came_in(target());
        } catch (const Fault& fault) {
            return fault.what();
        }
        return "it came in";
    }

    const Time now = SystemClock().now();
    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    TokenFile tokens{bench.folder.path(), bench.clock};
    Door door;
    DeviceBook devices{std::vector<Device>{}};
    WaitingDevices waiting;
    const std::filesystem::path operation = bench.folder.path();
    Gate gate{tokens, door, devices, waiting, &operation};
    std::unique_ptr<Certified> authority;
    std::unique_ptr<FeedServer> server;
    std::unique_ptr<CotServer> tak;
};

TEST_F(Tls, LetsACertificateInWithoutAToken) {
    const Certified own = client();
    let_in(own);
    start();
    EXPECT_EQ(answer_to({&own}), R"({"type":"welcome","v":1,"source":"hp-04","role":"field","last_seq":0})");
    EXPECT_EQ(door.figures().entered, 1U);
}

TEST_F(Tls, LetsATokenInWithoutACertificate) {
    start();
    const std::string token = add_token(bench.folder.path(), {kPhone, Role::kViewer, {}});
    EXPECT_THAT(answer_to({}, token), HasSubstr(R"("role":"viewer")"));
}

TEST_F(Tls, CarriesADayThroughTheClientAndPartsInPeace) {
    const Certified own = client();
    let_in(own);
    write_client(own);
    start();
    constexpr std::uint64_t kFixes = 3000;
    {
        FeedClient sender(target());
        for (std::uint64_t seq = 1; seq <= kFixes; ++seq) {
            FixReport report = sample_report(kNow - 3600s + seq * 1s);
            report.unit = kPhoneUnit;
            sender.send(seq, report);
        }
        ASSERT_TRUE(sender.wait_answered(kFixes, kTlsPatience));
        EXPECT_EQ(sender.acked(), kFixes);
        EXPECT_TRUE(sender.take_nacks().empty());
    }
    server.reset();
    tak.reset();
    ingest.stop();
    bench.open();
    EXPECT_EQ(bench.fixes_stored(), kFixes);
}

TEST_F(Tls, SaysItsLastWordsBeforeItEnds) {
    const Certified own = client();
    let_in(own);
    start();
    TlsPeer peer(server->port(), {&own});
    peer.send(hello_line("", kPhone) + "rubbish\nrubbish\nrubbish\nand more that nobody reads\n");
    EXPECT_THAT(peer.read_all(), testing::EndsWith("expected a value\"}\n"));
}

TEST_F(Tls, EndsOpenSessionsWhenTheirCertificateIsRevoked) {
    const Certified own = client();
    let_in(own);
    start();
    TlsPeer feed(server->port(), {&own});
    feed.send(hello_line("", kPhone));
    EXPECT_THAT(feed.read_line(), HasSubstr("welcome"));
    TlsPeer phone(tak->port(), {&own});
    revoke_certificate(bench.folder.path(), kPhone, kNow);
    EXPECT_THAT(feed.read_all(), HasSubstr(R"("code":"TOKEN_REVOKED","detail":"this certificate was revoked")"));
    const std::string said = phone.read_all();
    EXPECT_TRUE(said.empty() || said.find("t-x-takp-v") != std::string::npos) << "no more than the greeting: " << said;
}

TEST_F(Tls, TakesATakClientForTheUnitOfItsCertificate) {
    const Certified own = client();
    let_in(own);
    start();
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsPeer phone(tak->port(), {&own, nullptr, version});
        phone.send(fmt::format(R"(<event version="2.0" uid="ANDROID-5c" type="a-f-G-U-C" time="{}">)"
                               R"(<point lat="-9.4386" lon="124.4871" hae="402" ce="12" le="9999999"/>)"
                               R"(<detail><contact callsign="R4"/></detail></event>)"
                               R"(<event version="2.0" uid="ping" type="t-x-c-t"><point lat="0" lon="0"/></event>)",
                               to_rfc3339(kNow + std::chrono::seconds(version - TLS1_2_VERSION))));
        std::string pong;
        while (!pong.ends_with("takPong")) {
            const std::string before = pong;
            pong += phone.read_char();
            ASSERT_NE(pong.back(), '\0') << before;
        }
    }
    server.reset();
    tak.reset();
    ingest.stop();
    bench.open();
    EXPECT_EQ(bench.fixes_stored(), 2U);
}

// What does not even speak TLS.

TEST_F(Tls, RefusesAPlainHello) {
    start();
    RawSocket nc(server->port());
    nc.send(hello_line("token", kPhone));
    (void)nc.read_all();
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesHttp) {
    start();
    RawSocket curl(server->port());
    curl.send("GET / HTTP/1.1\r\nHost: posko\r\n\r\n");
    (void)curl.read_all();
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesNoise) {
    start();
    RawSocket noise(server->port());
    noise.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(600, '\xff'));
    (void)noise.read_all();
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesWhoEndsInTheMiddleOfTheHandshake) {
    start();
    RawSocket half(server->port());
    half.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    half.end();
    (void)half.read_all();
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesWhoSaysNothing) {
    Limits limits;
    limits.tls_handshake = std::chrono::milliseconds(50);
    start(limits);
    RawSocket silent(server->port());
    EXPECT_EQ(silent.read_all(), "");
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesWhoNeverEndsItsFirstMessage) {
    Limits limits;
    limits.tls_handshake = std::chrono::milliseconds(50);
    start(limits);
    RawSocket slow(server->port());
    slow.send(std::string("\x16\x03\x01", 3));
    EXPECT_EQ(slow.read_all(), "");
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, CountsHandshakesAsStrangers) {
    Limits limits;
    limits.unauthenticated_per_address = 2;
    start(limits);
    RawSocket first(server->port()), second(server->port()), third(server->port());
    EXPECT_EQ(third.read_all(), "");
    expect_refused(SignInFault::kSessions);
}

// Old versions.

TEST_F(Tls, RefusesVersion12OnTheFeed) {
    start();
    expect_refused(SignInFault::kHandshake, answer_to({nullptr, nullptr, TLS1_2_VERSION}));
}

TEST_F(Tls, RefusesVersion11) {
    start();
    expect_refused(SignInFault::kHandshake, answer_to({nullptr, nullptr, TLS1_1_VERSION}));
}

TEST_F(Tls, RefusesVersion10) {
    start();
    expect_refused(SignInFault::kHandshake, answer_to({nullptr, nullptr, TLS1_VERSION}));
}

// Certificates that do not hold.

TEST_F(Tls, RefusesAnExpiredCertificate) { expect_bad(client(authority.get(), now - 3 * kDay, now - kDay)); }

TEST_F(Tls, RefusesACertificateThatIsNotValidYet) { expect_bad(client(authority.get(), now + kDay, now + 3 * kDay)); }

TEST_F(Tls, RefusesAnotherAuthorityOfTheSameName) {
    const Certified other({"Siaga authority", CertificateUse::kAuthority, {}, now - kDay, now + kDay}, nullptr);
    expect_bad(client(&other, now - kDay, now + kDay));
}

TEST_F(Tls, RefusesACertificateOfItself) { expect_bad(client(nullptr, now - kDay, now + kDay)); }

TEST_F(Tls, RefusesTheCertificateOfAServer) {
    expect_bad(client(authority.get(), now - kDay, now + kDay, CertificateUse::kServer));
}

TEST_F(Tls, RefusesAnAuthorityBelowTheAuthority) {
    expect_bad(client(authority.get(), now - kDay, now + kDay, CertificateUse::kAuthority));
}

TEST_F(Tls, RefusesWhatAClientHasSigned) {
    const Certified own = client();
    expect_bad(client(&own, now - kDay, now + kDay), &own);
}

TEST_F(Tls, RefusesAForgedSignature) {
    const Certified real = client();
    std::string pem = real.certificate_pem();
    char& last = pem[pem.find("\n-----END") - 6];  // inside the signature
    last = last == 'A' ? 'B' : 'A';
    expect_bad(Certified(pem, real.key_pem(), "forged"));
}

// Certificates that hold, and let nobody in.

TEST_F(Tls, RefusesACertificateNobodyLetIn) {
    const Certified own = client();
    start();
    expect_refused(SignInFault::kToken, answer_to({&own}), "this certificate is not let in here");
}

TEST_F(Tls, RefusesARevokedCertificate) {
    const Certified own = client();
    let_in(own);
    revoke_certificate(bench.folder.path(), kPhone, kNow);
    start();
    expect_refused(SignInFault::kRevoked, answer_to({&own}), "this certificate was revoked");
}

TEST_F(Tls, RefusesACertificateWhoseTimeIsOverByTheOperationsClock) {
    const Certified own = client();
    let_in(own, {kPhone, Role::kField, {kPhoneUnit}, bench.clock.now() - 1s});
    start();
    expect_refused(SignInFault::kExpired, answer_to({&own}), "this certificate expired at");
}

TEST_F(Tls, RefusesACertificateOfAnotherSource) {
    const Certified own = client();
    let_in(own, {SourceName::literal("hp-05"), Role::kField, {kPhoneUnit}});
    start();
    expect_refused(SignInFault::kToken, answer_to({&own}), "certificate and source do not belong together here");
}

TEST_F(Tls, RefusesAWrongTokenBesideACertificate) {
    const Certified own = client();
    let_in(own);
    start();
    expect_refused(SignInFault::kToken, answer_to({&own}, "guess"), "token and source do not belong together here");
}

TEST_F(Tls, RefusesNeitherTokenNorCertificate) {
    start();
    EXPECT_THAT(answer_to({}), HasSubstr("field 'token' is missing"));
    EXPECT_EQ(door.figures().entered, 0U);
}

// TAK clients.

TEST_F(Tls, RefusesATakClientWithoutACertificate) {
    start();
    EXPECT_EQ(TlsPeer(tak->port()).read_all(), "");
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesATakClientOfVersion11) {
    const Certified own = client();
    let_in(own);
    start();
    EXPECT_FALSE(TlsPeer(tak->port(), {&own, nullptr, TLS1_1_VERSION}).shook_hands());
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesAPlainTakClient) {
    start();
    RawSocket plain(tak->port());
    plain.send("<event version=\"2.0\" uid=\"a\" type=\"t-x-c-t\"/>");
    (void)plain.read_all();
    expect_refused(SignInFault::kHandshake);
}

TEST_F(Tls, RefusesATakClientOfNoUnitInParticular) {
    const Certified own = client();
    let_in(own, {kPhone, Role::kField, {}});
    start();
    EXPECT_EQ(TlsPeer(tak->port(), {&own}).read_all(), "");
    expect_refused(SignInFault::kRole);
}

TEST_F(Tls, LetsATakClientOfAViewerLook) {
    const Certified own = client();
    let_in(own, {kPhone, Role::kViewer, {}});
    start();
    TlsPeer phone(tak->port(), {&own});
    phone.send("<event version=\"2.0\" uid=\"ping\" type=\"t-x-c-t\"><point lat=\"0\" lon=\"0\"/></event>");
    std::string pong;
    while (!pong.ends_with("takPong")) {
        pong += phone.read_char();
        ASSERT_NE(pong.back(), '\0');
    }
    EXPECT_EQ(door.figures().entered, 1U);
}

TEST_F(Tls, RefusesATakClientNobodyLetIn) {
    const Certified own = client();
    start();
    EXPECT_EQ(TlsPeer(tak->port(), {&own}).read_all(), "");
    expect_refused(SignInFault::kToken);
}

// What our own client refuses of a server.

TEST_F(Tls, TheClientRefusesAnExpiredServer) {
    serve_with(
        Certified({"posko", CertificateUse::kServer, {"127.0.0.1"}, now - 3 * kDay, now - kDay}, authority.get()));
    EXPECT_THAT(fault_of_client(), HasSubstr("its certificate is refused: certificate has expired"));
}

TEST_F(Tls, TheClientRefusesAServerOfAnotherName) {
    serve_with(Certified({"posko", CertificateUse::kServer, {"10.8.0.1", "posko.example"}, now - kDay, now + kDay},
                         authority.get()));
    EXPECT_THAT(fault_of_client(), HasSubstr("its certificate is refused"));
}

TEST_F(Tls, TheClientRefusesAServerOfAnotherAuthority) {
    const Certified other({"Siaga authority", CertificateUse::kAuthority, {}, now - kDay, now + kDay}, nullptr);
    serve_with(Certified({"posko", CertificateUse::kServer, {"127.0.0.1"}, now - kDay, now + kDay}, &other));
    EXPECT_THAT(fault_of_client(), HasSubstr("its certificate is refused"));
}

TEST_F(Tls, TheClientRefusesAClientThatPlaysServer) {
    serve_with(client());
    EXPECT_THAT(fault_of_client(), HasSubstr("its certificate is refused"));
}

TEST_F(Tls, TheClientRefusesAPlainServer) {
    start();
    server = std::make_unique<FeedServer>(ListenerSettings{true, "127.0.0.1", 0}, ingest, gate, bench.clock);
    EXPECT_THAT(fault_of_client(), HasSubstr("is a Siaga feed inside TLS listening there?"));
}

// What is wrong with the files.

TEST_F(Tls, SaysWhichFileIsMissingAndHowToMakeIt) {
    std::filesystem::remove(TlsFolder(bench.folder.path()).server_key());
    try {
        start();
        FAIL() << "it started";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("server.key"));
        EXPECT_THAT(fault.what(), HasSubstr("siagactl cert init"));
    }
}

TEST_F(Tls, RefusesAKeyThatOthersMayRead) {
    const std::filesystem::path key = TlsFolder(bench.folder.path()).server_key();
    std::filesystem::permissions(key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    EXPECT_THROW(start(), Fault);
}

TEST_F(Tls, KeepsItsAuthorityWhenTheListenersCertificateIsRenewed) {
    const Certified own = client();
    let_in(own);
    EXPECT_FALSE(init_certificates(bench.folder.path(), {"posko.example"}, now));
    start();
    EXPECT_THAT(answer_to({&own}), HasSubstr("welcome"));
}

TEST_F(Tls, WritesWhatAPhoneImports) {
    const Certified own = client();
    const std::string bytes = own.pkcs12("k3vq-7hmd", *authority), trusted = authority->trusted_pkcs12("k3vq-7hmd");
    EXPECT_EQ(siaga::test::certificate_in_pkcs12(bytes, "k3vq-7hmd"), own.certificate_pem());
    EXPECT_EQ(siaga::test::certificate_in_pkcs12(bytes, "k3vq-7hme"), "");
    EXPECT_EQ(siaga::test::certificate_in_pkcs12(trusted, "k3vq-7hmd"), authority->certificate_pem());
    EXPECT_NE(random_password(), random_password());
    EXPECT_EQ(random_password().size(), 19U);
}

TEST_F(Tls, RefusesNamesThatAreNone) {
    for (const char* name : {"", "a b", "x,DNS:evil", "10.0.0.1/24", "a\nb"}) {
        EXPECT_THROW(init_certificates(bench.folder.path(), {name}, now), Fault) << name;
    }
}

}  // namespace
}  // namespace siaga::net
