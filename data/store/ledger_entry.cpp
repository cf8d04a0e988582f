#include "data/store/ledger_entry.hpp"

#include "data/model/byte_codec.hpp"

namespace siaga {

Bytes entry_bytes(std::uint64_t n, Time received, std::string_view source, std::uint64_t seq,
                  std::span<const std::uint8_t> event) {
    ByteWriter out;
    out.uint(n);
    out.put(received);
    out.put(source);
    out.uint(seq);
    out.put(std::string_view(reinterpret_cast<const char*>(event.data()), event.size()));
    return out.take();
}

Hash chain_hash(const Hash& before, const Hash& leaf) {
    thread_local Sha256 hasher;
    return hasher.add(std::string_view("siaga ledger chain 1\n")).add(before).add(leaf).finish();
}

}  // namespace siaga
