#include "data/store/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

[[noreturn]] void refuse(std::string_view doing, const std::filesystem::path& path, int reason) {
    throw Fault(fmt::format("cannot {} {}: {}; check that the disk has room and that this user may write there", doing,
                            path.string(), std::generic_category().message(reason)));
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }

private:
    int number_;
};

void sync_path(const std::filesystem::path& path) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.open() || ::fsync(descriptor.number()) != 0) refuse("sync", path, errno);
}

}  // namespace

std::string read_whole_file(const std::filesystem::path& file, std::size_t max_bytes) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw Fault(
            fmt::format("{} is missing; put it back, or make a new operation with siagactl init", file.string()));
    }
    if (status.type() != std::filesystem::file_type::regular) {
        throw Fault(fmt::format("{} is not a file; put the file back in its place", file.string()));
    }
    const std::uintmax_t bytes = std::filesystem::file_size(file, error);
    if (!error && bytes > max_bytes) {
        throw Fault(fmt::format("{} has {} bytes, at most {} are read; is it the right file?", file.string(), bytes,
                                max_bytes));
    }
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string content(static_cast<std::size_t>(error ? 0 : bytes), '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (error || !in) {
        throw Fault(fmt::format("cannot read {}: {}; check that this user may read it", file.string(),
                                error ? error.message() : std::generic_category().message(errno)));
    }
    return content;
}

namespace {
void write_new(const std::filesystem::path& file, std::string_view content, mode_t mode) {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!out.open()) refuse("create", file, errno);
    for (std::string_view left = content; !left.empty();) {
        const ssize_t written = ::write(out.number(), left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) refuse("write", file, errno);
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.number()) != 0) refuse("sync", file, errno);
}
}  // namespace

void write_new_file(const std::filesystem::path& file, std::string_view content) {
    constexpr mode_t kMode = 0644;
    write_new(file, content, kMode);
}

void replace_file(const std::filesystem::path& file, std::string_view content, unsigned mode) {
    const std::filesystem::path beside = file.string() + ".part";
    std::error_code error;
    std::filesystem::remove(beside, error);  // of an earlier cut
    write_new(beside, content, mode);
    std::filesystem::rename(beside, file, error);
    if (error) refuse("rename", beside, error.value());
    sync_folder(file.parent_path());
}

void sync_file(const std::filesystem::path& file) { sync_path(file); }

void sync_folder(const std::filesystem::path& folder) { sync_path(folder); }

void sync_tree(const std::filesystem::path& folder) {
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) sync_path(item.path());
    sync_path(folder);
}

}  // namespace siaga
