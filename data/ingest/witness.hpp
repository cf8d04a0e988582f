#pragma once
// Witness: what the core enters by itself because somebody saw it: who came in, who was refused, which keys
// changed. It is asked at each tick, like the rules; tests bring their own.

#include <vector>

#include "data/model/event.hpp"
#include "data/situation/situation.hpp"

namespace siaga {

class Witness {
public:
    Witness() = default;
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    virtual ~Witness() = default;

    /// Adds the events that `live` does not tell of yet. What it added will be committed, however long that takes, and
    /// it is not asked again before. `ending`: the core is closed after this one. Ingest thread.
    virtual void look(const Situation& live, bool ending, std::vector<Event>& out) = 0;
};

}  // namespace siaga
