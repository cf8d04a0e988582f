#pragma once
// CotSession: one connection of a TAK client, without a socket: bytes and the time in, records for the core and
// bytes for the client out (PROTOCOL, section 4).
//
// On a plain connection nothing proves who speaks, so it is of loopback only, and the first device it names that
// operation.toml knows is the only one it speaks for. With a certificate it speaks for the certificate's unit, and the
// first device it names is the only one of it.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "data/core/clock.hpp"
#include "data/ingest/submission.hpp"
#include "data/store/operation.hpp"
#include "net/cot_decoder.hpp"
#include "net/cot_splitter.hpp"
#include "net/limits.hpp"

namespace siaga::net {

/// Counted since the start, over all sessions.
struct CotFigures {
    std::uint64_t events = 0;     ///< whole ones
    std::uint64_t not_ours = 0;   ///< markers, chat and the like: nothing to record
    std::uint64_t unplaced = 0;   ///< contacts that say they have no position
    std::uint64_t strangers = 0;  ///< of devices that operation.toml does not name
    std::uint64_t foreign = 0;    ///< of another device than the connection's, or asking to delete

    CotFigures& operator+=(const CotFigures& more) {
        events += more.events;
        not_ours += more.not_ours;
        unplaced += more.unplaced;
        strangers += more.strangers;
        foreign += more.foreign;
        return *this;
    }
};

enum class CotRefusal : std::uint8_t { kStranger, kForeign };

/// What a session asks; all outlives it.
struct CotWorld {
    const Limits& limits;
    const Clock& clock;
    CotFigures& figures;
    std::function<std::optional<Device>(std::string_view id)> device;
    std::function<void(CotRefusal, const CotEvent&)> refused;  ///< of each event
    std::optional<SourceName> source = {};                     ///< of its records; nothing: "cot." and the device's id
};

class CotSession {
public:
    CotSession(SessionId id, const CotWorld& world, Steady::time_point now);

    void on_bytes(std::string_view bytes, Steady::time_point now);
    /// One that came by itself; `raw` is how.
    void on_event(const CotEvent& event, std::string_view raw);
    /// To be called when deadline() has passed.
    void on_deadline(Steady::time_point now);
    [[nodiscard]] Steady::time_point deadline() const;

    /// The records since the last call; none: no records.
    [[nodiscard]] Submission take_ready();
    /// What the client is to get, since the last call.
    [[nodiscard]] std::string take_output();
    /// `xml` in the form that the client asked for.
    [[nodiscard]] std::string as_asked(std::string xml) const;
    /// Why the connection is to be closed.
    [[nodiscard]] const std::optional<Problem>& over() const { return over_; }
    /// "" until it is known.
    [[nodiscard]] const std::string& device() const { return device_.id; }
    [[nodiscard]] const UnitName& unit() const { return device_.unit; }

private:
    void take(const CotPiece& piece);
    void agree(const CotEvent& event);
    [[nodiscard]] bool admit(const CotEvent& event);
    void report(const CotEvent& event, std::string_view raw);
    void call_for_help(const CotEvent& event, std::string_view raw);
    void refuse(CotRefusal why, const CotEvent& event);
    [[nodiscard]] Submission empty_submission() const;

    SessionId id_;
    const CotWorld& world_;
    CotSplitter splitter_;
    Device device_;  ///< that it speaks for; an empty id: not known yet
    Submission ready_;
    std::string output_;
    std::optional<Problem> over_;
    Steady::time_point heard_;  ///< last, or connected
    std::optional<Steady::time_point> event_until_;
    unsigned broken_in_a_row_ = 0;
    bool protobuf_ = false;  ///< it asked for it, and gets it from then on
    bool logged_ = false;    ///< strangers and foreign ones are logged once a connection
};

}  // namespace siaga::net
