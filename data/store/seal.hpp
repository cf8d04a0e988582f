#pragma once
// Sealing: fixes become part of slices. Pure but for what it reads and writes through its arguments.

#include <functional>
#include <span>

#include "data/model/slice_source.hpp"

namespace siaga {

/// What is sealed of the time before `before`. A fix of a wrong clock waits for nothing.
[[nodiscard]] inline bool is_sealed(const Fix& fix, Time before) { return fix.time < before || !fix.moves_marker(); }

/// Puts `fixes`, in order of arrival, into their slices, as far as is_sealed: those that exist are read from `slices`,
/// merged and written again, and so are later ones that carry a fix which is no longer the newest before them. What
/// `write` was given must be what `slices` reads from then on. Throws what they throw, and StorageFault
/// kCorrupt when a slice cannot be unpacked. Precondition: fewer than 2^32 fixes.
void seal_fixes(std::span<const Fix> fixes, Time before, SliceSource& slices,
                const std::function<void(const TrackSlice&)>& write);

/// The slice with its own fixes replaced by `own` (by unit, time, arrival) and carrying `carried` (by unit),
/// which is left out where no fix moves a marker. For tests and seal_fixes.
[[nodiscard]] TrackSlice make_slice(Time start, std::span<const Fix> carried, std::span<const Fix> own);

}  // namespace siaga
