// Fixes as KML 2.2 without extensions: a folder per unit with a line for each unbroken part of its way,
// and a point with its time for every fix, so that a viewer's time slider plays the day.

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <map>
#include <string>

#include "app/reports/export_parts.hpp"

namespace siaga::app {
namespace {

std::string coordinates(const Fix& fix) {
    std::string text = degrees(fix.position.lon_e7) + ',' + degrees(fix.position.lat_e7);
    if (fix.altitude_m != Fix::kNoAltitude) text += fmt::format(",{}", fix.altitude_m);
    return text;
}

class KmlTrack {
public:
    void add(const Fix& fix, const Zone& zone) {
        const std::string place = coordinates(fix);
        points_ += fmt::format(
            "<Placemark>{}<TimeStamp><when>{}</when></TimeStamp><Point><coordinates>{}</coordinates></Point>"
            "</Placemark>\n",
            fix.moves_marker() ? "" : "<description>clock_wrong</description>", zone.to_rfc3339(fix.time), place);
        if (!fix.moves_marker()) return;  // its place in time is not known
        if (places_ > 0 && !goes_on(last_, fix)) end_line(zone);
        if (places_ == 0) first_ = fix.time;
        line_ += place + '\n';
        last_ = fix.time;
        ++places_;
    }
    /// Lines and points. Nothing is added afterwards.
    [[nodiscard]] std::string finish(const Zone& zone) {
        end_line(zone);
        return lines_ + points_;
    }

private:
    void end_line(const Zone& zone) {
        constexpr std::size_t kLeast = 2;  // a LineString of one place is none
        if (places_ >= kLeast) {
            lines_ += fmt::format(
                "<Placemark><TimeSpan><begin>{}</begin><end>{}</end></TimeSpan><LineString><tessellate>1</tessellate>"
                "<coordinates>\n{}</coordinates></LineString></Placemark>\n",
                zone.to_rfc3339(first_), zone.to_rfc3339(last_), line_);
        }
        line_.clear();
        places_ = 0;
    }

    std::string lines_, points_;
    std::string line_;  ///< the places of the part that is not ended
    std::size_t places_ = 0;
    Time first_, last_;
};

}  // namespace

void write_fixes_kml(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    std::map<std::string, KmlTrack> tracks;
    for_each_fix(history, range, [&](const Fix& fix) { tracks[unit_name(history, fix)].add(fix, operation.zone); });
    begin_kml(out, operation);
    for (auto& [unit, track] : tracks) {
        fmt::print(out, "<Folder><name>{}</name>\n{}</Folder>\n", xml_text(unit), track.finish(operation.zone));
    }
    end_kml(out);
}

}  // namespace siaga::app
