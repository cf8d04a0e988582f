// Bytes as a stranger posts them, through decode_traccar_json: a fix, a Problem in one line, or nothing.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/traccar_json_decoder.hpp"
#include "tests/fuzz/field_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    siaga::test::check_post(siaga::net::decode_traccar_json(bytes), bytes);
    return 0;
}
