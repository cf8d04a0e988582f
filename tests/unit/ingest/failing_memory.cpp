#include "tests/unit/ingest/failing_memory.hpp"

#include <cstdlib>
#include <new>
#include <stdexcept>

namespace siaga::test {
namespace {

/// Counts down to the allocation that fails.
struct Countdown {
    bool armed = false;
    bool for_good = false;
    bool reached = false;
    int left = 0;

    bool fails() {
        if (!armed) return false;
        if (left-- > 0) return false;
        if (reached && !for_good) return false;
        reached = true;
        return true;
    }
};

thread_local Countdown new_countdown;
Countdown sqlite_countdown;  // SQLite's methods take no context
sqlite3_mem_methods sqlite_methods;

void* failing_malloc(int bytes) { return sqlite_countdown.fails() ? nullptr : sqlite_methods.xMalloc(bytes); }
void* failing_realloc(void* old, int bytes) {
    return sqlite_countdown.fails() ? nullptr : sqlite_methods.xRealloc(old, bytes);
}

void configure(sqlite3_mem_methods* methods) {
    if (sqlite3_shutdown() != SQLITE_OK || sqlite3_config(SQLITE_CONFIG_MALLOC, methods) != SQLITE_OK ||
        sqlite3_initialize() != SQLITE_OK)
        throw std::runtime_error("SQLite does not take other memory now");
}

}  // namespace

FailingNew::FailingNew(int n, bool for_good) { new_countdown = {true, for_good, false, n}; }
FailingNew::~FailingNew() { new_countdown.armed = false; }
bool FailingNew::reached() const { return new_countdown.reached; }

FailingSqliteMemory::FailingSqliteMemory() {
    sqlite3_shutdown();  // else it does not tell
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &before_);
    sqlite_methods = before_;
    sqlite3_mem_methods failing = before_;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    configure(&failing);
}

FailingSqliteMemory::~FailingSqliteMemory() {
    sqlite_countdown.armed = false;
    configure(&before_);
}

void FailingSqliteMemory::arm(int n, bool for_good) { sqlite_countdown = {true, for_good, false, n}; }

bool FailingSqliteMemory::disarm() {
    sqlite_countdown.armed = false;
    return sqlite_countdown.reached;
}

}  // namespace siaga::test

// Replaced for the whole test program, as the standard allows [replacement.functions].
void* operator new(std::size_t bytes) {
    if (siaga::test::new_countdown.fails()) throw std::bad_alloc();
    void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
// A sanitizer brings its own of these, whose memory ours would not free.
void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
    return siaga::test::new_countdown.fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
