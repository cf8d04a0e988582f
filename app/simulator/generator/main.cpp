// siaga-daygen: makes the demonstration day of a folder, or checks that the one there is the one it
// would make.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "app/simulator/day_file.hpp"
#include "app/simulator/generator/day_maker.hpp"
#include "data/core/fault.hpp"
#include "data/store/operation.hpp"

namespace {

int run(const std::filesystem::path& folder, bool check) {
    const std::string text = siaga::app::day_text(siaga::app::make_day(siaga::load_operation(folder)));
    const std::filesystem::path file = folder / siaga::app::kDayFile;
    if (check) {
        std::ifstream in(file, std::ios::binary);
        const std::string there{std::istreambuf_iterator<char>(in), {}};
        if (there == text) return static_cast<int>(siaga::Exit::kDone);
        fmt::print(stderr, "{} is not what the generator makes: run siaga-daygen {}\n", file.string(), folder.string());
        return static_cast<int>(siaga::Exit::kCheckFailed);
    }
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw siaga::Fault(fmt::format("{} cannot be written; check the folder's permissions", file.string()));
    fmt::print("{}: {} bytes\n", file.string(), text.size());
    return static_cast<int>(siaga::Exit::kDone);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Makes the demonstration day of an operation folder.\nExample: siaga-daygen assets/ttu"};
    std::filesystem::path folder;
    bool check = false;
    app.add_option("FOLDER", folder, "Folder with operation.toml")->required();
    app.add_flag("--check", check, "Only compare: 0 when the day there is the one that would be made, else 1");
    try {
        app.parse(argc, argv);
        return run(folder, check);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(siaga::Exit::kUsage);
    } catch (const siaga::Fault& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        return static_cast<int>(fault.exit());
    }
}
