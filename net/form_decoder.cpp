#include "net/form_decoder.hpp"

#include <fmt/format.h>
#include <boost/url/encoding_opts.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "data/core/name.hpp"
#include "net/device_time.hpp"
#include "net/url_text.hpp"

namespace siaga::net {
namespace {

namespace urls = boost::urls;

using Pairs = std::map<std::string, std::string, std::less<>>;

/// Nothing: a percent sign without its two digits.
std::optional<Pairs> pairs_of(std::string_view form) {
    const std::string clean = tidy_url(form);  // what the view below points into
    const auto query = urls::parse_query(clean);
    if (!query) return std::nullopt;
    Pairs pairs;
    urls::encoding_opts spaces;
    spaces.space_as_plus = true;
    for (const urls::param_pct_view encoded : *query) {
        const auto text = [&](const urls::pct_string_view& part) { return part.decode(spaces); };
        pairs.try_emplace(text(encoded.key), text(encoded.value));
    }
    return pairs;
}

class FormReader {
public:
    explicit FormReader(const Pairs& pairs) : pairs_(pairs) {}

    FieldPost read() {
        FieldPost post;
        post.device = std::string(first_of("id", "deviceid"));
        post.sos = is_sos(value("alarm"));
        if (!has("lat") && !has("lon") && !has("location")) return post;
        FixReport report;
        place(report);
        time(report.time);
        if (const auto speed = number("speed")) post.device_speed = unless_negative(*speed);
        report.course_deg = positive(has("bearing") ? "bearing" : "heading");
        report.altitude_m = number("altitude");
        report.accuracy_m = positive("accuracy");
        report.battery_pct = positive("batt");
        if (has("valid") && value("valid") != "1" && value("valid") != "true") {
            fail(Refusal::kBadValue, "valid is false: the receiver has no position");
        }
        if (problem_) {
            post.fix = *std::move(problem_);
        } else {
            post.fix = std::move(report);
        }
        return post;
    }

private:
    [[nodiscard]] bool has(std::string_view key) const { return pairs_.find(key) != pairs_.end(); }
    [[nodiscard]] std::string_view value(std::string_view key) const {
        const auto found = pairs_.find(key);
        return found == pairs_.end() ? std::string_view() : std::string_view(found->second);
    }
    [[nodiscard]] std::string_view first_of(std::string_view key, std::string_view other) const {
        return has(key) ? value(key) : value(other);
    }
    /// The first counts.
    void fail(Refusal code, std::string detail) {
        if (!problem_) problem_ = Problem{code, 0, std::move(detail)};
    }
    std::optional<double> parsed(std::string_view key, std::string_view text) {
        double number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (stop == end && error == std::errc()) return number;
        fail(Refusal::kBadValue, fmt::format("field '{}': '{}' is not a number", key, printable(text)));
        return std::nullopt;
    }
    /// Nothing: not there, or empty.
    std::optional<double> number(std::string_view key) {
        const std::string_view text = value(key);
        return text.empty() ? std::nullopt : parsed(key, text);
    }
    std::optional<double> positive(std::string_view key) {
        const auto known = number(key);
        return known ? unless_negative(*known) : std::nullopt;
    }
    void place(FixReport& report) {
        std::string_view lat = value("lat");
        std::string_view lon = value("lon");
        if (!has("lat") && !has("lon")) {
            const std::string_view both = value("location");
            const std::size_t comma = std::min(both.find(','), both.size());
            lat = both.substr(0, comma);
            lon = both.substr(std::min(comma + 1, both.size()));
        }
        for (const auto& [key, text] : {std::pair("lat", lat), std::pair("lon", lon)}) {
            if (text.empty()) fail(Refusal::kMissingField, fmt::format("field '{}' is missing", key));
        }
        report.lat_deg = parsed("lat", lat).value_or(0);
        report.lon_deg = parsed("lon", lon).value_or(0);
    }
    void time(Time& out) {
        std::string text(value("timestamp"));
        if (text.empty()) return fail(Refusal::kMissingField, "field 'timestamp' is missing");
        // The plus of an offset that the app did not encode.
        if (text.find('T') != std::string::npos) std::replace(text.begin(), text.end(), ' ', '+');
        const Result<Time> read = device_time(text);
        if (read) {
            out = *read;
        } else {
            fail(read.problem().code, fmt::format("field 'timestamp': {}", read.problem().detail));
        }
    }

    const Pairs& pairs_;
    std::optional<Problem> problem_;
};

}  // namespace

FieldPost decode_form(std::string_view form) {
    const std::optional<Pairs> pairs = pairs_of(form);
    if (pairs) return FormReader(*pairs).read();
    FieldPost post;
    post.fix = Problem{Refusal::kMalformed, 0, "the form has a % without two digits"};
    return post;
}

}  // namespace siaga::net
