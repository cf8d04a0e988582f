// Police are forbidden to record votes: no type of ours may have a field that could hold one.

#include <gtest/gtest.h>

#include <utility>

#include "data/model/event.hpp"
#include "data/model/event_json.hpp"

namespace siaga {
namespace {

struct NameCollector {
    std::vector<std::string_view>& names;
    template <class T> void operator()(std::string_view name, const T&) { names.push_back(name); }
};

template <std::size_t... I> std::vector<std::string_view> all_names(std::index_sequence<I...>) {
    std::vector<std::string_view> names;
    const auto add = [&](const auto& body) {
        names.push_back(body.kKind);
        body.fields(body, NameCollector{names});
    };
    (add(std::variant_alternative_t<I, EventBody>{}), ...);
    return names;
}

TEST(NoVote, CanBeExpressedByAnyFieldOfAnyEvent) {
    const auto names = all_names(std::make_index_sequence<std::variant_size_v<EventBody>>{});
    EXPECT_GT(names.size(), 60U) << "the walk over the fields is broken";
    for (const std::string_view name : names) EXPECT_FALSE(is_vote_like(name)) << name;
}

TEST(NoVote, IsRecognisedInAMemberName) {
    for (const char* name :
         {"suara", "SUARA", "suara_sah", "perolehan-paslon-1", "votes", "vote_count", "jumlah_suara"}) {
        EXPECT_TRUE(is_vote_like(name)) << name;
    }
    for (const char* name : {"tps_read", "declared", "devote", "bersuaramerdu", "note", ""}) {
        EXPECT_FALSE(is_vote_like(name)) << name;
    }
}

TEST(NoVote, GetsInThroughAnUnknownField) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    const std::string line =
        R"({"kind":"report","time":1732948268000,"district":"53.03.05","condition":"KONDUSIF","suara_sah":120})";
    ASSERT_EQ(parser.parse(line).get(object), simdjson::SUCCESS);
    const Result<Event> event = event_from_json(object);
    ASSERT_FALSE(event.ok());
    EXPECT_EQ(event.problem().code, Refusal::kVoteField);
    EXPECT_EQ(event.problem().detail, "field 'suara_sah' could hold a vote: Siaga records no votes");
}

}  // namespace
}  // namespace siaga
