#pragma once
// FaultVfs: a disk whose steps fail when a test says so.

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "tests/unit/store/shim_vfs.hpp"

namespace siaga::test {

enum class FileStep : std::uint8_t { kOpen, kWrite, kTruncate, kSync, kMapShared };

class FaultVfs final : public ShimVfs {
public:
    /// SQLITE_OK lets the step happen, anything else is its failure.
    using Decide = std::function<int(FileStep step, std::string_view file)>;

    void decide(Decide decision) { decide_ = std::move(decision); }
    void heal() { decide_ = nullptr; }
    /// A write that fails leaves its first half behind.
    void tear_writes(bool tear) { tear_ = tear; }

    int on_open(std::string_view file, const Go& go) override { return step(FileStep::kOpen, file, go); }
    int on_truncate(std::string_view file, sqlite3_int64 /*size*/, const Go& go) override {
        return step(FileStep::kTruncate, file, go);
    }
    int on_sync(std::string_view file, const Go& go) override { return step(FileStep::kSync, file, go); }
    int on_map_shared(std::string_view file, const Go& go) override { return step(FileStep::kMapShared, file, go); }
    int on_write(std::string_view file, std::span<const char> bytes, sqlite3_int64 /*offset*/,
                 const GoWrite& go) override {
        const int code = step(FileStep::kWrite, file, [&] { return go(bytes.size()); });
        if (code != SQLITE_OK && tear_) (void)go(bytes.size() / 2);
        return code;
    }

private:
    int step(FileStep step, std::string_view file, const Go& go) const {
        const int code = decide_ ? decide_(step, file) : SQLITE_OK;
        return code == SQLITE_OK ? go() : code;
    }

    Decide decide_;
    bool tear_ = false;
};

}  // namespace siaga::test
