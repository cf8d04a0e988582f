#include "net/field_post.hpp"

#include <boost/url/grammar/ci_string.hpp>

#include <chrono>
#include <memory>
#include <utility>

#include "data/geo/lonlat.hpp"
#include "net/units.hpp"

namespace siaga::net {
namespace {

/// A clock further behind is wrong, and its SOS would be history.
constexpr Millis kBelievedFor = std::chrono::hours(24);

/// The event has the fix's time, so that the same call repeated is the same event.
Event emergency_of(const FieldPost& post, const UnitName& unit, Time now) {
    Emergency sos;
    sos.unit = unit;
    sos.text = "SOS";
    Time time = now;
    if (const auto* report = std::get_if<FixReport>(&post.fix)) {
        if (report->time <= now && report->time > now - kBelievedFor) time = report->time;
        if (LonLat::in_range(report->lon_deg, report->lat_deg)) {
            sos.place = LonLat::from_degrees(report->lon_deg, report->lat_deg);
        }
    }
    return {time, std::move(sos), {}};
}

}  // namespace

bool is_sos(std::string_view alarm) { return boost::urls::grammar::ci_is_equal(alarm, std::string_view("sos")); }

Submission submission_of(FieldPost&& post, const Device& device, std::string_view raw, Time now) {
    Submission submission;
    submission.source = SourceName::literal("http." + device.id);
    submission.unnumbered = true;
    if (post.sos) submission.add(0, std::make_shared<const Event>(emergency_of(post, device.unit, now)), raw);
    if (auto* report = std::get_if<FixReport>(&post.fix)) {
        report->unit = device.unit;
        if (post.device_speed) {
            const double mps_per_unit = device.speed_unit == SpeedUnit::kKnots ? kMpsPerKnot : 1.0;
            report->speed_mps = *post.device_speed * mps_per_unit;
        }
        submission.add(0, std::move(*report), raw);
    } else if (const auto* problem = std::get_if<Problem>(&post.fix)) {
        submission.add(0, *problem, raw);
    }
    return submission;
}

}  // namespace siaga::net
