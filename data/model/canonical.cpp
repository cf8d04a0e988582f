#include "data/model/canonical.hpp"

#include <cstddef>
#include <utility>

#include "data/model/byte_codec.hpp"

namespace siaga {
namespace {

constexpr std::uint32_t kVersion = 1;

/// Makes the alternative with the given index, default constructed.
template <std::size_t... I> EventBody body_of_kind(std::size_t kind, std::index_sequence<I...>) {
    EventBody body;
    ((kind == I ? void(body.emplace<I>()) : void()), ...);
    return body;
}

}  // namespace

Bytes canonical_bytes(const Event& event) {
    ByteWriter out;
    out.put(kVersion);
    out.put(static_cast<std::uint32_t>(event.body.index()));
    out.put(event.time);
    std::visit([&](const auto& body) { body.fields(body, out); }, event.body);
    out.put(event.extra);
    return out.take();
}

Result<Event> event_from_canonical(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kKinds = std::variant_size_v<EventBody>;
    ByteReader in(bytes);
    if (in.uint() != kVersion) in.fail("the canonical version is not 1");
    const std::uint64_t kind = in.uint();
    if (kind >= kKinds) in.fail("the kind is beyond the table");
    Event event;
    if (!in.failed()) {
        in.get(event.time);
        event.body = body_of_kind(static_cast<std::size_t>(kind), std::make_index_sequence<kKinds>{});
        std::visit([&](auto& body) { body.fields(body, in); }, event.body);
        in.get(event.extra);
    }
    if (!in.failed() && in.left() > 0) in.fail("there are bytes after the event");
    if (in.problem()) return *in.problem();
    return event;
}

}  // namespace siaga
