// Any bytes as an event of the ledger: refused, or exactly what the encoder would have written.

#include <cstdlib>

#include "data/model/canonical.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const siaga::Result<siaga::Event> event = siaga::event_from_canonical({data, size});
    if (!event) {
        if (event.problem().offset > size) std::abort();
        return 0;
    }
    const siaga::Bytes again = siaga::canonical_bytes(*event);
    if (again != siaga::Bytes(data, data + size)) std::abort();
    return 0;
}
