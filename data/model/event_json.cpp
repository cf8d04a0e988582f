#include "data/model/event_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <concepts>
#include <limits>
#include <utility>
#include <vector>

namespace siaga {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr auto kEnvelope = std::to_array<std::string_view>({"type", "seq", "kind", "time"});

template <class T> inline constexpr bool kOptional = false;
template <class T> inline constexpr bool kOptional<std::optional<T>> = true;
template <class T> inline constexpr bool kOptional<std::vector<T>> = true;
template <> inline constexpr bool kOptional<std::string> = true;
template <> inline constexpr bool kOptional<bool> = true;

/// Walks `fields` and fills them from the object; the first problem wins.
class JsonReader {
public:
    explicit JsonReader(const object& members) : members_(members) {}

    template <class T> void operator()(std::string_view name, T& value) {
        known_.push_back(name);
        if (problem_) return;
        element found;
        if (members_[name].get(found) != simdjson::SUCCESS || found.is_null()) {
            if constexpr (!kOptional<T>) missing(name);
            return;
        }
        read(name, found, value);
    }
    void operator()(std::string_view name, LonLat& value) {
        known_.push_back(name);
        if (!problem_ && !read_place(value)) missing("lat");
    }
    void operator()(std::string_view name, std::optional<LonLat>& value) {
        known_.push_back(name);
        LonLat place;
        if (!problem_ && read_place(place)) value = place;
    }

    [[nodiscard]] const std::vector<std::string_view>& known() const { return known_; }
    std::optional<Problem>& problem() { return problem_; }

private:
    void refuse(Refusal code, std::string detail) {
        if (!problem_) problem_ = Problem{code, 0, std::move(detail)};
    }
    void missing(std::string_view name) { refuse(Refusal::kMissingField, fmt::format("field '{}' is missing", name)); }
    void wrong(std::string_view name, std::string_view expected) {
        refuse(Refusal::kBadValue, fmt::format("field '{}' is not {}", name, expected));
    }

    void read(std::string_view name, const element& e, bool& value) {
        if (e.get(value) != simdjson::SUCCESS) wrong(name, "true or false");
    }
    void read(std::string_view name, const element& e, std::uint32_t& value) {
        std::uint64_t number = 0;
        if (e.get(number) != simdjson::SUCCESS || number > std::numeric_limits<std::uint32_t>::max()) {
            return wrong(name, "a whole number from 0 to 4294967295");
        }
        value = static_cast<std::uint32_t>(number);
    }
    void read(std::string_view name, const element& e, std::string& value) {
        std::string_view text;
        if (e.get(text) != simdjson::SUCCESS) return wrong(name, "a text");
        value = text;
    }
    void read(std::string_view name, const element& e, Time& value) {
        Result<Time> time = time_from_json(e, name);
        if (!time) return refuse(time.problem().code, time.problem().detail);
        value = *time;
    }
    template <class Tag> void read(std::string_view name, const element& e, Name<Tag>& value) {
        std::string_view text;
        if (e.get(text) != simdjson::SUCCESS) return wrong(name, "a text");
        Result<Name<Tag>> parsed = Name<Tag>::parse(text);
        if (!parsed) {
            return refuse(Refusal::kBadIdentifier, fmt::format("field '{}': {}", name, parsed.problem().detail));
        }
        value = std::move(parsed).value();
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(std::string_view name, const element& e, E& value) {
        std::string_view text;
        const std::optional<E> found = e.get(text) == simdjson::SUCCESS ? enum_from_name<E>(text) : std::optional<E>{};
        if (!found) return wrong(name, fmt::format("one of {}", fmt::join(EnumNames<E>::kNames, ", ")));
        value = *found;
    }
    template <class T> void read(std::string_view name, const element& e, std::optional<T>& value) {
        read(name, e, value.emplace());
    }
    template <class T> void read(std::string_view name, const element& e, std::vector<T>& value) {
        simdjson::dom::array list;
        if (e.get(list) != simdjson::SUCCESS) return wrong(name, "a list");
        for (const element item : list) read(name, item, value.emplace_back());
    }
    /// False when neither "lat" nor "lon" is there.
    bool read_place(LonLat& value) {
        known_.insert(known_.end(), {"lat", "lon"});
        double lat = 0;
        double lon = 0;
        const auto lat_error = members_["lat"].get(lat);
        const auto lon_error = members_["lon"].get(lon);
        if (lat_error == simdjson::NO_SUCH_FIELD && lon_error == simdjson::NO_SUCH_FIELD) return false;
        if (lat_error != simdjson::SUCCESS || lon_error != simdjson::SUCCESS || !LonLat::in_range(lon, lat)) {
            refuse(Refusal::kCoordinateRange, "'lat' and 'lon' are not a position in degrees");
            return true;
        }
        value = LonLat::from_degrees(lon, lat);
        return true;
    }

    const object& members_;
    std::vector<std::string_view> known_;
    std::optional<Problem> problem_;
};

/// Walks `fields` and writes those that are not empty.
class JsonFieldWriter {
public:
    explicit JsonFieldWriter(JsonWriter& out) : out_(out) {}

