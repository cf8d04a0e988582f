#pragma once
// CotSplitter: bytes in any pieces become CoT events. Clients put a declaration before each, before the first or
// before none, and blank lines where they like; an event ends with </event>.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace siaga::net {

class CotSplitter {
public:
    explicit CotSplitter(std::size_t limit_bytes) : limit_(limit_bytes) {}

    void add(std::string_view bytes);
    /// The next whole event with what stood before it; valid until the next add().
    [[nodiscard]] std::optional<std::string_view> next();
    /// An event has begun and not ended.
    [[nodiscard]] bool partial() const;

    enum class Trouble : std::uint8_t {
        kNone,
        kTooLong,   ///< no end within the limit
        kProtobuf,  ///< the frames of TAK protocol 1
        kNoXml,     ///< begins with something else
    };
    /// Why nothing more will come of it.
    [[nodiscard]] Trouble trouble() const { return trouble_; }

private:
    [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(start_); }
    void skip_blanks();

    std::size_t limit_;
    std::string buffer_;
    std::size_t start_ = 0;    ///< of the event being read
    std::size_t scanned_ = 0;  ///< in the rest: no end before this
    Trouble trouble_ = Trouble::kNone;
};

}  // namespace siaga::net
