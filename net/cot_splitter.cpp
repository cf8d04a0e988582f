#include "net/cot_splitter.hpp"

#include <algorithm>

namespace siaga::net {
namespace {

constexpr std::string_view kEnd = "</event>";
constexpr char kProtobufMark = '\xBF';

}  // namespace

void CotSplitter::add(std::string_view bytes) {
    buffer_.erase(0, start_);
    start_ = 0;
    if (trouble_ == Trouble::kNone) buffer_ += bytes;
}

void CotSplitter::skip_blanks() {
    const std::size_t begin = buffer_.find_first_not_of(std::string_view(" \t\r\n\0", 5), start_);
    start_ = begin == std::string::npos ? buffer_.size() : begin;
}

std::optional<std::string_view> CotSplitter::next() {
    if (trouble_ != Trouble::kNone) return std::nullopt;
    if (scanned_ == 0) skip_blanks();
    const std::string_view text = rest();
    if (text.empty()) return std::nullopt;
    if (text.front() != '<') {
        trouble_ = text.front() == kProtobufMark ? Trouble::kProtobuf : Trouble::kNoXml;
        return std::nullopt;
    }
    const std::size_t end = text.find(kEnd, scanned_ - std::min(scanned_, kEnd.size() - 1));
    if (end == std::string_view::npos || end + kEnd.size() > limit_) {
        scanned_ = text.size();
        if (text.size() > limit_) trouble_ = Trouble::kTooLong;
        return std::nullopt;
    }
    scanned_ = 0;
    start_ += end + kEnd.size();
    return text.substr(0, end + kEnd.size());
}

bool CotSplitter::partial() const {
    return rest().find_first_not_of(std::string_view(" \t\r\n\0", 5)) != std::string_view::npos;
}

}  // namespace siaga::net