    template <class T> void operator()(std::string_view name, const T& value) {
        if (empty(value)) return;
        if constexpr (!std::same_as<T, LonLat> && !std::same_as<T, std::optional<LonLat>>) out_.key(name);
        write(value);
    }

private:
    template <class T> static bool empty(const T&) { return false; }
    static bool empty(const std::string& text) { return text.empty(); }
    template <class T> static bool empty(const std::optional<T>& maybe) { return !maybe.has_value(); }
    template <class T> static bool empty(const std::vector<T>& list) { return list.empty(); }

    void write(bool value) { out_.value(value); }
    void write(std::uint32_t value) { out_.value(value); }
    void write(const std::string& value) { out_.value(std::string_view(value)); }
    void write(Time value) { out_.value(unix_ms(value)); }
    void write(LonLat value) {
        out_.key("lat").decimal(value.lat_e7, 7);
        out_.key("lon").decimal(value.lon_e7, 7);
    }
    template <class Tag> void write(const Name<Tag>& value) { out_.value(std::string_view(value.text())); }
    template <class E>
    requires std::is_enum_v<E>
    void write(E value) { out_.value(name_of(value)); }
    template <class T> void write(const std::optional<T>& value) { write(*value); }
    template <class T> void write(const std::vector<T>& list) {
        out_.begin_array();
        for (const T& item : list) write(item);
        out_.end_array();
    }

    JsonWriter& out_;
};

template <std::size_t... I> bool emplace_kind(EventBody& body, std::string_view kind, std::index_sequence<I...>) {
    return ((std::variant_alternative_t<I, EventBody>::kKind == kind ? (void(body.emplace<I>()), true) : false) || ...);
}

/// Members that nothing above named, as an object; a vote-like one refuses all.
Result<std::string> extra_members(const object& members, const std::vector<std::string_view>& known) {
    std::string extra;
    for (const simdjson::dom::key_value_pair field : members) {
        const std::string_view key = field.key;
        const auto names = [&](const auto& list) { return std::find(list.begin(), list.end(), key) != list.end(); };
        if (names(kEnvelope) || names(known)) continue;
        if (is_vote_like(key)) {
            return Problem{Refusal::kVoteField, 0,
                           "field '" + printable(key) + "' could hold a vote: Siaga records no votes"};
        }
        JsonWriter name;
        name.value(key);
        extra += (extra.empty() ? "{" : ",") + name.text() + ":" + simdjson::minify(field.value);
    }
    return extra.empty() ? extra : extra + "}";
}

}  // namespace

bool is_vote_like(std::string_view member) {
    static constexpr auto kWords = std::to_array<std::string_view>(
        {"suara", "perolehan", "vote", "votes", "tally", "paslon", "candidate", "kandidat"});
    std::string word;
    const auto hit = [&] { return std::find(kWords.begin(), kWords.end(), word) != kWords.end(); };
    for (const char c : member) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            continue;
        }
        if (hit()) return true;
        word.clear();
    }
    return hit();
}

Result<Time> time_from_json(const element& e, std::string_view member) {
    std::int64_t ms = 0;
    if (e.get(ms) == simdjson::SUCCESS) {
        if (is_time_ms(ms)) return time_from_ms(ms);
        return Problem{Refusal::kBadValue, 0, fmt::format("field '{}' is {} ms, outside 1970 to 2199", member, ms)};
    }
    std::string_view text;
    if (e.get(text) == simdjson::SUCCESS) return parse_rfc3339(text);
    return Problem{Refusal::kBadValue, 0, fmt::format("field '{}' is neither UTC milliseconds nor RFC 3339", member)};
}

Result<Event> event_from_json(const object& members) {
    std::string_view kind;
    if (members["kind"].get(kind) != simdjson::SUCCESS) {
        return Problem{Refusal::kMissingField, 0, "field 'kind' is missing"};
    }
    Event event;
    if (!emplace_kind(event.body, kind, std::make_index_sequence<std::variant_size_v<EventBody>>{})) {
        return Problem{Refusal::kUnknownKind, 0, "kind '" + printable(kind) + "' is not known"};
    }
    element time;
    if (members["time"].get(time) != simdjson::SUCCESS) {
        return Problem{Refusal::kMissingField, 0, "field 'time' is missing"};
    }
    Result<Time> at = time_from_json(time, "time");
    if (!at) return at.problem();
    event.time = *at;

    JsonReader reader(members);
    std::visit([&](auto& body) { body.fields(body, reader); }, event.body);
    if (reader.problem()) return *reader.problem();
    Result<std::string> extra = extra_members(members, reader.known());
    if (!extra) return extra.problem();
    event.extra = std::move(extra).value();
    return event;
}

void write_event_members(JsonWriter& out, const Event& event) {
    out.member("time", unix_ms(event.time));
    out.member("kind", kind_of(event));
    JsonFieldWriter writer(out);
    std::visit([&](const auto& body) { body.fields(body, writer); }, event.body);
    if (event.extra.size() > 2) {
        simdjson::dom::parser parser;
        object extra;
        if (parser.parse(event.extra).get(extra) != simdjson::SUCCESS) return;
        for (const auto& [key, value] : extra) out.key(key).raw(simdjson::minify(value));
    }
}

}  // namespace siaga
