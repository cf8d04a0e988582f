#include "net/key_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include "data/core/fault.hpp"

namespace siaga::net {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOthersBits = 0077;
constexpr const char* kWritable = "its folder must be there, be writable and have room";

[[noreturn]] void refuse_file(const std::filesystem::path& file, const std::string& reason,
                              const std::string& way_out) {
    throw Fault(fmt::format("{}: {}: {}", file.string(), reason, way_out));
}

void make_folder(const std::filesystem::path& keys) {
    std::error_code error;
    if (!std::filesystem::is_directory(keys.parent_path(), error)) {
        refuse_file(keys.parent_path(), "there is no such operation folder", "make it with siagactl init");
    }
    std::filesystem::create_directory(keys, error);
    if (error) refuse_file(keys, error.message(), "make the operation folder writable");
    std::filesystem::permissions(keys, std::filesystem::perms::owner_all, error);
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(fd) == 0;
}

}  // namespace

std::filesystem::path key_file(const std::filesystem::path& operation_folder, const char* name) {
    return operation_folder / "keys" / name;
}

std::optional<FileStamp> stamp_of(const std::filesystem::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        if (errno == ENOENT) return std::nullopt;
        refuse_file(file, std::strerror(errno), "make it readable for the user that runs Siaga");
    }
    if ((info.st_mode & kOthersBits) != 0) refuse_file(file, "other users can read it", "run chmod 600 on it");
    return FileStamp{info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

std::string text_of(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) return {};
    std::ifstream in(file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || in.bad())
        refuse_file(file, "it cannot be read", "make it readable for the user that runs Siaga");
    return text;
}

void replace_key_file(const std::filesystem::path& file, const std::string& text) {
    make_folder(file.parent_path());
    replace_private_file(file, text);
}

void replace_private_file(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path fresh = file.string() + ".new";
    ::unlink(fresh.c_str());
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    if (fd < 0) refuse_file(file, std::strerror(errno), kWritable);
    const bool written = write_all(fd, text);
    const int error = errno;
    ::close(fd);
    if (!written) refuse_file(file, std::strerror(error), kWritable);
    if (::rename(fresh.c_str(), file.c_str()) != 0) refuse_file(file, std::strerror(errno), kWritable);
}

KeyFolderLock::KeyFolderLock(const std::filesystem::path& operation_folder) {
    const std::filesystem::path file = key_file(operation_folder, "access.lock");
    make_folder(file.parent_path());
    fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (fd_ < 0) refuse_file(file, std::strerror(errno), kWritable);
    while (::flock(fd_, LOCK_EX) != 0) {
        if (errno == EINTR) continue;
        const int error = errno;
        ::close(fd_);
        refuse_file(file, std::strerror(error), kWritable);
    }
}

KeyFolderLock::~KeyFolderLock() { ::close(fd_); }

}  // namespace siaga::net
