#include "net/line_splitter.hpp"

namespace siaga::net {

void LineSplitter::add(std::string_view bytes) {
    buffer_.replace(end(), kLinePadding, bytes);
    buffer_.erase(0, start_);
    scanned_ -= start_;
    start_ = 0;
    buffer_.append(kLinePadding, '\0');
}

LineSplitter::Line LineSplitter::line_of(std::string_view text) const {
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    return {text.substr(0, limit_), text.size() > limit_};
}

std::optional<LineSplitter::Line> LineSplitter::next() {
    while (true) {
        const std::size_t newline = buffer_.find('\n', scanned_);
        if (newline == std::string::npos) {
            scanned_ = end();
            break;
        }
        const std::string_view text = std::string_view(buffer_).substr(start_, newline - start_);
        start_ = scanned_ = newline + 1;
        if (!skipping_) return line_of(text);
        skipping_ = false;
    }
    if (skipping_) {
        start_ = end();
        return std::nullopt;
    }
    // One more byte may be the '\r' before the newline.
    if (end() - start_ <= limit_ + 1) return std::nullopt;
    const Line line{std::string_view(buffer_).substr(start_, limit_), true};
    start_ = end();
    skipping_ = true;
    return line;
}

std::optional<LineSplitter::Line> LineSplitter::rest() {
    const std::string_view text = std::string_view(buffer_).substr(start_, end() - start_);
    start_ = scanned_ = end();
    if (skipping_ || text.empty()) return std::nullopt;
    return line_of(text);
}

}  // namespace siaga::net
