#include "net/feed_decoder.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/core/json_writer.hpp"
#include "data/model/event_json.hpp"
#include "net/json_fault.hpp"

namespace siaga::net {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::uint64_t kVersion = 1;

Problem problem(Refusal code, std::string detail) { return {code, 0, std::move(detail)}; }
Problem missing(std::string_view name) {
    return problem(Refusal::kMissingField, fmt::format("field '{}' is missing", name));
}
Problem wrong(std::string_view name, std::string_view expected) {
    return problem(Refusal::kBadValue, fmt::format("field '{}' is not {}", name, expected));
}
Problem vote_field(std::string_view key) {
    return problem(Refusal::kVoteField,
                   fmt::format("field '{}' could hold a vote: Siaga records no votes", printable(key)));
}

/// The first vote-like member below `root`, at any depth.
std::optional<std::string> find_vote_like(const element& root) {
    std::vector<element> waiting{root};
    while (!waiting.empty()) {
        const element next = waiting.back();
        waiting.pop_back();
        object members;
        simdjson::dom::array items;
        if (next.get(members) == simdjson::SUCCESS) {
            for (const simdjson::dom::key_value_pair field : members) {
                if (is_vote_like(field.key)) return std::string(field.key);
                waiting.push_back(field.value);
            }
        } else if (next.get(items) == simdjson::SUCCESS) {
            for (const element item : items) waiting.push_back(item);
        }
    }
    return std::nullopt;
}

Problem broken_json(std::string_view line, simdjson::error_code error) {
    if (const auto fault = find_json_fault(line)) {
        return {Refusal::kMalformed, fault->offset, fmt::format("byte {}: {}", fault->offset, fault->what)};
    }
    return {Refusal::kMalformed, 0, fmt::format("byte 0: {}", simdjson::error_message(error))};
}

template <class Tag> std::optional<Problem> read_name(const element& value, std::string_view member, Name<Tag>& out) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return wrong(member, "a text");
    Result<Name<Tag>> name = Name<Tag>::parse(text);
    if (!name) return problem(name.problem().code, fmt::format("field '{}': {}", member, name.problem().detail));
    out = std::move(name).value();
    return std::nullopt;
}

/// Reads a fix's members in one walk, into `report`.
class FixReader {
public:
    explicit FixReader(FixReport& report) : report_(report) {}

    std::optional<Problem> read(const object& members) {
        for (const simdjson::dom::key_value_pair field : members) {
            take(field.key, field.value);
            if (problem_) return std::move(problem_);
        }
        if (report_.unit.empty()) return missing("unit");
        if (!time_) return missing("time");
        if (!lat_) return missing("lat");
        if (!lon_) return missing("lon");
        report_.time = *time_;
        report_.lat_deg = *lat_;
        report_.lon_deg = *lon_;
        if (!report_.extra.empty()) report_.extra += '}';
        return std::nullopt;
    }

private:
    void take(std::string_view key, const element& value) {
        if (key == "type" || key == "seq") return;
        if (key == "unit") {
            problem_ = read_name(value, key, report_.unit);
            return;
        }
        if (key == "time") return time(key, value, time_);
        if (key == "lat") return number(key, value, lat_);
        if (key == "lon") return number(key, value, lon_);
        if (key == "speed_mps") return number(key, value, report_.speed_mps);
        if (key == "course_deg") return number(key, value, report_.course_deg);
        if (key == "accuracy_m") return number(key, value, report_.accuracy_m);
        if (key == "altitude_m") return number(key, value, report_.altitude_m);
        if (key == "battery_pct") return number(key, value, report_.battery_pct);
        if (key == "sent") return time(key, value, report_.sent);
        keep(key, value);
    }
    void number(std::string_view key, const element& value, std::optional<double>& out) {
        double read = 0;
        if (value.is_null()) return;
        if (value.get(read) != simdjson::SUCCESS) {
            problem_ = wrong(key, "a number");
        } else {
            out = read;
        }
    }
    void time(std::string_view key, const element& value, std::optional<Time>& out) {
        if (value.is_null()) return;
        Result<Time> read = time_from_json(value, key);
        if (read) {
            out = *read;
        } else {
            problem_ = problem(read.problem().code, fmt::format("field '{}': {}", key, read.problem().detail));
        }
    }
    void keep(std::string_view key, const element& value) {
        if (is_vote_like(key)) {
            problem_ = vote_field(key);
        } else if (const auto inside = find_vote_like(value)) {
            problem_ = vote_field(*inside);
        } else {
            JsonWriter name;
            name.value(key);
            report_.extra += (report_.extra.empty() ? "{" : ",") + name.text() + ":" + simdjson::minify(value);
        }
    }

