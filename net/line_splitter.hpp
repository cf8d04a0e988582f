#pragma once
// LineSplitter: bytes in any pieces become lines. It never holds more than one unfinished line of the
// limit and what one read added.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace siaga::net {

/// Bytes behind the text of a line that can be read, though they are no part of it.
inline constexpr std::size_t kLinePadding = 64;

class LineSplitter {
public:
    explicit LineSplitter(std::size_t limit_bytes) : limit_(limit_bytes) {}

    struct Line {
        std::string_view text;  ///< without "\n" or "\r\n"; valid until the next add(), with kLinePadding
        bool too_long = false;  ///< over the limit: said once, its rest is skipped; text is its beginning
    };

    void add(std::string_view bytes);
    [[nodiscard]] std::optional<Line> next();
    /// At the end of the stream: what had no newline, if anything.
    [[nodiscard]] std::optional<Line> rest();
    /// A line has begun and not ended.
    [[nodiscard]] bool partial() const { return skipping_ || start_ < end(); }

private:
    [[nodiscard]] Line line_of(std::string_view text) const;
    [[nodiscard]] std::size_t end() const { return buffer_.size() - kLinePadding; }

    std::size_t limit_;
    std::string buffer_ = std::string(kLinePadding, '\0');  ///< ends with the padding
    std::size_t start_ = 0;                                 ///< of the line being read
    std::size_t scanned_ = 0;                               ///< no newline before this
    bool skipping_ = false;
};

}  // namespace siaga::net
