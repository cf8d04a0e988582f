#pragma once
// A program that serves until it is told to end.

#include "data/core/time.hpp"

namespace siaga::app {

/// Blocks SIGINT and SIGTERM in this thread and in those it starts later: call it before any thread.
void hold_end_signals();
/// Waits for one of them at most this long; true when it came.
[[nodiscard]] bool end_signal_within(Millis wait);

}  // namespace siaga::app
