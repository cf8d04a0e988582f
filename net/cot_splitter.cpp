#include "net/cot_splitter.hpp"

#include <algorithm>

#include "net/tak_message.hpp"

namespace siaga::net {
namespace {

constexpr std::string_view kEnd = "</event>";
constexpr std::string_view kBlanks(" \t\r\n\0", 5);

Problem malformed_datagram(std::string_view what) { return {Refusal::kMalformed, 0, std::string(what)}; }

}  // namespace

Result<CotPiece> cot_datagram(std::string_view bytes) {
    constexpr std::string_view kMesh("\xBF\x01\xBF", 3);
    if (bytes.starts_with(kMesh)) return CotPiece{true, bytes.substr(kMesh.size())};
    if (bytes.starts_with(kTakMark)) {
        const auto frame = tak_frame(bytes);
        if (!frame) return frame.problem();
        if (!*frame || bytes.size() != (*frame)->begin + (*frame)->size)
            return malformed_datagram("the frame is not as long as it says");
        return CotPiece{true, bytes.substr((*frame)->begin)};
    }
    const std::size_t begin = bytes.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos || bytes[begin] != '<') return malformed_datagram("no event");
    const std::string_view xml = bytes.substr(begin, bytes.find_last_not_of(kBlanks) + 1 - begin);
    if (xml.find(kEnd) != xml.size() - std::min(xml.size(), kEnd.size())) return malformed_datagram("not one event");
    return CotPiece{false, xml};
}

void CotSplitter::add(std::string_view bytes) {
    buffer_.erase(0, start_);
    start_ = 0;
    if (trouble_ == Trouble::kNone) buffer_ += bytes;
}

void CotSplitter::skip_blanks() {
    const std::size_t begin = buffer_.find_first_not_of(kBlanks, start_);
    start_ = begin == std::string::npos ? buffer_.size() : begin;
}

std::optional<CotPiece> CotSplitter::next() {
    if (trouble_ != Trouble::kNone) return std::nullopt;
    if (scanned_ == 0) skip_blanks();
    const std::string_view text = rest();
    if (text.empty()) return std::nullopt;
    if (text.front() == kTakMark) return next_frame(text);
    if (text.front() == '<') return next_xml(text);
    trouble_ = Trouble::kNoEvent;
    return std::nullopt;
}

std::optional<CotPiece> CotSplitter::next_xml(std::string_view text) {
    const std::size_t end = text.find(kEnd, scanned_ - std::min(scanned_, kEnd.size() - 1));
    if (end == std::string_view::npos || end + kEnd.size() > limit_) {
        scanned_ = text.size();
        if (text.size() > limit_) trouble_ = Trouble::kTooLong;
        return std::nullopt;
    }
    scanned_ = 0;
    start_ += end + kEnd.size();
    return CotPiece{false, text.substr(0, end + kEnd.size())};
}

std::optional<CotPiece> CotSplitter::next_frame(std::string_view text) {
    const auto frame = tak_frame(text);
    if (!frame) trouble_ = Trouble::kNoEvent;
    if (!frame || !*frame) return std::nullopt;
    const auto [begin, size] = **frame;
    if (size > limit_) trouble_ = Trouble::kTooLong;
    if (size > limit_ || text.size() - begin < size) return std::nullopt;
    start_ += begin + size;
    return CotPiece{true, text.substr(begin, size)};
}

bool CotSplitter::partial() const { return rest().find_first_not_of(kBlanks) != std::string_view::npos; }

}  // namespace siaga::net
