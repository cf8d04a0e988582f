#include "data/situation/history.hpp"

#include <span>
#include <utility>

namespace siaga {

History::History(std::shared_ptr<const Roster> roster, std::shared_ptr<SliceSource> sealed)
    : roster_(roster), events_(std::move(roster)), tracks_(std::move(sealed)) {}

void History::add(const Committed& committed) {
    unit_names_.insert(unit_names_.end(), committed.new_units.begin(), committed.new_units.end());
    for (const auto& entry : committed.entries) events_.insert(entry);
    for (const Fix& fix : committed.fixes) tracks_.insert(fix);
    if (committed.sealed) tracks_.sealed(committed.open);
}

std::shared_ptr<const Situation> History::situation_at(Time t) {
    auto situation = std::make_shared<Situation>(events_.fold_at(t));
    const std::span<const std::optional<Fix>> newest = tracks_.latest_at(t);
    situation->units.resize(unit_names_.size());
    for (std::size_t i = 0; i < unit_names_.size(); ++i) {
        situation->units[i].name = unit_names_[i];
        if (i < newest.size()) situation->units[i].fix = newest[i];
    }
    finish_situation(*situation, t);
    return situation;
}

}  // namespace siaga
