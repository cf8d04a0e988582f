#include "app/wall/marked_export.hpp"

#include <fmt/format.h>

#include "app/reports/export.hpp"
#include "app/reports/export_file.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {

namespace {

std::uint64_t count_fixes(const History& history, const ExportRange& range) {
    if (range.unit) return history.tracks().track(*range.unit, range.from, range.to).size();
    std::uint64_t count = 0;
    history.tracks().for_each(range.from, range.to, [&](const Fix&) { ++count; });
    return count;
}

std::string name_of_files(const Operation& operation, const History& history, const ExportRange& range) {
    const Zone::Civil a = operation.zone.civil(range.from), b = operation.zone.civil(range.to);
    return fmt::format("{:04}{:02}{:02}-{:02}{:02}{:02}-{:02}{:02}{:02}-{}", a.year, a.month, a.day, a.hour, a.minute,
                       a.second, b.hour, b.minute, b.second,
                       range.unit ? history.unit_names()[static_cast<std::size_t>(*range.unit)] : "all");
}

}  // namespace

MarkedExport export_marked(const Operation& operation, const History& history, const MarkedRange& marked,
                           std::optional<UnitIndex> unit) {
    const ExportRange range{marked.from, marked.to, unit};
    MarkedExport done{operation.folder / "export", name_of_files(operation, history, range), 0, false};
    const std::uint64_t fixes = count_fixes(history, range);
    done.too_many = fixes > kMostMarkedFixes;
    if (fixes == 0 || done.too_many) return done;
    std::error_code failed;
    std::filesystem::create_directories(done.folder, failed);
    if (failed) {
        throw Fault(fmt::format("cannot make {}: {}; make it writable or use siagactl export --output",
                                done.folder.string(), failed.message()));
    }
    for (const ExportFormatName& known : kExportFormats) {
        write_export(done.folder / fmt::format("{}.{}", done.name, known.name),
                     [&](std::ostream& out) { export_fixes(out, known.format, operation, history, range); });
    }
    done.fixes = fixes;
    return done;
}

}  // namespace siaga::app
