#pragma once
// A session without a socket: an inlet that keeps what it is given, a clock and deadlines set by hand.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "net/access.hpp"
#include "net/feed_session.hpp"

namespace siaga::net::test {

class FakeInlet final : public Inlet {
public:
    [[nodiscard]] SessionId new_session() override { return 1; }
    [[nodiscard]] bool try_submit(Submission& submission) override {
        if (full) return false;
        taken.push_back(std::move(submission));
        return true;
    }
    void ask_last_seq(SourceName, std::function<void(std::uint64_t)>) override {}
    void subscribe(Subscriber) override {}

    bool full = false;
    std::vector<Submission> taken;
};

/// Token "t-ROLE" for any source; the certificate whose hash is all zero is poskotis-7's, of the role field.
class FakeAuth final : public Auth {
public:
    [[nodiscard]] Result<Identity> identify(std::string_view token, const SourceName& source) override {
        const auto role = token.starts_with("t-") ? role_from_name(token.substr(2)) : std::nullopt;
        if (!role) return Problem{Refusal::kAuthFailed, 0, "who are you?"};
        return Identity{source, *role, {}};
    }
    [[nodiscard]] Result<Identity> identify_certificate(const Hash& sha256) override {
        if (sha256 != Hash{}) return Problem{Refusal::kAuthFailed, 0, "this certificate is not let in here"};
        return Identity{SourceName::literal("poskotis-7"), Role::kField, {}};
    }
    [[nodiscard]] std::optional<Problem> ended(const Identity& /*identity*/) override { return over; }

    std::optional<Problem> over;
};

struct SessionBench {
    void hello(const std::string& role) {
        session.on_bytes(R"({"type":"hello","v":1,"token":"t-)" + role + R"(","source":"poskotis-7"})" + "\n", now);
        session.on_last_seq(41, now);
        EXPECT_EQ(said(),
                  R"({"type":"welcome","v":1,"source":"poskotis-7","role":")" + role + R"(","last_seq":41})" + "\n");
    }
    void say(std::string_view line) { session.on_bytes(std::string(line) + "\n", now); }
    /// What the session wrote since the last time; the socket took it.
    std::string said() {
        std::string output = session.take_output();
        session.on_written(output.size());
        return output;
    }
    /// The core answers everything it took.
    void answer(std::optional<Problem> problem = {}) {
        for (const Submission& submission : std::exchange(inlet.taken, {})) {
            for (const auto& [seq, record, raw_end] : submission.records) {
                if (!std::holds_alternative<Problem>(record)) session.on_reply({submission.session, seq, problem});
            }
        }
        session.flush_acks();
    }
    void wait(std::chrono::milliseconds time) {
        now += time;
        session.on_deadline(now);
    }
    static std::string fix(std::uint64_t seq) {
        return R"({"type":"fix","seq":)" + std::to_string(seq) + R"(,"unit":"A","time":1,"lat":-9.4,"lon":124.5})";
    }

    FakeInlet inlet;
    FakeAuth auth;
    Door door;
    ManualClock clock{time_from_ms(1'000)};
    FollowLog log;
    Limits limits;
    FeedDecoder decoder;
    PlainFixReader plain_fixes;
    std::vector<std::string> refused;
    std::vector<std::string> asked;
    std::vector<SessionId> followers;
    SessionWorld world{inlet,
                       auth,
                       door,
                       clock,
                       log,
                       limits,
                       decoder,
                       plain_fixes,
                       [this](SessionId, const SourceName& source) { asked.push_back(source.text()); },
                       [this](SessionId id) { followers.push_back(id); },
                       [](std::uint64_t) {},
                       [this](Refusal code) { refused.emplace_back(name_of(code)); }};
    Steady::time_point now{};
    FeedSession session{7, world, now, "10.0.0.7"};
};

}  // namespace siaga::net::test
