#pragma once
// Memory that runs out: the n-th allocation of this thread fails, of C++ (operator new of the whole test program) or
// of SQLite.

#include <sqlite3.h>

namespace siaga::test {

/// While it lives, operator new throws std::bad_alloc at the n-th allocation of this thread, counted from 0; with
/// `for_good` at every one after it too.
class FailingNew {
public:
    FailingNew(int n, bool for_good);
    ~FailingNew();
    FailingNew(const FailingNew&) = delete;
    FailingNew& operator=(const FailingNew&) = delete;
    [[nodiscard]] bool reached() const;
};

/// SQLite's memory with the same property. Made and gone while no database is open; fails only while armed.
class FailingSqliteMemory {
public:
    FailingSqliteMemory();
    ~FailingSqliteMemory();
    FailingSqliteMemory(const FailingSqliteMemory&) = delete;
    FailingSqliteMemory& operator=(const FailingSqliteMemory&) = delete;
    void arm(int n, bool for_good);
    /// True when the n-th was asked for since arm().
    bool disarm();

private:
    sqlite3_mem_methods before_{};
};

}  // namespace siaga::test
