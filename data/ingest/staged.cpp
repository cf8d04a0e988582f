#include "data/ingest/staged.hpp"

namespace siaga {

void StagedFixes::catch_up() {
    for (; known_ < fixes_.size(); ++known_) {
        const Fix& fix = fixes_[known_];
        by_key_.insert_or_assign({fix.source, fix.seq}, known_);
        by_unit_[fix.unit].emplace(fix.time, known_);
    }
}

const Fix* StagedFixes::with_key(SourceIndex source, std::uint64_t seq) {
    catch_up();
    const auto found = by_key_.find({source, seq});
    return found == by_key_.end() ? nullptr : &fixes_[found->second];
}

const StagedFixes::ByTime& StagedFixes::of(UnitIndex unit) {
    catch_up();
    return by_unit_[unit];
}

void Staged::undo() {
    for (auto at = newest_before.rbegin(); at != newest_before.rend(); ++at) at->first->newest = at->second;
    newest_before.clear();
}

}  // namespace siaga
