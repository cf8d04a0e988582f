#include "net/json_fault.hpp"

#include <cctype>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>
#include <vector>

namespace siaga::net {
namespace {

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::optional<JsonFault> scan() {
        if (!value_or_containers()) return fault_;
        skip_space();
        if (at_ < text_.size()) fail("nothing may follow the value");
        return fault_;
    }

private:
    static constexpr char kEnd = '\0';

    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : kEnd; }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    void skip_space() {
        while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
    }
    bool fail(std::string what) { return fail_at(at_, std::move(what)); }
    bool fail_at(std::size_t offset, std::string what) {
        if (!fault_) fault_ = JsonFault{offset, offset >= text_.size() ? "the line ends too soon" : std::move(what)};
        return false;
    }
    bool eat(char c) {
        skip_space();
        if (peek() != c || at_end()) return fail(std::string("expected '") + c + "'");
        ++at_;
        return true;
    }

    /// Without recursion: hostile nesting costs a byte per level, not a stack frame.
    bool value_or_containers() {
        do {
            if (!value()) return false;
            while (!open_.empty() && !wants_value_) {
                if (!next_member()) return false;
            }
        } while (wants_value_);
        return true;
    }

    bool value() {
        wants_value_ = false;
        skip_space();
        const char c = peek();
        if (c == '{' || c == '[') return open(c);
        if (c == '"') return string();
        if (c == '-' || std::isdigit(static_cast<unsigned char>(c)) != 0) return number();
        for (const std::string_view word : {"true", "false", "null"}) {
            if (text_.substr(at_, word.size()) == word) {
                at_ += word.size();
                return true;
            }
        }
        return fail("expected a value");
    }

    bool open(char c) {
        ++at_;
        open_.push_back(c);
        first_ = true;
        return true;
    }

    /// Inside a container: its end, or the way to the next value.
    bool next_member() {
        skip_space();
        const bool object = open_.back() == '{';
        if (peek() == (object ? '}' : ']') && !at_end()) {
            ++at_;
            open_.pop_back();
            first_ = false;
            return true;
        }
        if (!std::exchange(first_, false) && !eat(',')) return false;
        if (object) {
            skip_space();
            if (peek() != '"') return fail("expected a member name");
            if (!string() || !eat(':')) return false;
        }
        wants_value_ = true;
        return true;
    }

    bool string() {
        ++at_;
        while (!at_end()) {
            const auto byte = static_cast<unsigned char>(peek());
            if (byte == '"') {
                ++at_;
                return true;
            }
            if (byte < 0x20) return fail("a control character inside a text");
            if (byte == '\\') {
                if (!escape()) return false;
            } else if (byte < 0x80) {
                ++at_;
            } else if (!multibyte(byte)) {
                return false;
            }
        }
        return fail("");
    }

    bool escape() {
        ++at_;
        const char c = peek();
        if (c == 'u') {
            const unsigned unit = hex4();
            if (fault_) return false;
            if (unit >= 0xDC00 && unit <= 0xDFFF) return fail("half of a surrogate pair");
            if (unit < 0xD800 || unit > 0xDBFF) return true;
            if (text_.substr(at_, 2) != "\\u") return fail("half of a surrogate pair");
            ++at_;
            const unsigned low = hex4();
            if (!fault_ && (low < 0xDC00 || low > 0xDFFF)) return fail("half of a surrogate pair");
            return !fault_;
        }
        if (at_end() || std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) return fail("no such escape");
        ++at_;
        return true;
    }
    /// at_ is on the 'u'.
    unsigned hex4() {
        ++at_;
        unsigned unit = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            if (std::isxdigit(static_cast<unsigned char>(peek())) == 0) {
                fail("expected four hexadecimal digits");
                return 0;
            }
            unsigned digit = 0;
            std::from_chars(text_.data() + at_, text_.data() + at_ + 1, digit, 16);
            unit = unit * 16 + digit;
        }
        return unit;
    }

    bool multibyte(unsigned lead) {
        const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0) return fail("not UTF-8");
        for (std::size_t i = 1; i < length; ++i) {
            const auto byte = at_ + i < text_.size() ? static_cast<unsigned char>(text_[at_ + i]) : 0U;
            unsigned low = 0x80;
            unsigned high = 0xBF;
            if (i == 1 && lead == 0xE0) low = 0xA0;   // overlong
            if (i == 1 && lead == 0xED) high = 0x9F;  // surrogates
            if (i == 1 && lead == 0xF0) low = 0x90;   // overlong
            if (i == 1 && lead == 0xF4) high = 0x8F;  // beyond U+10FFFF
            if (byte < low || byte > high) return fail("not UTF-8");
        }
        at_ += length;
        return true;
    }

    bool digits() {
        if (std::isdigit(static_cast<unsigned char>(peek())) == 0) return fail("expected a digit");
        while (std::isdigit(static_cast<unsigned char>(peek())) != 0) ++at_;
        return true;
    }
    bool number() {
        const std::size_t start = at_;
        if (peek() == '-') ++at_;
        if (peek() == '0') {
            ++at_;
        } else if (!digits()) {
            return false;
        }
        bool whole = true;
        if (peek() == '.') {
            whole = false;
            ++at_;
            if (!digits()) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            if (!digits()) return false;
        }
        return fits(text_.substr(start, at_ - start), whole) || fail_at(start, "a number is too large");
    }
    static bool fits(std::string_view digits, bool whole) {
        const char* end = digits.data() + digits.size();
        const auto in_range = [&](auto number) {
            return std::from_chars(digits.data(), end, number).ec == std::errc{};
        };
        if (!whole) {
            // Too small is zero; both ends of the range have the one error code.
            const bool small = digits.find("e-") != std::string_view::npos ||
                               digits.find("E-") != std::string_view::npos || digits.starts_with("0.") ||
                               digits.starts_with("-0.");
            return small || in_range(double{});
        }
        return digits.front() == '-' ? in_range(std::int64_t{}) : in_range(std::uint64_t{});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<char> open_;
    bool first_ = false;  ///< the innermost container has no member yet
    bool wants_value_ = false;
    std::optional<JsonFault> fault_;
};

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) { return Scanner(text).scan(); }

}  // namespace siaga::net
