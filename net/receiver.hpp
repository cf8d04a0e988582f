#pragma once
// Receiver: one GPS receiver that operation.toml names: who it is to the core, and what came of what it sent.

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "data/ingest/submission.hpp"
#include "net/limits.hpp"

namespace siaga::net {

/// Counted since the start.
struct ReceiverFigures {
    std::string source;           ///< "nmea.rakit-1"
    std::size_t connections = 0;  ///< open now; of UDP always 0
    std::uint64_t connects = 0;   ///< connections so far
    std::uint64_t failures = 0;   ///< attempts to connect that failed, connections turned away
    std::uint64_t lines = 0;
    std::uint64_t without_fix = 0;                 ///< the receiver said that it has no position
    std::uint64_t accepted = 0;                    ///< fixes that are committed, or were there already
    std::uint64_t not_kept = 0;                    ///< of the refused: over the limit, not in the quarantine
    std::map<std::string, std::uint64_t> refused;  ///< by wire name: TELEPORT, MALFORMED, ...
};

/// Any thread.
class ReceiverTally {
public:
    explicit ReceiverTally(std::string source) { figures_.source = std::move(source); }

    void connected() {
        change([](auto& f) { ++f.connections, ++f.connects; });
    }
    void disconnected() {
        change([](auto& f) { --f.connections; });
    }
    void failed() {
        change([](auto& f) { ++f.failures; });
    }
    void line() {
        change([](auto& f) { ++f.lines; });
    }
    void without_fix() {
        change([](auto& f) { ++f.without_fix; });
    }
    void not_kept(Refusal code) {
        change([code](auto& f) { ++f.not_kept, ++f.refused[std::string(name_of(code))]; });
    }
    void answered(const Reply& reply) {
        change([&](auto& f) {
            if (reply.problem) {
                ++f.refused[std::string(name_of(reply.problem->code))];
            } else {
                f.accepted += reply.records;
            }
        });
    }
    [[nodiscard]] ReceiverFigures figures() const {
        const std::lock_guard lock(mutex_);
        return figures_;
    }

private:
    template <class Change> void change(Change change) {
        const std::lock_guard lock(mutex_);
        change(figures_);
    }
    mutable std::mutex mutex_;
    ReceiverFigures figures_;
};

/// So many refused records of a minute are kept: a broken cable must not fill the disk.
class RefusalBudget {
public:
    explicit RefusalBudget(std::size_t a_minute) : a_minute_(a_minute) {}
    [[nodiscard]] bool take(Steady::time_point now) {
        if (used_ == 0 || now - since_ >= std::chrono::minutes(1)) {
            since_ = now;
            used_ = 0;
        }
        return used_ < a_minute_ && ++used_ > 0;
    }

private:
    std::size_t a_minute_;
    std::size_t used_ = 0;
    Steady::time_point since_{};
};

/// Listener's thread, but for `tally`.
struct Receiver {
    Receiver(std::string_view kind, std::string_view name, UnitName whose, SessionId id, const Limits& limits)
        : source(SourceName::literal(std::string(kind) + "." + std::string(name))),
          unit(std::move(whose)),
          session(id),
          tally(source.text()),
          budget(limits.refused_kept) {}

    /// Where its records go next; a receiver gives no numbers.
    [[nodiscard]] Submission submission() const {
        Submission fresh;
        fresh.session = session;
        fresh.source = source;
        fresh.unnumbered = true;
        return fresh;
    }
    void add_fix(Submission& to, FixReport&& report, std::string_view raw) const {
        report.unit = unit;
        to.add(0, std::move(report), raw);
    }
    /// To the quarantine, as far as the budget goes.
    void add_problem(Submission& to, const Problem& problem, std::string_view raw, Steady::time_point now) {
        if (!budget.take(now)) return tally.not_kept(problem.code);
        to.add(0, problem, raw);
    }

    SourceName source;
    UnitName unit;
    SessionId session;
    ReceiverTally tally;
    RefusalBudget budget;
};

}  // namespace siaga::net
