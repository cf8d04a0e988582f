#pragma once
// StoreCopy: both databases and the tips as they are after one commit, copied in small steps between the commits of
// their writer, over the writer's own connection (SQLite's backup interface: what a commit changes meanwhile is carried
// over). Ingest thread; made by Store::begin_copy, and gone before its Store is closed.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>

namespace siaga {

class StoreCopy {
public:
    /// 512 KiB, in the region of a millisecond.
    static constexpr int kStepPages = 128;

    /// `operation` is the folder of the databases, `to` one without any. Throws Fault.
    StoreCopy(SQLite::Database& writer, std::filesystem::path operation, const std::filesystem::path& to);
    ~StoreCopy();
    StoreCopy(const StoreCopy&) = delete;
    StoreCopy& operator=(const StoreCopy&) = delete;

    /// Copies at most so many pages, at the end a few more. True when the copy is whole: it holds every commit
    /// before this call and is not yet synced. Throws Fault, which leaves the store unharmed.
    [[nodiscard]] bool step(int pages = kStepPages);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
