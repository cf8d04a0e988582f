#include "net/permissions.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace siaga::net {
namespace {

template <std::size_t... I> std::vector<FeedMessage> one_of_each_event(std::index_sequence<I...>) {
    return {FeedMessage(Event{{}, EventBody(std::in_place_index<I>), {}})...};
}

bool permitted(Role role, const FeedMessage& message) {
    return !refused_by_role({SourceName::literal("s"), role, {}}, message).has_value();
}

/// The matrix, written out cell by cell: field, operator, viewer, admin.
struct Row {
    std::string_view kind;
    bool field, op, viewer, admin;
};

TEST(Permissions, AreExactlyTheMatrix) {
    const std::vector<Row> rows = {
        {"operation", false, false, false, false}, {"plenary", false, true, false, true},
        {"progress", false, true, false, true},    {"flag", false, true, false, true},
        {"custody", false, true, false, true},     {"box_fault", false, true, false, true},
        {"escort", true, true, false, true},       {"incident", false, true, false, true},
        {"guard", false, true, false, true},       {"report", true, true, false, true},
        {"sos", true, true, false, true},          {"alert", false, true, false, true},
    };
    const auto events = one_of_each_event(std::make_index_sequence<std::variant_size_v<EventBody>>{});
    ASSERT_EQ(events.size(), rows.size()) << "a new kind needs its row";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(kind_of(std::get<Event>(events[i])), rows[i].kind);
        EXPECT_EQ(permitted(Role::kField, events[i]), rows[i].field) << rows[i].kind;
        EXPECT_EQ(permitted(Role::kOperator, events[i]), rows[i].op) << rows[i].kind;
        EXPECT_EQ(permitted(Role::kViewer, events[i]), rows[i].viewer) << rows[i].kind;
        EXPECT_EQ(permitted(Role::kAdmin, events[i]), rows[i].admin) << rows[i].kind;
    }
    const std::vector<std::pair<FeedMessage, Row>> others = {{FixReport{}, {"fix", true, false, false, true}},
                                                             {Follow{}, {"follow", false, false, true, true}},
                                                             {Hello{}, {"hello", false, false, false, false}}};
    for (const auto& [message, row] : others) {
        EXPECT_EQ(permitted(Role::kField, message), row.field) << row.kind;
        EXPECT_EQ(permitted(Role::kOperator, message), row.op) << row.kind;
        EXPECT_EQ(permitted(Role::kViewer, message), row.viewer) << row.kind;
        EXPECT_EQ(permitted(Role::kAdmin, message), row.admin) << row.kind;
    }
}

TEST(Permissions, SayRoleAndMessage) {
    const Event plenary{{}, PlenaryMoved{}, {}};
    EXPECT_EQ(refused_by_role({SourceName::literal("s"), Role::kField, {}}, plenary),
              (Problem{Refusal::kNotPermitted, 0, "role field may not send an event 'plenary'"}));
    EXPECT_EQ(refused_by_role({SourceName::literal("s"), Role::kOperator, {}}, FixReport{})->detail,
              "role operator may not send a fix");
}

TEST(Permissions, KeepAFieldSourceToItsOwnUnits) {
    const Identity who{SourceName::literal("poskotis-7"), Role::kField, {UnitName::literal("RAJAWALI-04")}};
    FixReport own;
    own.unit = UnitName::literal("RAJAWALI-04");
    EXPECT_EQ(refused_by_role(who, own), std::nullopt);
    FixReport foreign;
    foreign.unit = UnitName::literal("RAJAWALI-05");
    EXPECT_EQ(refused_by_role(who, foreign),
              (Problem{Refusal::kNotPermitted, 0, "source poskotis-7 may not speak for unit RAJAWALI-05"}));
    Emergency sos;
    sos.unit = foreign.unit;
    EXPECT_TRUE(refused_by_role(who, Event{{}, sos, {}}));
    EscortMoved escort;
    escort.unit = foreign.unit;
    EXPECT_TRUE(refused_by_role(who, Event{{}, escort, {}}));
    EXPECT_FALSE(refused_by_role(who, Event{{}, DistrictReport{}, {}}));
}

}  // namespace
}  // namespace siaga::net
