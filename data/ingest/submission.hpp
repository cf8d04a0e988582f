#pragma once
// Submission: what one session read at once, decoded, on its way from the session to the log; and the
// replies it gets.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga {

/// Which session a reply goes to. Inlet::new_session gives them.
using SessionId = std::uint64_t;
inline constexpr SessionId kNobodyWaits = 0;  ///< import, filling a demonstration, what was answered already

/// One line, decoded. Nearly all are fixes; an event is large and rare, hence the pointer, never null.
/// A Problem: the line could not become a record. It was answered already and is only quarantined, unless the sender
/// counts nothing (Submission::unnumbered): then it is answered like any other.
using Record = std::variant<FixReport, std::shared_ptr<const Event>, Problem>;

struct Submission {
    struct Numbered {
        std::uint64_t seq = 0;
        Record record;
        std::size_t raw_end = 0;  ///< in `raw`, where the next one's begins
    };

    SessionId session = kNobodyWaits;
    SourceName source;
    std::vector<Numbered> records;  ///< in the order of the sender
    std::string raw;                ///< the bytes they were decoded from, kept when one is quarantined
    std::size_t events = 0;         ///< among the records
    /// The sender gives no numbers, and repeats what was not answered: a phone. Its records carry seq 0 and get their
    /// own seq when they are accepted. The same again is known by its content: a fix by unit, time and place, an event
    /// by all it says.
    bool unnumbered = false;

    template <class T> void add(std::uint64_t seq, T&& record, std::string_view from = {}) {
        raw += from;
        Numbered& added = records.emplace_back();
        added.seq = seq;
        added.record = std::forward<T>(record);
        added.raw_end = raw.size();
        if (std::holds_alternative<std::shared_ptr<const Event>>(added.record)) ++events;
    }
    /// read(FixReport&) -> seq, in place; 0: it is none, and nothing is added.
    template <class Read> [[nodiscard]] bool add_fix(Read&& read, std::string_view from) {
        Numbered& added = records.emplace_back();
        added.seq = read(std::get<FixReport>(added.record));
        if (added.seq == 0) {
            records.pop_back();
            return false;
        }
        raw += from;
        added.raw_end = raw.size();
        return true;
    }
    /// The bytes of records[i].
    [[nodiscard]] std::string_view raw_of(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : records[i - 1].raw_end;
        return std::string_view(raw).substr(begin, records[i].raw_end - begin);
    }
    /// What it weighs in the queue.
    [[nodiscard]] std::size_t bytes() const {
        return sizeof(Submission) + records.size() * sizeof(Numbered) + events * sizeof(Event) + raw.size();
    }
};

/// The answer to one record, or to a run of records of one session with rising seqs.
struct Reply {
    SessionId session = kNobodyWaits;
    std::uint64_t seq = 0;           ///< of the last one
    std::optional<Problem> problem;  ///< nothing: all of them are committed and synced (ack); else nack
    std::size_t records = 1;         ///< how many it answers; a nack answers one
    friend bool operator==(const Reply&, const Reply&) = default;
};

}  // namespace siaga
