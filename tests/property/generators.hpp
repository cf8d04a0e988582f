#pragma once
// Random rosters' worth of records. An event is filled by walking its own `fields`, so a new kind or
// field is generated without a line here.

#include <rapidcheck.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/model/event.hpp"
#include "data/model/fix.hpp"
#include "data/model/roster.hpp"

namespace siaga::test {

inline constexpr std::int64_t kDayStartMs = 1'732'917'600'000;  // 2024-11-30T06:00:00+08:00
inline constexpr int kDayLengthMs = 3 * 3600 * 1000;

inline Time any_time() { return time_from_ms(kDayStartMs + *rc::gen::inRange(-1000, kDayLengthMs + 1000)); }

/// Two districts, four villages, two polling stations each, two contests: 16 boxes.
inline std::shared_ptr<const Roster> small_roster() {
    auto roster = std::make_shared<Roster>();
    roster->contests = {{ContestName::literal("gubernur"), "Gubernur", 'G'},
                        {ContestName::literal("bupati"), "Bupati", 'B'}};
    for (const char* code : {"53.03.01", "53.03.02"}) {
        roster->districts.push_back({DistrictCode::literal(code), code, LonLat::from_degrees(124.5, -9.4), 0, 0});
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const std::string code = roster->districts[i / 2].code.text() + ".200" + std::to_string(i);
        roster->villages.push_back({code, code, i / 2, LonLat::from_degrees(124.5, -9.4), 2});
    }
    roster->sites.push_back(
        {SiteCode::literal("GUDANG"), "Gudang", SiteKind::kWarehouse, LonLat::from_degrees(124.48, -9.45), 4});
    roster->finish();
    return roster;
}

/// Fills the fields of an event, with names the roster knows most of the time.
class Filler {
public:
    explicit Filler(const Roster& roster) : roster_(roster) {}

    template <class T> void operator()(std::string_view, T& value) { fill(value); }

private:
    static int below(int count) { return *rc::gen::inRange(0, count); }
    void fill(bool& v) { v = below(2) == 1; }
    void fill(std::uint32_t& v) { v = static_cast<std::uint32_t>(below(30)); }
    void fill(std::string& v) {
        v = *rc::gen::element<std::string>("", "catatan", "jalan longsor \"A\"", "\xC3\xA9\n");
    }
    void fill(Time& v) { v = time_from_ms(kDayStartMs + below(kDayLengthMs)); }
    void fill(LonLat& v) { v = {1'240'000'000 + below(10'000'000), -95'000'000 + below(5'000'000)}; }
    void fill(DistrictCode& v) {
        v = below(8) == 0
                ? DistrictCode::literal("99.99.99")
                : roster_.districts[static_cast<std::size_t>(below(static_cast<int>(roster_.districts.size())))].code;
    }
    void fill(ContestName& v) {
        v = roster_.contests[static_cast<std::size_t>(below(static_cast<int>(roster_.contests.size())))].name;
    }
    void fill(BoxCode& v) {
        v = below(8) == 0 ? BoxCode::literal("no such box")
                          : roster_.boxes[static_cast<std::size_t>(below(static_cast<int>(roster_.boxes.size())))].code;
    }
    void fill(UnitName& v) { v = UnitName::literal("RAJAWALI-0" + std::to_string(below(3))); }
    void fill(SiteCode& v) { v = SiteCode::literal(*rc::gen::element<std::string>("GUDANG", "PPK 53.03.01", "KPU")); }
    void fill(SourceName& v) { v = SourceName::literal("poskotis-" + std::to_string(below(3))); }
    void fill(RecordName& v) { v = RecordName::literal("R-" + std::to_string(below(4))); }
    template <class E>
    requires std::is_enum_v<E>
    void fill(E& v) { v = static_cast<E>(below(static_cast<int>(kEnumCount<E>))); }
    template <class T> void fill(std::optional<T>& v) {
        if (below(2) == 1) fill(v.emplace());
    }
    template <class T> void fill(std::vector<T>& v) {
        v.resize(static_cast<std::size_t>(below(4)));
        for (T& item : v) fill(item);
    }

    const Roster& roster_;
};

template <std::size_t... I> EventBody body_of_kind(std::size_t kind, std::index_sequence<I...>) {
    EventBody body;
    ((kind == I ? void(body.emplace<I>()) : void()), ...);
    return body;
}

inline Event any_event(const Roster& roster) {
    constexpr std::size_t kKinds = std::variant_size_v<EventBody>;
    Event event;
    event.time = time_from_ms(kDayStartMs + *rc::gen::inRange(0, kDayLengthMs));
    event.body = body_of_kind(*rc::gen::inRange<std::size_t>(0, kKinds), std::make_index_sequence<kKinds>{});
    std::visit([&](auto& body) { body.fields(body, Filler(roster)); }, event.body);
    event.extra = *rc::gen::element<std::string>("", R"({"cuaca":"hujan","n":[1,2]})");
    return event;
}

inline Fix any_fix(std::uint64_t seq) {
    Fix fix;
    fix.time = time_from_ms(kDayStartMs + *rc::gen::inRange(0, kDayLengthMs));
    fix.received = fix.time;
    fix.position = {1'240'000'000 + *rc::gen::inRange(0, 10'000'000), -95'000'000};
    fix.unit = UnitIndex{*rc::gen::inRange<std::uint32_t>(0, 3)};
    fix.seq = seq;
    if (*rc::gen::inRange(0, 8) == 0) fix.flags = kClockWrongFlag;
    return fix;
}

}  // namespace siaga::test
