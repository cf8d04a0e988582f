#include "app/common/simulated_tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "data/core/fault.hpp"
#include "net/auth.hpp"

namespace siaga::app {
namespace {

constexpr mode_t kOwnerOnly = 0600;

void keep(const std::filesystem::path& file, const std::string& token) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    const bool kept = fd >= 0 && ::write(fd, token.data(), token.size()) == static_cast<ssize_t>(token.size());
    if (fd >= 0) ::close(fd);
    if (!kept)
        throw Fault(fmt::format("cannot write {}: the operation folder must be writable and have room", file.string()));
}

}  // namespace

SimulatedTokens::SimulatedTokens(std::filesystem::path operation_folder)
    : operation_(std::move(operation_folder)), kept_(operation_ / "keys" / "simulator") {
    std::error_code error;
    std::filesystem::create_directories(kept_, error);
    if (error) throw Fault(fmt::format("cannot make {}: {}", kept_.string(), error.message()));
}

std::string SimulatedTokens::token_for(const DaySource& source) const {
    const std::filesystem::path file = kept_ / source.name.text();
    std::string token;
    if (std::ifstream in(file); in >> token) return token;
    token = net::add_token(operation_,
                           {.source = source.name, .role = net::role_from_name(source.role).value(), .units = {}});
    keep(file, token);
    return token;
}

}  // namespace siaga::app
