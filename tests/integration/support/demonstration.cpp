#include "tests/integration/support/demonstration.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"

namespace siaga::test {
namespace {

namespace fs = std::filesystem;

/// One test at a time makes or copies it.
class Turn {
public:
    explicit Turn(const fs::path& file) : lock_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (lock_ < 0 || ::flock(lock_, LOCK_EX) != 0) throw std::runtime_error("cannot lock " + file.string());
    }
    ~Turn() { ::close(lock_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    int lock_;
};

/// Changes whenever the program or the day does.
std::string made_of() {
    fs::file_time_type newest = fs::last_write_time(siagactl({}).front());
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SIAGA_SOURCE_DIR) / "assets" / "ttu")) {
        newest = std::max(newest, entry.last_write_time());
    }
    return fmt::format("{}", newest.time_since_epoch().count());
}

}  // namespace

std::string copy_demonstration(const std::string& folder) {
    const fs::path kept = fs::path(SIAGA_BINARY_DIR) / "tests" / "demonstration";
    const fs::path operation = kept / "operation", said = kept / "said", stamp = kept / "made_of";
    fs::create_directories(kept);
    const Turn turn(kept / "lock");
    if (const std::string now = made_of(); file_bytes(stamp) != now) {
        fs::remove(stamp);
        fs::remove_all(operation);
        const Outcome made = run_siagactl({"init", operation.string(), "--demo"});
        if (made.exit != 0) throw std::runtime_error(fmt::format("init --demo: exit {}: {}", made.exit, made.err));
        std::ofstream(said) << made.out;
        std::ofstream(stamp) << now;
    }
    fs::copy(operation, folder, fs::copy_options::recursive);
    return file_bytes(said);
}

}  // namespace siaga::test
