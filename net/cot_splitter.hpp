#pragma once
// CotSplitter: bytes in any pieces become CoT events. Clients put a declaration before each, before the first or
// before none, and blank lines where they like; an event of XML ends with </event>. Frames of TAK protocol 1 may come
// at any place between, whether or not somebody asked for them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"

namespace siaga::net {

/// One event, or what should be one.
struct CotPiece {
    bool protobuf = false;  ///< a message of TAK protocol 1, without its frame; else XML with what stood before it
    std::string_view content;
};

/// Of a datagram, which holds one: XML, or a message in the frame of a mesh (BF 01 BF) or of a stream. kMalformed: none
/// of these, or something after it.
[[nodiscard]] Result<CotPiece> cot_datagram(std::string_view bytes);

class CotSplitter {
public:
    explicit CotSplitter(std::size_t limit_bytes) : limit_(limit_bytes) {}

    void add(std::string_view bytes);
    /// The next whole one; valid until the next add().
    [[nodiscard]] std::optional<CotPiece> next();
    /// An event has begun and not ended.
    [[nodiscard]] bool partial() const;

    enum class Trouble : std::uint8_t {
        kNone,
        kTooLong,  ///< no end within the limit
        kNoEvent,  ///< begins with something else
    };
    /// Why nothing more will come of it.
    [[nodiscard]] Trouble trouble() const { return trouble_; }

private:
    [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(start_); }
    [[nodiscard]] std::optional<CotPiece> next_xml(std::string_view text);
    [[nodiscard]] std::optional<CotPiece> next_frame(std::string_view text);
    void skip_blanks();

    std::size_t limit_;
    std::string buffer_;
    std::size_t start_ = 0;    ///< of the event being read
    std::size_t scanned_ = 0;  ///< in the rest: no end before this
    Trouble trouble_ = Trouble::kNone;
};

}  // namespace siaga::net
