#pragma once
// The demonstration day in a folder of its own, filled up to a time.

#include "app/live/demonstration_source.hpp"
#include "app/live/followed_records.hpp"
#include "app/window/capture.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app {

inline std::filesystem::path source_assets() { return std::filesystem::path(SIAGA_SOURCE_DIR) / "assets"; }

/// HH:MM of the demonstration day.
inline Time day_time(int hour, int minute) {
    return parse_rfc3339(fmt::format("2024-11-30T{:02}:{:02}:00+08:00", hour, minute)).value();
}

struct FilledDay {
    explicit FilledDay(Time until)
        : demonstration(DemonstrationInMaking(source_assets(), until).take()),
          mail(mail_at(operation.folder, operation.roster, until)),
          sealed(StoreReader(operation.folder).slices()) {}
    FilledDay(const FilledDay&) = delete;
    FilledDay& operator=(const FilledDay&) = delete;

    [[nodiscard]] CaptureSettings settings(Language language, WallSize size = {1920, 1080}) const {
        CaptureSettings out;
        out.size = size;
        out.now = demonstration.start;
        out.wall.language = language;
        out.wall.shaders = source_assets() / "shaders";
        out.wall.sealed = sealed;
        return out;
    }

    Demonstration demonstration;
    const Operation& operation = *demonstration.operation;
    Mail mail;
    std::shared_ptr<SliceSource> sealed;
};

}  // namespace siaga::app
