#pragma once
// Name<Tag>: a strong identifier that came from outside. The only way in is parse(), so a Name in
// hand is always safe in a path, a query, a log line or on a terminal.

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "data/core/result.hpp"

namespace siaga {

inline constexpr std::size_t kNameMaxBytes = 64;

/// True for 1 to 64 of ASCII letters, digits, '.', '_', '-', space, not beginning or ending with a
/// space (PROTOCOL: What bad input gets).
[[nodiscard]] constexpr bool valid_name(std::string_view text) {
    if (text.empty() || text.size() > kNameMaxBytes || text.front() == ' ' || text.back() == ' ') return false;
    for (const char c : text) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                             c == '_' || c == '-' || c == ' ';
        if (!allowed) return false;
    }
    return true;
}

/// For messages: control and non-ASCII bytes and the backslash become \xNN; of more than `most` characters the rest is
/// "...".
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 80);

template <class Tag> class Name {
public:
    Name() = default;  ///< the empty name: "none"; never the result of parse()

    [[nodiscard]] static Result<Name> parse(std::string_view text) {
        if (!valid_name(text)) {
            return Problem{Refusal::kBadIdentifier, 0,
                           "'" + printable(text) + "' is not 1 to 64 of letters, digits, . _ - and space"};
        }
        return Name(text);
    }
    /// Precondition: valid_name(text). For literals and text read back from our own store.
    [[nodiscard]] static Name literal(std::string_view text) { return Name(text); }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    friend auto operator<=>(const Name&, const Name&) = default;

private:
    explicit Name(std::string_view text) : text_(text) {}
    std::string text_;
};

struct UnitTag {};
struct SourceTag {};
struct DistrictTag {};
struct SiteTag {};
struct BoxTag {};
struct ContestTag {};
struct RecordTag {};

using UnitName = Name<UnitTag>;          ///< callsign of a unit: RAJAWALI-04
using SourceName = Name<SourceTag>;      ///< who sends on a feed: poskotis-7
using DistrictCode = Name<DistrictTag>;  ///< Kemendagri code: 53.03.05
using SiteCode = Name<SiteTag>;          ///< a place of custody: PPS 53.03.05.1001, PPK 53.03.05, GUDANG
using BoxCode = Name<BoxTag>;            ///< one ballot box: 53.03.05.1001-007-B
using ContestName = Name<ContestTag>;    ///< bupati
using RecordName = Name<RecordTag>;      ///< id given by people to a transfer, incident or alert

}  // namespace siaga

template <class Tag> struct std::hash<siaga::Name<Tag>> {
    std::size_t operator()(const siaga::Name<Tag>& name) const noexcept {
        return std::hash<std::string>{}(name.text());
    }
};