    FixReport& report_;
    std::optional<Time> time_;
    std::optional<double> lat_, lon_;
    std::optional<Problem> problem_;
};

Result<FeedMessage> read_hello(const object& members) {
    std::uint64_t version = 0;
    if (members["v"].get(version) != simdjson::SUCCESS) return missing("v");
    if (version != kVersion) {
        return problem(Refusal::kBadVersion, fmt::format("v {} is not spoken here, only {}", version, kVersion));
    }
    Hello hello;
    std::string_view token;
    element found;
    if (members["token"].get(found) == simdjson::SUCCESS && found.get(token) != simdjson::SUCCESS) {
        return wrong("token", "a text");
    }
    hello.token = token;
    element source;
    if (members["source"].get(source) != simdjson::SUCCESS) return missing("source");
    if (auto fault = read_name(source, "source", hello.source)) return *fault;
    return FeedMessage(std::move(hello));
}

Result<FeedMessage> read_follow(const object& members) {
    Follow follow;
    element found;
    if (members["from"].get(found) == simdjson::SUCCESS && found.get(follow.from) != simdjson::SUCCESS) {
        return wrong("from", "a whole number from 0");
    }
    if (members["fixes"].get(found) == simdjson::SUCCESS && !found.is_null()) {
        std::string_view which;
        if (found.get(which) != simdjson::SUCCESS || (which != "all" && which != "none")) {
            return wrong("fixes", "\"all\" or \"none\"");
        }
        follow.fixes = which == "all";
    }
    return FeedMessage(follow);
}

Result<FeedMessage> read_event(const element& root, const object& members) {
    if (const auto vote = find_vote_like(root)) return vote_field(*vote);
    Result<Event> event = event_from_json(members);
    if (!event) return event.problem();
    return FeedMessage(std::move(event).value());
}

/// `seq` of a record; 0 and a problem when it is missing or no sequence number.
std::optional<Problem> read_seq(const object& members, std::uint64_t& seq) {
    element found;
    if (members["seq"].get(found) != simdjson::SUCCESS) return missing("seq");
    std::uint64_t number = 0;
    if (found.get(number) != simdjson::SUCCESS || !is_feed_seq(number)) {
        return wrong("seq", fmt::format("a whole number from 1 to {}", kFeedSeqMost));
    }
    seq = number;
    return std::nullopt;
}

}  // namespace

DecodedLine FeedDecoder::decode(std::string_view line) {
    if (line.size() > line_bytes_) {
        return {0, Problem{Refusal::kLineTooLong, line_bytes_, fmt::format("a line is at most {} bytes", line_bytes_)}};
    }
    element root;
    if (const auto error = parser_.parse(line.data(), line.size()).get(root)) return {0, broken_json(line, error)};
    object members;
    if (root.get(members) != simdjson::SUCCESS) {
        return {0, Problem{Refusal::kMalformed, 0, "byte 0: a line is one JSON object"}};
    }
    std::string_view type;
    std::uint64_t seq = 0;
    const std::optional<Problem> bad_seq = read_seq(members, seq);
    if (members["type"].get(type) != simdjson::SUCCESS) return {seq, missing("type")};
    if (type == "hello") return {0, read_hello(members)};
    if (type == "follow") return {0, read_follow(members)};
    if (type != "fix" && type != "event") {
        return {seq, problem(Refusal::kUnknownType, fmt::format("type '{}' is not known", printable(type)))};
    }
    if (bad_seq) return {0, *bad_seq};
    if (type == "event") return {seq, read_event(root, members)};
    DecodedLine decoded{seq, FeedMessage(FixReport{})};
    if (auto fault = FixReader(std::get<FixReport>(*decoded.message)).read(members))
        decoded.message = *std::move(fault);
    return decoded;
}

}  // namespace siaga::net
