#pragma once
// The floor of ingest: a small program from the socket's JSON to packed records in SQLite, and nothing
// else. One connection; one thread parses (simdjson, line by line), one packs what has come meanwhile
// into one checksummed record, commits it with WAL and synchronous=FULL, and acknowledges. It checks
// nothing, folds nothing and keeps nothing.

#include <cstdint>
#include <filesystem>
#include <thread>

#include "app/bench/loopback.hpp"

namespace siaga::app::bench {

class PackedFeed {
public:
    /// Serves one connection on a port of its own, into a new database in `folder`.
    explicit PackedFeed(const std::filesystem::path& folder);
    ~PackedFeed();  ///< after the connection has ended
    PackedFeed(const PackedFeed&) = delete;
    PackedFeed& operator=(const PackedFeed&) = delete;

    [[nodiscard]] std::uint16_t port() const { return listening_.port; }

private:
    Listening listening_;
    std::thread thread_;
};

}  // namespace siaga::app::bench
