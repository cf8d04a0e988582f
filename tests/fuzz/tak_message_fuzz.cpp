// A datagram or a message of TAK protocol 1 as a stranger sends it: an event with numbers, or a Problem in one line.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/cot_splitter.hpp"
#include "net/tak_message.hpp"
#include "tests/fuzz/field_checks.hpp"

namespace {

using namespace siaga;
using namespace siaga::net;

void check(const Result<CotEvent>& event) {
    if (!event) return test::require_one_line(event.problem().detail);
    if (event->point) test::require(std::isfinite(event->point->lat_deg) && std::isfinite(event->point->lon_deg));
    test::require(event->kind == CotKind::kOther || !event->uid.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check(decode_tak(bytes));
    const Result<CotPiece> piece = cot_datagram(bytes);
    if (!piece) {
        test::require_one_line(piece.problem().detail);
        return 0;
    }
    test::require(piece->content.size() <= size);
    check(piece->protobuf ? decode_tak(piece->content) : decode_cot(piece->content));
    if (!piece->protobuf) {
        // Whatever is written as frames can be cut into messages again.
        CotSplitter splitter(size * 8 + 1024);  // one byte may become an entity of six
        splitter.add(tak_frames(piece->content));
        while (const auto frame = splitter.next()) check(decode_tak(frame->content));
        test::require(!splitter.partial());
    }
    return 0;
}
