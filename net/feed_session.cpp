#include "net/feed_session.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "net/feed_lines.hpp"
#include "net/permissions.hpp"

namespace siaga::net {
namespace {

constexpr std::size_t kFixesPerLine = 100;
constexpr std::size_t kUsualLineBytes = 100;
/// Short lines grow when they are decoded: what one session holds stays bounded.
constexpr std::size_t kHandedOverAtMost = 256 * 1024;

double seconds(std::chrono::milliseconds length) { return std::chrono::duration<double>(length).count(); }

}  // namespace

FeedSession::FeedSession(SessionId id, const SessionWorld& world, SteadyTime now, std::string address,
                         std::optional<PeerCertificate> certificate)
    : id_(id),
      world_(world),
      address_(std::move(address)),
      certificate_(std::move(certificate)),
      splitter_(world.limits.line_bytes),
      started_(now),
      last_heard_(now) {}

void FeedSession::on_bytes(std::string_view bytes, SteadyTime now) {
    if (!reading()) return;
    last_heard_ = now;
    check_token(now);
    if (!reading()) return;
    splitter_.add(bytes);
    read_.raw.reserve(bytes.size());
    read_.records.reserve(bytes.size() / kUsualLineBytes + 1);
    read_lines(now);
}

void FeedSession::on_end(SteadyTime now) {
    ended_ = true;
    read_lines(now);
}

void FeedSession::read_lines(SteadyTime now) {
    std::uint64_t lines = 0;
    const auto take = [&](const LineSplitter::Line& line) {
        if (line.text.empty()) return;  // a keep-alive, or the habit of a hand at a keyboard
        ++lines;
        take_line(line, now);
    };
    while (wants_bytes()) {
        const auto line = splitter_.next();
        if (!line) break;
        line_began_.reset();
        take(*line);
        if (read_.bytes() >= kHandedOverAtMost) hand_over();
    }
    if (const auto last = ended_ && wants_bytes() ? splitter_.rest() : std::nullopt) take(*last);
    world_.count_lines(lines);
    if (lines > 0) world_.door.sessions().heard(id_, lines, now);
    if (!held_) hand_over();
    if (!wants_bytes()) return;
    if (ended_) {
        if (!follow_) finish(now);  // a follower may have closed its sending half
        return;
    }
    if (!splitter_.partial()) {
        line_began_.reset();
    } else if (!line_began_) {
        line_began_ = now;
    }
}

bool FeedSession::take_plain_fix(std::string_view line) {
    const auto read = [&](FixReport& report) {
        const std::uint64_t seq = world_.plain_fixes.read(line, report);
        return may_send_fix(*identity_, report.unit) ? seq : 0;
    };
    if (phase_ != Phase::kOpen || !read_.add_fix(read, line)) return false;
    broken_in_a_row_ = 0;
    ++unanswered_;
    return true;
}

void FeedSession::take_line(const LineSplitter::Line& line, SteadyTime now) {
    if (!line.too_long && take_plain_fix(line.text)) return;  // nearly every line
    DecodedLine decoded =
        line.too_long ? DecodedLine{0, Problem{Refusal::kLineTooLong, world_.limits.line_bytes,
                                               fmt::format("a line is at most {} bytes", world_.limits.line_bytes)}}
                      : world_.decoder.decode(line.text);
    const bool broken = !decoded.message && (decoded.message.problem().code == Refusal::kMalformed ||
                                             decoded.message.problem().code == Refusal::kLineTooLong);
    if (!broken) broken_in_a_row_ = 0;
    if (phase_ == Phase::kHello) {
        take_hello(decoded, now);
    } else if (!decoded.message) {
        refuse_record(decoded.seq, decoded.message.problem(), line.text);
    } else {
        take_message(decoded, line.text, now);
    }
    if (broken) note_broken(now);
}

void FeedSession::note_broken(SteadyTime now) {
    if (++broken_in_a_row_ >= world_.limits.broken_lines_in_a_row && reading()) finish(now);
}

void FeedSession::take_hello(const DecodedLine& decoded, SteadyTime now) {
    if (!decoded.message) {
        refuse(decoded.seq, decoded.message.problem());
        if (decoded.message.problem().code == Refusal::kBadVersion) finish(now);
        return;
    }
    const auto* hello = std::get_if<Hello>(&*decoded.message);
    if (hello == nullptr) {
        refuse(decoded.seq, {Refusal::kHelloExpected, 0, "the first line is a hello with v, token and source"});
        return;
    }
    if (hello->token.empty() && !certificate_) {
        refuse(0, {Refusal::kMissingField, 0, "field 'token' is missing"});
        return;
    }
    Result<Identity> who = identify(*hello);
    if (!who) return hold_back(who.problem(), hello->source, now);
    identity_ = std::move(who).value();
    world_.door.entered(*identity_, caller(), world_.clock.now());
    world_.door.sessions().known(id_, identity_->source.text(), name_of(identity_->role));
    phase_ = Phase::kWelcome;
    world_.ask_last_seq(id_, identity_->source);
}

Result<Identity> FeedSession::identify(const Hello& hello) {
    if (!hello.token.empty() || !certificate_) return world_.auth.identify(hello.token, hello.source);
    Result<Identity> who = world_.auth.identify_certificate(certificate_->sha256);
    if (who && who->source != hello.source) {
        return Problem{Refusal::kAuthFailed, 0, "certificate and source do not belong together here"};
    }
    return who;
}

void FeedSession::hold_back(const Problem& problem, const SourceName& claimed, SteadyTime now) {
    spdlog::warn("session {}: hello of '{}' refused: {}", id_, claimed.text(), problem.detail);
    world_.door.refused(sign_in_fault(problem.code), caller(), claimed.text(), world_.clock.now());
    phase_ = Phase::kHeldBack;
    not_let_in_ = problem;
    answered_at_ = now + world_.door.delay_of(caller(), now);
}

void FeedSession::check_token(SteadyTime now) {
    if (!identity_ || phase_ == Phase::kDraining) return;
    const std::optional<Problem> ended = world_.auth.ended(*identity_);
    if (!ended) return;
    spdlog::warn("session {} of {}: {}", id_, identity_->source.text(), ended->detail);
    refuse(0, *ended);
    finish(now);
}

void FeedSession::on_last_seq(std::uint64_t seq, SteadyTime now) {
    if (phase_ != Phase::kWelcome) return;
    write(welcome_line(*identity_, seq));
    phase_ = Phase::kOpen;
    last_heard_ = now;
    read_lines(now);
}

void FeedSession::take_message(DecodedLine& decoded, std::string_view raw, SteadyTime now) {
    FeedMessage& message = *decoded.message;
    if (const auto refused = refused_by_role(*identity_, message)) {
        spdlog::warn("session {} of {}: {}", id_, identity_->source.text(), refused->detail);
        world_.door.refused(SignInFault::kRole, caller(), identity_->source.text(), world_.clock.now());
        return refuse_record(decoded.seq, *refused, raw);
    }
    if (const auto* follow = std::get_if<Follow>(&message)) return begin_follow(*follow, now);
    ++unanswered_;
    if (auto* report = std::get_if<FixReport>(&message)) return read_.add(decoded.seq, std::move(*report), raw);
    read_.add(decoded.seq, std::make_shared<const Event>(std::get<Event>(std::move(message))), raw);
}

void FeedSession::hand_over() {
    if (read_.records.empty()) return;
    read_.session = id_;
    read_.source = identity_->source;
    held_ = !world_.inlet.try_submit(read_);
    if (!held_) read_ = {};
}

void FeedSession::on_room(SteadyTime now) {
    if (!held_) return;
    hand_over();
    if (held_) return;
    last_heard_ = now;
    line_began_.reset();
    if (reading()) read_lines(now);
}

void FeedSession::refuse(std::uint64_t seq, const Problem& problem) {
    world_.count_refusal(problem.code);
    world_.door.sessions().refused(id_, name_of(problem.code));
    flush_acks();
    write(nack_line(seq, problem));
}

void FeedSession::refuse_record(std::uint64_t seq, const Problem& problem, std::string_view raw) {
    refuse(seq, problem);
    read_.add(seq, problem, raw);
}

void FeedSession::on_reply(const Reply& reply) {
    unanswered_ -= std::min<std::uint64_t>(unanswered_, reply.records);
    if (reply.problem) return refuse(reply.seq, *reply.problem);
    // A cumulative ack must not run ahead of a sender that goes back.
    if (reply.seq < ack_) flush_acks();
    ack_ = reply.seq;
}

void FeedSession::flush_acks() {
    if (const std::uint64_t seq = std::exchange(ack_, 0); seq != 0) write(ack_line(seq));
}

void FeedSession::begin_follow(const Follow& follow, SteadyTime now) {
    follow_ = follow;
    next_entry_ = follow.from;
    next_head_ = now;
    world_.follows(id_);
    write_old_entries();
}

void FeedSession::write_old_entries() {
    const auto& entries = world_.log.entries();
    while (follow_ && next_entry_ < entries.size() &&
           output_.size() + being_written_ < world_.limits.follow_ahead_bytes) {
        write(entry_line(*entries[next_entry_++]));
    }
}

void FeedSession::on_committed(const Committed& committed) {
    write_old_entries();
    if (!follow_ || !follow_->fixes || phase_ != Phase::kOpen) return;
    for (std::span<const Fix> rest(committed.fixes); !rest.empty() && !dropped_;) {
        const std::size_t count = std::min(rest.size(), kFixesPerLine);
        write(fixes_line(rest.first(count), world_.log.unit_names()));
        rest = rest.subspan(count);
    }
}

void FeedSession::finish(SteadyTime now) {
    phase_ = Phase::kDraining;
    follow_.reset();
    drained_by_ = now + world_.limits.drain;
}

bool FeedSession::finished() const {
    return phase_ == Phase::kDraining && unanswered_ == 0 && !held_ && output_.empty() && being_written_ == 0;
}

FeedSession::SteadyTime FeedSession::deadline() const {
    if (phase_ == Phase::kDraining) return drained_by_;
    if (phase_ == Phase::kHello) return started_ + world_.limits.hello;
    if (phase_ == Phase::kHeldBack) return answered_at_;
    if (phase_ == Phase::kWelcome) return started_ + world_.limits.hello + world_.limits.drain;
    if (held_) return SteadyTime::max();
    SteadyTime soonest = follow_ ? next_head_ : last_heard_ + world_.limits.idle;
    if (line_began_) soonest = std::min(soonest, *line_began_ + world_.limits.line);
    return soonest;
}

void FeedSession::on_deadline(SteadyTime now) {
    if (now < deadline()) return;
    if (phase_ == Phase::kDraining || phase_ == Phase::kWelcome) {
        dropped_ = true;  // the core did not answer
        return;
    }
    if (phase_ == Phase::kHeldBack) {
        refuse(0, *not_let_in_);
        return finish(now);
    }
    if (phase_ == Phase::kHello) {
        refuse(0, {Refusal::kHelloTimeout, 0, fmt::format("no hello within {} s", seconds(world_.limits.hello))});
        return finish(now);
    }
    if (line_began_ && now >= *line_began_ + world_.limits.line) {
        refuse(0, {Refusal::kIdle, 0, fmt::format("a line was not finished within {} s", seconds(world_.limits.line))});
        return finish(now);
    }
    if (follow_) {
        next_head_ = now + world_.limits.head_every;
        write(head_line(world_.log.entries().size(), world_.clock.now()));
        return;
    }
    refuse(0, {Refusal::kIdle, 0, fmt::format("nothing was sent for {} s", seconds(world_.limits.idle))});
    finish(now);
}

void FeedSession::write(std::string_view line) {
    if (dropped_) return;
    output_ += line;
    if (output_.size() + being_written_ <= world_.limits.output_bytes) return;
    spdlog::warn("session {}: dropped, it does not read what it is sent", id_);
    dropped_ = true;
    output_.clear();
}

std::string FeedSession::take_output() {
    being_written_ += output_.size();
    return std::exchange(output_, {});
}

void FeedSession::on_written(std::size_t bytes) {
    being_written_ -= bytes;
    write_old_entries();
}

}  // namespace siaga::net
