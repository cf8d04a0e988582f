#include "app/reports/export_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga::app {

void write_export(const std::filesystem::path& file, const std::function<void(std::ostream&)>& write) {
    std::filesystem::path part = file;
    part += ".part";
    std::error_code failed;
    {
        std::ofstream out(part, std::ios::binary);
        if (out) write(out);
        out.flush();
        if (!out) failed = std::make_error_code(std::errc::io_error);
    }
    if (!failed) std::filesystem::rename(part, file, failed);
    if (!failed) return;
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw Fault(fmt::format("cannot write {}: choose a folder with room and permission", part.string()));
}

}  // namespace siaga::app
