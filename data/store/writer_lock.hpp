#pragma once
// WriterLock: at most one process writes an operation. A lock on folder/writer.lock, let go when the
// process ends, however it ends.

#include <filesystem>

namespace siaga {

class WriterLock {
public:
    /// Throws Fault: held by another (with its process number), or the folder cannot be written.
    explicit WriterLock(const std::filesystem::path& folder);
    ~WriterLock();
    /// By any process. Takes the lock for a moment where it is free.
    [[nodiscard]] static bool is_held(const std::filesystem::path& folder);
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace siaga
