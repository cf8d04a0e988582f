#include "net/permissions.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <type_traits>
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
        {"operation", false, false, false, false},
        {"plenary", false, true, false, true},
        {"progress", false, true, false, true},
        {"flag", false, true, false, true},
        {"custody", false, true, false, true},
        {"box_fault", false, true, false, true},
        {"escort", true, true, false, true},
        {"incident", false, true, false, true},
        {"guard", false, true, false, true},
        {"report", true, true, false, true},
        {"sos", true, true, false, true},
        {"alert", false, true, false, true},
        {"key", false, false, false, false},
        {"loss", false, false, false, false},
        {"pruned", false, false, false, false},
        {"access", false, false, false, false},
        {"device", false, false, false, false},
        {"sign_in", false, false, false, false},
        {"sign_in_refused", false, false, false, false},
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

/// Names the unit of a message, where it has a member for one.
struct UnitSetter {
    UnitName unit;
    bool named = false;
    template <class T> void operator()(std::string_view /*name*/, T& field) {
        if constexpr (std::is_same_v<T, UnitName>) field = unit, named = true;
        if constexpr (std::is_same_v<T, std::optional<UnitName>>) field = unit, named = true;
    }
};

/// One of each message about a unit; and whether it is about one at all.
std::vector<std::pair<FeedMessage, bool>> messages_about(const UnitName& unit) {
    std::vector<std::pair<FeedMessage, bool>> messages;
    for (FeedMessage& message : one_of_each_event(std::make_index_sequence<std::variant_size_v<EventBody>>{})) {
        UnitSetter setter{unit};
        std::visit([&](auto& body) { body.fields(body, setter); }, std::get<Event>(message).body);
        messages.emplace_back(std::move(message), setter.named);
    }
    FixReport fix;
    fix.unit = unit;
    messages.emplace_back(fix, true);
    messages.emplace_back(Follow{}, false);
    messages.emplace_back(Hello{}, false);
    return messages;
}

TEST(Permissions, KeepEveryRoleToItsOwnUnitsInEveryMessage) {
    const UnitName own = UnitName::literal("RAJAWALI-04");
    const UnitName foreign = UnitName::literal("RAJAWALI-05");
    std::size_t cells = 0;
    std::size_t about_units = 0;
    for (const Role role : {Role::kField, Role::kOperator, Role::kViewer, Role::kAdmin}) {
        const Identity any{SourceName::literal("s"), role, {}};
        const Identity scoped{SourceName::literal("s"), role, {UnitName::literal("RAJAWALI-01"), own}};
        const auto of_own = messages_about(own);
        const auto of_foreign = messages_about(foreign);
        for (std::size_t i = 0; i < of_own.size(); ++i) {
            const auto& [message, about_unit] = of_own[i];
            const bool may = !refused_by_role(any, message);
            const auto say = [&] { return std::string(name_of(role)) + ", message " + std::to_string(i); };
            EXPECT_EQ(!refused_by_role(any, of_foreign[i].first), may) << say();
            EXPECT_EQ(!refused_by_role(scoped, message), may) << say();
            EXPECT_EQ(!refused_by_role(scoped, of_foreign[i].first), may && !about_unit) << say();
            cells += 4;
            if (may && about_unit) ++about_units;
        }
    }
    EXPECT_EQ(cells, 4U * 4U * (std::variant_size_v<EventBody> + 3));
    // field: fix, sos, escort. operator: sos, escort, custody, incident, alert. admin: those and the fix.
    EXPECT_EQ(about_units, 3U + 5U + 6U);
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
