#include "app/common/records.hpp"

#include <utility>

namespace siaga::app {

RecordsFollower::RecordsFollower(const std::filesystem::path& operation_folder) : reader_(operation_folder) {}

std::shared_ptr<const Committed> RecordsFollower::take() {
    auto committed = std::make_shared<Committed>();
    const auto batches = reader_.read_open_fixes(next_batch_, [&](const Fix& fix) { committed->fixes.push_back(fix); });
    next_batch_ = batches.next;
    if (first_batch_ != batches.first) {
        // The slices were written: what came since the last look may be in them already.
        committed->sealed = true;
        committed->fixes.clear();
        const auto open = reader_.read_open_fixes(0, [&](const Fix& fix) { committed->open.push_back(fix); });
        first_batch_ = open.first;
        next_batch_ = open.next;
    }
    reader_.read_entries(next_entry_, [&](Entry entry) {
        next_entry_ = entry.n + 1;
        committed->entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    });
    // After the fixes: a unit's name is committed no later than its first fix.
    const std::vector<std::string> names = reader_.unit_names();
    committed->new_units.assign(names.begin() + static_cast<std::ptrdiff_t>(units_known_), names.end());
    units_known_ = names.size();
    const bool nothing =
        committed->fixes.empty() && !committed->sealed && committed->entries.empty() && committed->new_units.empty();
    return nothing ? nullptr : committed;
}

}  // namespace siaga::app
