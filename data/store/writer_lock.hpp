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
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace siaga
