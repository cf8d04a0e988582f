#pragma once
// LineSplitter: bytes in any pieces become lines. It never holds more than one unfinished line of the
// limit and what one read added.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace siaga::net {

class LineSplitter {
public:
    explicit LineSplitter(std::size_t limit_bytes) : limit_(limit_bytes) {}

    struct Line {
        std::string_view text;  ///< without "\n" or "\r\n"; valid until the next add()
        bool too_long = false;  ///< over the limit: said once, its rest is skipped; text is its beginning
    };

    void add(std::string_view bytes);
    [[nodiscard]] std::optional<Line> next();
    /// At the end of the stream: what had no newline, if anything.
    [[nodiscard]] std::optional<Line> rest();
    /// A line has begun and not ended.
    [[nodiscard]] bool partial() const { return skipping_ || start_ < buffer_.size(); }

private:
    [[nodiscard]] Line line_of(std::string_view text) const;

    std::size_t limit_;
    std::string buffer_;
    std::size_t start_ = 0;    ///< of the line being read
    std::size_t scanned_ = 0;  ///< no newline before this
    bool skipping_ = false;
};

}  // namespace siaga::net
