#pragma once
// A core over a real store in a folder that goes away, with a clock set by hand.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/core/clock.hpp"
#include "data/ingest/core.hpp"
#include "data/ingest/submission.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "tests/property/generators.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::test {

inline const Time kNow = time_from_ms(kDayStartMs) + std::chrono::hours(2);

inline std::shared_ptr<const Roster> roster_with_sites() {
    auto roster = std::make_shared<Roster>(*small_roster());
    roster->sites.push_back(
        {SiteCode::literal("PPK 53.03.01"), "PPK", SiteKind::kPpk, LonLat::from_degrees(124.5, -9.4), 0});
    roster->boxes.clear();
    for (DistrictInfo& district : roster->districts) district.villages = district.tps = 0;
    roster->finish();
    return roster;
}

inline FixReport sample_report(Time time, double lat = -9.4386, double lon = 124.4871) {
    FixReport report;
    report.unit = UnitName::literal("RAJAWALI-04");
    report.time = time;
    report.lat_deg = lat;
    report.lon_deg = lon;
    return report;
}

inline void add_to(Submission& submission, std::uint64_t seq, std::variant<FixReport, Event, Problem> given) {
    Record record;
    if (auto* report = std::get_if<FixReport>(&given)) record = std::move(*report);
    if (auto* event = std::get_if<Event>(&given)) record = std::make_shared<const Event>(std::move(*event));
    if (auto* problem = std::get_if<Problem>(&given)) record = std::move(*problem);
    submission.add(seq, std::move(record), "raw " + std::to_string(seq));
}

inline Submission submission(std::uint64_t seq, std::variant<FixReport, Event, Problem> record,
                             const std::string& source = "poskotis-7", SessionId session = 1) {
    Submission submission;
    submission.session = session;
    submission.source = SourceName::literal(source);
    add_to(submission, seq, std::move(record));
    return submission;
}

struct CoreBench {
    CoreBench() { create_store(folder.path()), open(); }

    void open() {
        core.reset();
        core = std::make_unique<Core>(std::make_unique<Store>(folder.path(), Durability::kFull), roster, clock);
    }
    std::vector<Reply> step(std::vector<Submission> batch) { return core->step(batch); }
    /// The problem of the only reply.
    std::optional<Problem> give(std::uint64_t seq, std::variant<FixReport, Event, Problem> record,
                                const std::string& source = "poskotis-7") {
        return step({submission(seq, std::move(record), source)}).at(0).problem;
    }
    std::optional<Problem> give(std::uint64_t seq, EventBody body) {
        return give(seq, Event{clock.now(), std::move(body), {}});
    }
    std::vector<std::string> open_alerts() const {
        std::vector<std::string> names;
        for (const auto& [name, alert] : core->live()->alerts) names.push_back(name.text());
        return names;
    }
    std::uint64_t fixes_stored() const {
        std::uint64_t count = 0;
        StoreReader(folder.path()).read_fixes([&](const Fix&) { ++count; });
        return count;
    }

    TempFolder folder;
    ManualClock clock{kNow};
    std::shared_ptr<const Roster> roster = roster_with_sites();
    std::unique_ptr<Core> core;
};

}  // namespace siaga::test
