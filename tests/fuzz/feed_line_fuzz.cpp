// Any bytes on the socket: lines within the limit, each a message or a Problem inside its line; and cutting
// the bytes into other pieces changes nothing.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "net/feed_decoder.hpp"
#include "net/line_splitter.hpp"

namespace {

constexpr std::size_t kLimit = 512;

std::vector<std::string> lines_in_pieces(std::string_view bytes, std::size_t piece) {
    siaga::net::LineSplitter splitter(kLimit);
    std::vector<std::string> lines;
    while (!bytes.empty()) {
        const std::size_t length = std::min(piece, bytes.size());
        splitter.add(bytes.substr(0, length));
        bytes.remove_prefix(length);
        while (const auto line = splitter.next()) {
            lines.push_back(line->too_long ? "too long" : std::string(line->text));
        }
    }
    return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> lines = lines_in_pieces(bytes, 4096);
    if (size > 0 && lines != lines_in_pieces(bytes, 1 + data[0] % 7)) std::abort();
    siaga::net::FeedDecoder decoder(kLimit);
    for (const std::string& line : lines) {
        if (line.size() > kLimit) std::abort();
        const auto decoded = decoder.decode(line);
        if (decoded.message) continue;
        const siaga::Problem& problem = decoded.message.problem();
        if (problem.offset > line.size() || problem.detail.empty()) std::abort();
        // What goes back to the sender and into the log stays one line.
        if (std::any_of(problem.detail.begin(), problem.detail.end(), [](char c) { return c >= 0 && c < ' '; })) {
            std::abort();
        }
    }
    return 0;
}
