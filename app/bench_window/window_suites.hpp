#pragma once
// The benches of siaga: what is drawn, how soon, and how a scrub feels. All draw without a display.

#include <filesystem>

#include "app/bench/bench.hpp"
#include "data/core/time.hpp"

namespace siaga::app::bench {

/// One frame: the map, the whole wall, and nothing at all.
void bench_frame(Runner& runner);
/// From the start of the program to its first complete frame, and the memory it has then.
void bench_start(Runner& runner);
/// Random seeks, a drag from end to end and fast play over a day of 2,000 units, frame by frame. Missed is a frame of
/// more than 1.3 times the floor's median; the floor misses some itself, which stand beside.
void bench_scrub(Runner& runner);
/// Frames of a live wall whose feed gets ten times the rated load; floor: the rated load alone.
void bench_flood(Runner& runner);

/// What bench_start starts and times: draws a first frame, tells so on stdout with the memory, ends.
void first_frame_of_demonstration();
/// Of the operation folder of a day, replayed `into` it.
void first_frame_of_day(const std::filesystem::path& folder, Millis into);
void first_frame_of_floor();

}  // namespace siaga::app::bench
