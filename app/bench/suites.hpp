#pragma once
// The benches of siagactl, one function and one file each. A new one is a file, a line here and a line
// in app/ctl/bench.cpp. Their floors stand beside them in app/bench/floors/.

#include "app/bench/bench.hpp"

namespace siaga::app::bench {

/// From the socket to the synced record and the published situation.
void bench_ingest(Runner& runner);
/// Positions and situations at any time: unpacked, from the file, in steps, and as the day grows.
void bench_replay(Runner& runner);
/// Appending with hashes and signed tips, verifying, proving, starting.
void bench_ledger(Runner& runner);
/// Making and keeping the tracks: sealing, bytes per fix.
void bench_store(Runner& runner);

}  // namespace siaga::app::bench
