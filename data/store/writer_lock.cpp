#include "data/store/writer_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

/// What the holder wrote into the file; "?" while it has not yet.
std::string holder_of(int descriptor) {
    std::array<char, 16> text{};
    const ssize_t bytes = ::pread(descriptor, text.data(), text.size(), 0);
    const std::string all(text.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
    const std::string number = all.substr(0, all.find_first_not_of("0123456789"));
    return number.empty() ? "?" : number;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& folder) {
    constexpr mode_t kMode = 0644;
    const std::string file = (folder / "writer.lock").string();
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode);
    if (descriptor_ < 0) {
        throw Fault(fmt::format("cannot write in {}: {}; make the folder writable for this user, or copy it",
                                folder.string(), std::generic_category().message(errno)));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        const std::string holder = holder_of(descriptor_);
        ::close(descriptor_);
        if (reason == EWOULDBLOCK) {
            throw Fault(
                fmt::format("{} is already open for writing by process {}; stop that one, or only read beside "
                            "it",
                            folder.string(), holder));
        }
        throw Fault(fmt::format("cannot lock {}: {}; put the operation on a file system with locks", file,
                                std::generic_category().message(reason)));
    }
    // Only for the message another process gives; the lock is what counts.
    const std::string self = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor_, 0) == 0) (void)!::pwrite(descriptor_, self.data(), self.size(), 0);
}

bool WriterLock::is_held(const std::filesystem::path& folder) {
    const int descriptor = ::open((folder / "writer.lock").c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    ::close(descriptor);
    return held;
}

WriterLock::~WriterLock() { ::close(descriptor_); }

}  // namespace siaga
