#include "data/store/tip.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "data/store/hex.hpp"

namespace siaga {
namespace {

constexpr std::string_view kFirstLine = "siaga ledger tip 1";
constexpr std::string_view kRunning = "running", kClosed = "closed";

/// Takes the text apart line by line; the first line that is not as expected ends it.
class LineReader {
public:
    explicit LineReader(std::string_view text) : text_(text) {}

    /// What follows "NAME " on the next line.
    std::string_view value(std::string_view name) {
        if (failed_) return {};
        line_at_ = at_;
        const std::size_t end = text_.find('\n', at_);
        if (end == std::string_view::npos) return fail("the text ends inside a line");
        std::string_view line = text_.substr(at_, end - at_);
        at_ = end + 1;
        if (!line.starts_with(name)) return fail(fmt::format("the line '{}' is missing", name));
        line.remove_prefix(name.size());
        return line;
    }
    template <std::size_t N> std::array<std::uint8_t, N> hex(std::string_view name) { return bytes<N>(value(name)); }
    std::uint64_t number(std::string_view name) { return number_in(value(name)); }
    NamesMark names(std::string_view name) {
        const std::string_view both = value(name);
        const std::size_t space = both.find(' ');
        if (space == std::string_view::npos) {
            fail("a count and a hash are expected");
            return {};
        }
        const std::uint64_t count = number_in(both.substr(0, space));
        return {count, bytes<std::tuple_size_v<Hash>>(both.substr(space + 1))};
    }
    Time time(std::string_view name) {
        const std::string text(value(name));
        if (failed_) return {};
        const Result<Time> time = parse_rfc3339(text);
        if (time.ok() && to_rfc3339(*time) == text) return *time;
        fail("the time is not RFC 3339 in UTC with milliseconds");
        return {};
    }
    bool closed(std::string_view name) {
        const std::string_view state = value(name);
        if (state != kRunning && state != kClosed) fail("running or closed is expected");
        return state == kClosed;
    }
    void end() {
        if (failed_) return;
        line_at_ = at_;
        if (at_ != text_.size()) fail("there is text after the signature");
    }
    [[nodiscard]] std::optional<Problem> problem() const {
        return failed_ ? std::optional(Problem{Refusal::kMalformed, line_at_, why_}) : std::nullopt;
    }
    std::string_view fail(std::string why) {
        if (!failed_) why_ = std::move(why);
        failed_ = true;
        return {};
    }

private:
    template <std::size_t N> std::array<std::uint8_t, N> bytes(std::string_view text) {
        const auto found = from_hex<N>(text);
        if (!found) fail(fmt::format("{} hexadecimal digits are expected", 2 * N));
        return found.value_or(std::array<std::uint8_t, N>{});
    }
    /// Decimal, without leading zeros.
    std::uint64_t number_in(std::string_view text) {
        std::uint64_t number = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool whole = error == std::errc() && stop == text.data() + text.size();
        if (!whole || std::to_string(number) != text) fail("a number is expected");
        return number;
    }

    std::string_view text_;
    std::size_t at_ = 0, line_at_ = 0;
    bool failed_ = false;
    std::string why_;
};

std::string names_line(std::string_view name, const NamesMark& mark) {
    return fmt::format("{} {} {}\n", name, mark.count, to_hex(mark.hash));
}

}  // namespace

void NamesMark::append(std::string_view name) {
    hash = Sha256().add(std::string_view("siaga name 1\n")).add(hash).add(name).finish();
    ++count;
}

NamesMark mark_of(std::span<const std::string> names) {
    NamesMark mark;
    for (const std::string& name : names) mark.append(name);
    return mark;
}

std::string signed_part(const Tip& tip) {
    return fmt::format("{}\norigin {}\nsize {}\nroot {}\nchain {}\n", kFirstLine, to_hex(tip.origin),
                       tip.ledger.entries, to_hex(tip.ledger.root), to_hex(tip.ledger.chain)) +
           names_line("units", tip.units) + names_line("sources", tip.sources) +
           fmt::format("time {}\nstate {}\nprevious {}\nkey {}\n", to_rfc3339(tip.time),
                       tip.closed ? kClosed : kRunning, to_hex(tip.previous), to_hex(tip.key));
}

SignedTip sign(const Tip& tip, const SigningKey& key) {
    SignedTip out{tip, {}};
    out.tip.key = key.public_key();
    out.signature = key.sign(signed_part(out.tip));
    return out;
}

std::string to_text(const SignedTip& tip) {
    return fmt::format("{}signature {}\n", signed_part(tip.tip), to_hex(tip.signature));
}

Hash hash_of(const SignedTip& tip) {
    const std::string text = to_text(tip);
    return Sha256().add(std::string_view(text)).finish();
}

bool is_authentic(const SignedTip& tip) { return is_signed_by(tip.tip.key, signed_part(tip.tip), tip.signature); }

Result<SignedTip> parse_tip(std::string_view text) {
    constexpr std::size_t kHash = std::tuple_size_v<Hash>;
    LineReader in(text);
    SignedTip out;
    if (!in.value(kFirstLine).empty()) in.fail(fmt::format("the first line is not '{}'", kFirstLine));
    out.tip.origin = in.hex<kHash>("origin ");
    out.tip.ledger.entries = in.number("size ");
    out.tip.ledger.root = in.hex<kHash>("root ");
    out.tip.ledger.chain = in.hex<kHash>("chain ");
    out.tip.units = in.names("units ");
    out.tip.sources = in.names("sources ");
    out.tip.time = in.time("time ");
    out.tip.closed = in.closed("state ");
    out.tip.previous = in.hex<kHash>("previous ");
    out.tip.key = in.hex<std::tuple_size_v<PublicKey>>("key ");
    out.signature = in.hex<std::tuple_size_v<Signature>>("signature ");
    in.end();
    if (auto problem = in.problem()) return *problem;
    return out;
}

}  // namespace siaga
