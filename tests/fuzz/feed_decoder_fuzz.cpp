// Bytes as a stranger sends them, through the splitter and the decoder. What must hold: no crash, a
// broken line has its byte inside the line, what simdjson refuses our scanner refuses too, and a record
// that was read has only safe names and can be written and read again; and the short way of a plain fix reads what the
// long one does.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "data/core/name.hpp"
#include "net/feed_decoder.hpp"
#include "net/feed_lines.hpp"
#include "net/json_fault.hpp"
#include "net/line_splitter.hpp"
#include "net/plain_fix.hpp"

namespace {

using namespace siaga;
using namespace siaga::net;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_event(FeedDecoder& decoder, std::uint64_t seq, const Event& event) {
    const std::string line = event_line(seq, event);
    if (line.size() - 1 > Limits{}.line_bytes) return;  // escapes may grow
    const DecodedLine again = decoder.decode(std::string_view(line).substr(0, line.size() - 1));
    require(again.message.ok() && std::get<Event>(*again.message).body == event.body);
}

void check_fix(FeedDecoder& decoder, std::uint64_t seq, const FixReport& report) {
    require(valid_name(report.unit.text()));
    const std::string line = fix_line(seq, report);
    if (line.size() - 1 > Limits{}.line_bytes) return;
    const DecodedLine again = decoder.decode(std::string_view(line).substr(0, line.size() - 1));
    require(again.message.ok() && again.seq == seq);
    const auto& read = std::get<FixReport>(*again.message);
    require(read.time == report.time && read.lat_deg == report.lat_deg && read.lon_deg == report.lon_deg);
}

void check_plain(PlainFixReader& plain, std::string_view line, const DecodedLine& decoded) {
    FixReport report;
    const std::uint64_t seq = plain.read(line, report);
    if (seq == 0) return;
    require(decoded.seq == seq && decoded.message.ok());
    require(std::get<FixReport>(*decoded.message) == report);
}

void check_line(FeedDecoder& decoder, PlainFixReader& plain, std::string_view line) {
    const DecodedLine decoded = decoder.decode(line);
    check_plain(plain, line, decoded);
    if (!decoded.message) {
        const Problem& problem = decoded.message.problem();
        require(problem.offset <= line.size() && !problem.detail.empty());
        require(nack_line(decoded.seq, problem).find('\n') == nack_line(decoded.seq, problem).size() - 1);
        return;
    }
    require(!find_json_fault(line));
    if (const auto* report = std::get_if<FixReport>(&*decoded.message)) {
        check_fix(decoder, decoded.seq, FixReport(*report));
    } else if (const auto* event = std::get_if<Event>(&*decoded.message)) {
        check_event(decoder, decoded.seq, Event(*event));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    FeedDecoder decoder;
    PlainFixReader plain;
    LineSplitter splitter(Limits{}.line_bytes);
    // Two pieces, cut where the input itself says.
    const std::size_t cut = size > 0 ? data[0] % (size + 1) : 0;
    for (const std::string_view piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
        splitter.add(piece);
        while (const auto line = splitter.next()) check_line(decoder, plain, line->text);
    }
    if (const auto last = splitter.rest()) check_line(decoder, plain, last->text);
    return 0;
}
