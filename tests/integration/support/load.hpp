#pragma once
// A sender for the kill test: records that follow from their number alone, sent as fast as they are
// taken, and what the other side has acknowledged.

#include <cstdint>
#include <optional>
#include <string>

#include "data/core/time.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {

class Load {
public:
    static constexpr std::uint64_t kEventEvery = 16;  ///< every 16th record is an event, the others are fixes
    /// How far it runs ahead of the acknowledgements.
    static constexpr std::uint64_t kAhead = 500;

    /// `origin` is the time of record 0.
    Load(std::string source, std::string token, Time origin);

    [[nodiscard]] const std::string& source() const { return source_; }
    [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }
    [[nodiscard]] std::uint64_t in_flight() const { return next_ - 1 - acknowledged_; }
    /// The first thing that went wrong: a refusal, an answer nobody asked for.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    [[nodiscard]] static bool is_event(std::uint64_t seq) { return seq % kEventEvery == 0; }
    [[nodiscard]] Time time_of(std::uint64_t seq) const;
    [[nodiscard]] static std::int32_t lat_e7_of(std::uint64_t seq);
    [[nodiscard]] std::string line_of(std::uint64_t seq) const;

    /// A new connection: hello, and on from record `from` (at most acknowledged() + 1).
    void begin(Connection& connection, std::uint64_t from);
    /// Sends what the socket takes now; true while it has more.
    bool send(Connection& connection);
    /// Takes in what has arrived; false when the other side is gone.
    bool hear(Connection& connection);

private:
    void take(const std::string& line);

    std::string source_, token_;
    Time origin_;
    std::uint64_t next_ = 1;  ///< the record after the last that was handed to a socket
    std::uint64_t acknowledged_ = 0;
    std::string waiting_;  ///< lines on their way into the socket
    std::string trouble_;
};

}  // namespace siaga::test
