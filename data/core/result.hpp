#pragma once
// Result<T>: what a function of untrusted input returns. Either a T, or a Problem that says what is
// wrong, at which byte, in one line a person can act on. Storage and start-up faults are exceptions
// (see fault.hpp); a Problem never is.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace siaga {

/// Why a record, a line or a request was refused. The names are the `code` of a nack on the wire
/// (PROTOCOL: Siaga feed); they are part of the protocol and are never renumbered or renamed.
enum class Refusal : std::uint8_t {
    kMalformed,    ///< not UTF-8, not JSON, not an object
    kLineTooLong,  ///< longer than the limit
    kUnknownType,
    kUnknownKind,
    kMissingField,
    kBadValue,       ///< wrong type or outside its range
    kBadIdentifier,  ///< not 1 to 64 of letters, digits, . _ - space
    kCoordinateRange,
    kCoordinateSwapped,
    kCoordinateNull,  ///< 0,0 without accuracy
    kTeleport,        ///< over 70 m/s since the neighbouring fix
    kClockAhead,      ///< more than 60 s ahead of the core's clock
    kClockBehind,     ///< more than a year behind the core's clock
    kSeqReused,       ///< the same (source, seq) with other content
    kVoteField,       ///< a field that could hold a vote
    kUnknownDistrict,
    kUnknownUnit,
    kUnknownSite,
    kUnknownBox,
    kUnknownContest,
    kStepRefused,   ///< a plenary step or custody transfer its rules do not allow
    kNotPermitted,  ///< the role does not allow this message
    kHelloExpected,
    kHelloTimeout,
    kAuthFailed,
    kBadVersion,
    kRateLimit,
    kTooManySessions,
    kIdle,
    kStorageFull,
    kStorageFault,
    kTokenExpired,   ///< it was right, until then
    kTokenRevoked,   ///< it was right, until somebody ended it
    kUnknownDevice,  ///< nobody has accepted a device of this id
};

/// The wire name, e.g. "COORDINATE_RANGE".
[[nodiscard]] std::string_view name_of(Refusal code);

struct Problem {
    Refusal code = Refusal::kMalformed;
    std::size_t offset = 0;  ///< byte offset in the input, 0 where it has no meaning
    std::string detail;      ///< one line, no control characters, safe to log and to send

    friend bool operator==(const Problem&, const Problem&) = default;
};

template <class T> class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Precondition: ok().
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    /// Precondition: !ok().
    [[nodiscard]] const Problem& problem() const { return std::get<1>(state_); }

private:
    std::variant<T, Problem> state_;
};

}  // namespace siaga
