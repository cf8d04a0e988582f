// Any text as the members of an event: refused, or written and read again as the same event.

#include <cstdlib>
#include <string_view>

#include "data/model/event_json.hpp"

namespace {

siaga::Result<siaga::Event> read(simdjson::dom::parser& parser, std::string_view text) {
    simdjson::dom::object object;
    if (parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS) {
        return siaga::Problem{siaga::Refusal::kMalformed, 0, "not an object"};
    }
    return siaga::event_from_json(object);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    simdjson::dom::parser parser;
    const auto event = read(parser, {reinterpret_cast<const char*>(data), size});
    if (!event) return 0;
    siaga::JsonWriter out;
    out.begin_object();
    siaga::write_event_members(out, *event);
    out.end_object();
    const auto again = read(parser, out.text());
    if (!again || !(*again == *event)) std::abort();
    return 0;
}
