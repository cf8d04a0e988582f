#include "net/gpx_decoder.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

#include "data/core/name.hpp"
#include "data/core/time.hpp"

namespace siaga::net {
namespace {

Problem malformed_gpx(std::size_t offset, std::string_view what) {
    return {Refusal::kMalformed, offset, fmt::format("byte {}: {}", offset, what)};
}

/// "speed" of <gpxtpx:speed>: writers choose their prefixes.
std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node& one : node.children()) {
        if (local_name(one) == name) return one;
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string_view text_in(const pugi::xml_node& node) { return trimmed(node.text().get()); }

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || stop != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

/// xsd:dateTime; without a zone it is UTC, as GPX says.
Result<Time> time_of(std::string_view text) {
    Result<Time> time = parse_rfc3339(text);
    if (time) return time;
    return parse_rfc3339(std::string(text) + "Z");
}

/// GPX 1.0 has speed and course in the point, 1.1 in extensions of their makers, one level deep or two.
std::optional<double> extra(const pugi::xml_node& point, std::string_view name) {
    if (const auto plain = number_of(text_in(child(point, name)))) return plain;
    const pugi::xml_node extensions = child(point, "extensions");
    if (const auto direct = number_of(text_in(child(extensions, name)))) return direct;
    for (const pugi::xml_node& group : extensions.children()) {
        if (const auto inner = number_of(text_in(child(group, name)))) return inner;
    }
    return std::nullopt;
}

class Reader {
public:
    explicit Reader(GpxFile& file) : file_(file) {}

    void read(const pugi::xml_node& gpx) {
        for (const pugi::xml_node& node : gpx.children()) {
            const std::string_view name = local_name(node);
            if (name == "wpt") read_waypoint(node);
            if (name == "trk") read_track(node);
            if (name == "rte") read_route(node);
        }
    }

private:
    void read_waypoint(const pugi::xml_node& node) {
        ++waypoint_;
        const std::size_t before = file_.fixes.size();
        read_point(node, fmt::format("waypoint {}", waypoint_));
        file_.waypoints += file_.fixes.size() - before;
    }

    void read_track(const pugi::xml_node& track) {
        ++file_.tracks;
        std::size_t segment = 0;
        for (const pugi::xml_node& node : track.children()) {
            if (local_name(node) != "trkseg") continue;
            ++file_.segments;
            ++segment;
            std::size_t point = 0;
            for (const pugi::xml_node& one : node.children()) {
                if (local_name(one) == "trkpt") read_point(one, file_.tracks, segment, ++point);
            }
        }
    }

    void read_route(const pugi::xml_node& route) {
        for (const pugi::xml_node& node : route.children()) {
            if (local_name(node) == "rtept") ++file_.route_points;
        }
    }

    template <class... Where> void read_point(const pugi::xml_node& node, const Where&... where) {
        const std::string_view time_text = text_in(child(node, "time"));
        if (time_text.empty()) return void(++file_.without_time);
        if (text_in(child(node, "fix")) == "none") return void(++file_.without_fix);
        FixReport report;
        for (const auto& [name, out] : {std::pair{"lat", &report.lat_deg}, std::pair{"lon", &report.lon_deg}}) {
            const std::string_view text = trimmed(node.attribute(name).value());
            const auto degrees = number_of(text);
            if (!degrees) return refuse(fmt::format("{} '{}' is no number", name, printable(text)), where...);
            *out = *degrees;
        }
        const Result<Time> time = time_of(time_text);
        if (!time) return refuse("time: " + time.problem().detail, where...);
        report.time = *time;
        report.altitude_m = number_of(text_in(child(node, "ele")));
        report.speed_mps = extra(node, "speed");
        report.course_deg = extra(node, "course");
        file_.fixes.push_back(std::move(report));
    }

    void refuse(const std::string& why, std::size_t track, std::size_t segment, std::size_t point) {
        refuse(why, fmt::format("track {}, segment {}, point {}", track, segment, point));
    }
    void refuse(const std::string& why, const std::string& where) {
        ++file_.unreadable;
        if (file_.problems.size() < kMostProblems) {
            file_.problems.push_back({Refusal::kBadValue, 0, where + ": " + why});
        }
    }

    GpxFile& file_;
    std::size_t waypoint_ = 0;
};

std::optional<Problem> refused_at_once(std::string_view bytes) {
    if (bytes.size() > kGpxMaxBytes) {
        return Problem{Refusal::kLineTooLong, 0,
                       fmt::format("{} MB; at most {} MB are read: split the file", bytes.size() / 1'000'000,
                                   kGpxMaxBytes / 1'000'000)};
    }
    if (bytes.starts_with("\x1f\x8b")) return malformed_gpx(0, "it is compressed; unpack it with gunzip first");
    if (bytes.starts_with("PK\x03\x04")) return malformed_gpx(0, "it is a ZIP file; unpack it first");
    return std::nullopt;
}

/// Entities are named in a DOCTYPE, and GPX needs none.
bool has_doctype(const pugi::xml_document& document) {
    for (const pugi::xml_node& node : document.children()) {
        if (node.type() == pugi::node_doctype) return true;
    }
    return false;
}

}  // namespace

Result<GpxFile> decode_gpx(std::string_view bytes) {
    if (auto problem = refused_at_once(bytes)) return *problem;
    pugi::xml_document document;
    const pugi::xml_parse_result parsed =
        document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_doctype);
    // pugixml counts a byte or two beyond a file that ends too soon.
    const std::size_t offset =
        std::min(bytes.size(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)));
    if (parsed.status == pugi::status_bad_doctype || has_doctype(document)) {
        return malformed_gpx(offset, "a DOCTYPE, which is refused: it could name entities; take it out");
    }
    if (!parsed) return malformed_gpx(offset, parsed.description());
    const pugi::xml_node gpx = child(document, "gpx");
    if (!gpx) return malformed_gpx(0, "no GPX: the outermost element is not <gpx>");
    const std::string_view version = gpx.attribute("version").value();
    if (version != "1.1" && version != "1.0") {
        return malformed_gpx(0, fmt::format("GPX of version '{}'; read are 1.1 and 1.0", printable(version)));
    }
    GpxFile file;
    Reader(file).read(gpx);
    return file;
}

}  // namespace siaga::net
