#include "app/common/kept_tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "data/core/fault.hpp"
#include "net/token_file.hpp"

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

KeptTokens::KeptTokens(std::filesystem::path operation_folder, const std::string& whose)
    : operation_(std::move(operation_folder)), kept_(operation_ / "keys" / whose) {
    std::error_code error;
    std::filesystem::create_directories(kept_, error);
    if (error) throw Fault(fmt::format("cannot make {}: {}", kept_.string(), error.message()));
}

std::string KeptTokens::token_for(const net::Identity& identity) const {
    const std::filesystem::path file = kept_ / identity.source.text();
    std::string token;
    if (std::ifstream in(file); in >> token) return token;
    token = net::add_token(operation_, identity);
    keep(file, token);
    return token;
}

}  // namespace siaga::app
