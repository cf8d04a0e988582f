#include "data/model/canonical.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "data/model/event_json.hpp"
#include "tests/property/generators.hpp"

namespace siaga {
namespace {

RC_GTEST_PROP(CanonicalBytes, ReadBackAsTheSameEvent, ()) {
    const auto roster = test::small_roster();
    const Event event = test::any_event(*roster);
    const Bytes bytes = canonical_bytes(event);
    const Result<Event> back = event_from_canonical(bytes);
    RC_ASSERT(back.ok());
    RC_ASSERT(*back == event);
}

RC_GTEST_PROP(CanonicalBytes, AreTheOnlyBytesTheirReaderAccepts, ()) {
    const auto roster = test::small_roster();
    Bytes bytes = canonical_bytes(test::any_event(*roster));
    const auto flips = *rc::gen::inRange(1, 4);
    for (int i = 0; i < flips; ++i) {
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
    }
    const Result<Event> back = event_from_canonical(bytes);
    if (back.ok()) RC_ASSERT(canonical_bytes(*back) == bytes);
}

RC_GTEST_PROP(CanonicalBytes, AreRefusedWhenCutShort, ()) {
    const auto roster = test::small_roster();
    Bytes bytes = canonical_bytes(test::any_event(*roster));
    bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
    const Result<Event> back = event_from_canonical(bytes);
    RC_ASSERT(!back.ok());
    RC_ASSERT(back.problem().code == Refusal::kMalformed);
    RC_ASSERT(back.problem().offset <= bytes.size());
}

RC_GTEST_PROP(EventJson, ReadsBackAsTheSameEvent, ()) {
    const auto roster = test::small_roster();
    const Event event = test::any_event(*roster);
    JsonWriter out;
    out.begin_object();
    write_event_members(out, event);
    out.end_object();
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    RC_ASSERT(parser.parse(out.text()).get(object) == simdjson::SUCCESS);
    const Result<Event> back = event_from_json(object);
    RC_ASSERT(back.ok());
    RC_ASSERT(*back == event);
}

}  // namespace
}  // namespace siaga
