#include "tests/golden/golden.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace siaga::render {

testing::AssertionResult matches_baseline(const Image& seen, std::string_view name) {
    namespace fs = std::filesystem;
    const fs::path baseline = fs::path(SIAGA_SOURCE_DIR) / "tests/golden/baseline" / fmt::format("{}.png", name);
    const fs::path written = fs::path(SIAGA_BINARY_DIR) / "golden" / fmt::format("{}.png", name);
    fs::create_directories(written.parent_path());
    write_png(written, seen);
    if (!fs::exists(baseline)) {
        return testing::AssertionFailure()
               << baseline << " is missing; look at " << written << ", and accept it with tests/tools/accept_golden.sh";
    }
    const ImageDifference difference = compare(seen, read_png(baseline), kGoldenTolerance);
    if (!difference.same_size) return testing::AssertionFailure() << baseline << " has another size than " << written;
    if (difference.share > kGoldenShare) {
        return testing::AssertionFailure()
               << fmt::format("{:.2f} % of the pixels differ, largest difference {}: ", difference.share * 100,
                              difference.largest)
               << written << " against " << baseline;
    }
    return testing::AssertionSuccess();
}

}  // namespace siaga::render
