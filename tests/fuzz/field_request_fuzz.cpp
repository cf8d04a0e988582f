// A whole request as a stranger sends it, by Boost.Beast to the desk: an answer or a submission of a known
// device, and never a token in what is kept.

#include <spdlog/spdlog.h>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "net/field_desk.hpp"
#include "net/http_connection.hpp"
#include "tests/fuzz/field_checks.hpp"

namespace {

using namespace siaga;
using namespace siaga::net;

constexpr std::string_view kToken = "s3cr3t-t0k3n";

class LastInlet final : public Inlet {
public:
    [[nodiscard]] SessionId new_session() override { return 1; }
    [[nodiscard]] bool try_submit(Submission& submission) override {
        test::require(!submission.records.empty() && submission.unnumbered && submission.session == 1);
        test::require(submission.source.text() == "http.hp-04");
        test::require(submission.raw.find(kToken) == std::string::npos || body_has_token);
        return true;
    }
    void ask_last_seq(SourceName, std::function<void(std::uint64_t)>) override {}
    void subscribe(Subscriber) override {}

    bool body_has_token = false;  ///< whoever writes it into a note or a query keeps it there
};

class OneToken final : public Auth {
public:
    [[nodiscard]] Result<Identity> identify(std::string_view token, const SourceName& source) override {
        if (token != kToken) return Problem{Refusal::kAuthFailed, 0, "who are you?"};
        return Identity{source, Role::kField, {}};
    }
    [[nodiscard]] Result<Identity> identify_certificate(const Hash& /*sha256*/) override {
        return Problem{Refusal::kAuthFailed, 0, "who are you?"};
    }
    [[nodiscard]] std::optional<Problem> ended(const Identity& /*identity*/) override { return std::nullopt; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    spdlog::set_level(spdlog::level::off);  // each refusal is logged
    namespace http = boost::beast::http;
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    boost::system::error_code error;
    parser.put(boost::asio::const_buffer(data, size), error);
    if (error || !parser.is_done()) return 0;
    HttpRequest request = plain_request(parser.release(), "127.0.0.1");

    LastInlet inlet;
    const std::size_t query = request.target.find('?');
    inlet.body_has_token = request.body.find(kToken) != std::string::npos ||
                           (query != std::string::npos && request.target.find(kToken, query) != std::string::npos);
    OneToken auth;
    const ManualClock clock{time_from_ms(1'732'948'267'000)};
    Door door;
    DeviceBook devices{{{"hp-04", UnitName::literal("RAJAWALI-04")}}};
    WaitingDevices waiting;
    FieldDesk desk(FieldListenerSettings{}, inlet, Gate{auth, door, devices, waiting}, clock,
                   [](SessionId, const HttpAnswer&) {});
    desk.on_subscribed();
    const auto answer = desk.take(1, std::move(request));
    test::require(answer.has_value() != (desk.waiting() == 1));
    if (answer) test::require(answer->status >= 200 && answer->status < 600);
    // What a stranger wrote goes into the ledger and the list of those who wait only in plain characters.
    for (const WaitingDevice& device : waiting.list()) test::require(valid_name(device.id));
    std::vector<Event> events;
    door.take(Situation{}, true, events);
    for (const Event& event : events) {
        const auto* refused = std::get_if<SignInRefused>(&event.body);
        if (refused == nullptr || refused->claimed.empty()) continue;
        test::require_one_line(refused->claimed);
        test::require(refused->claimed.size() <= 86);
        test::require(inlet.body_has_token || refused->claimed.find(kToken) == std::string::npos);
    }
    return 0;
}
