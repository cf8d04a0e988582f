#pragma once
// FeedSession: the conversation of one sender or follower, without the socket. Bytes, answers and the
// time go in; bytes and wishes come out. The coroutines of net/feed_connection move them, so tests play
// a day of splits and deadlines without a socket and without sleeping. Net thread only.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "net/auth.hpp"
#include "net/door.hpp"
#include "net/feed_decoder.hpp"
#include "net/follow_log.hpp"
#include "net/limits.hpp"
#include "net/line_splitter.hpp"
#include "net/peer_certificate.hpp"
#include "net/plain_fix.hpp"

namespace siaga::net {

/// What all sessions of a listener share; it outlives them.
struct SessionWorld {
    Inlet& inlet;
    Auth& auth;
    Door& door;
    const Clock& clock;
    const FollowLog& log;
    const Limits& limits;
    // Of this thread: their buffers stay warm from session to session.
    FeedDecoder& decoder;
    PlainFixReader& plain_fixes;
    /// Asks the core; the answer comes back through on_last_seq.
    std::function<void(SessionId, const SourceName&)> ask_last_seq;
    std::function<void(SessionId)> follows;  ///< it has begun to
    std::function<void(std::uint64_t)> count_lines;
    std::function<void(Refusal)> count_refusal;
};

class FeedSession {
public:
    using SteadyTime = Steady::time_point;

    /// `address`: of the peer, as address_group gives it. `certificate`: the peer's, which TLS has checked; its hello
    /// needs no token.
    FeedSession(SessionId id, const SessionWorld& world, SteadyTime now, std::string address = {},
                std::optional<PeerCertificate> certificate = {});

    // What happens to it.
    void on_bytes(std::string_view bytes, SteadyTime now);
    void on_end(SteadyTime now);  ///< the peer will send nothing more
    void on_last_seq(std::uint64_t seq, SteadyTime now);
    void on_reply(const Reply& reply);  ///< then flush_acks() after the last of a batch
    void flush_acks();
    void on_room(SteadyTime now);                   ///< the core's queue has room again
    void on_committed(const Committed& committed);  ///< already in the log
    void on_written(std::size_t bytes);             ///< the socket took them
    void on_deadline(SteadyTime now);               ///< deadline() has passed
    /// Looks whether its token still is one; else says so and ends.
    void check_token(SteadyTime now);

    // What it wants.
    [[nodiscard]] bool wants_bytes() const { return reading() && !held_; }
    [[nodiscard]] SteadyTime deadline() const;
    /// What is to be written now; it counts as waiting until on_written.
    [[nodiscard]] std::string take_output();
    /// Everything is said: close after the last output. dropped(): close at once.
    [[nodiscard]] bool finished() const;
    [[nodiscard]] bool dropped() const { return dropped_; }

    [[nodiscard]] SessionId id() const { return id_; }
    [[nodiscard]] const std::optional<Identity>& identity() const { return identity_; }
    [[nodiscard]] bool following() const { return follow_.has_value(); }
    /// Its token was wrong, and the answer waits (net/guess_delays.hpp).
    [[nodiscard]] bool held_back() const { return phase_ == Phase::kHeldBack; }
    /// It will not come in any more: it waits for its answer, or the peer reads it.
    [[nodiscard]] bool turned_away() const { return held_back() || (phase_ == Phase::kDraining && !identity_); }

private:
    enum class Phase { kHello, kHeldBack, kWelcome, kOpen, kDraining };

    [[nodiscard]] bool reading() const { return phase_ == Phase::kHello || phase_ == Phase::kOpen; }
    void read_lines(SteadyTime now);
    void take_line(const LineSplitter::Line& line, SteadyTime now);
    /// False: it is something else, or not permitted.
    [[nodiscard]] bool take_plain_fix(std::string_view line);
    void take_hello(const DecodedLine& decoded, SteadyTime now);
    void take_message(DecodedLine& decoded, std::string_view raw, SteadyTime now);
    [[nodiscard]] Result<Identity> identify(const Hello& hello);
    void hold_back(const Problem& problem, const SourceName& claimed, SteadyTime now);
    void begin_follow(const Follow& follow, SteadyTime now);
    /// What was read becomes one submission, several when it is much.
    void hand_over();
    void refuse(std::uint64_t seq, const Problem& problem);
    /// Answers now, and leaves the line in the quarantine.
    void refuse_record(std::uint64_t seq, const Problem& problem, std::string_view raw);
    void note_broken(SteadyTime now);
    void finish(SteadyTime now);
    void write(std::string_view line);
    void write_old_entries();

    [[nodiscard]] Caller caller() const { return {"feed", address_}; }

    SessionId id_;
    const SessionWorld& world_;
    std::string address_;
    std::optional<PeerCertificate> certificate_;
    Phase phase_ = Phase::kHello;
    LineSplitter splitter_;
    std::optional<Identity> identity_;
    std::optional<Problem> not_let_in_;  ///< why, until it is said
    Submission read_;                    ///< the records of this read, or of the last one while it is held
    bool held_ = false;                  ///< the queue was full: nothing is read until it is in
    std::uint64_t unanswered_ = 0;
    std::uint64_t ack_ = 0;  ///< to be written by flush_acks
    unsigned broken_in_a_row_ = 0;
    bool ended_ = false, dropped_ = false;

    std::optional<Follow> follow_;
    std::uint64_t next_entry_ = 0;
    SteadyTime next_head_;

    SteadyTime started_, last_heard_, drained_by_, answered_at_;
    std::optional<SteadyTime> line_began_;
    std::string output_;
    std::size_t being_written_ = 0;
};

}  // namespace siaga::net
