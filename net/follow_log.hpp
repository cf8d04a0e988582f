#pragma once
// FollowLog: the entries by number and the unit names, as followers are told them. The entries are those
// the core holds anyway; here they are only ordered by n. Net thread only.

#include <memory>
#include <string>
#include <vector>

#include "data/situation/history.hpp"

namespace siaga::net {

class FollowLog {
public:
    void add(const Committed& committed) {
        entries_.insert(entries_.end(), committed.entries.begin(), committed.entries.end());
        unit_names_.insert(unit_names_.end(), committed.new_units.begin(), committed.new_units.end());
    }
    /// [n] is entry n.
    [[nodiscard]] const std::vector<std::shared_ptr<const Entry>>& entries() const { return entries_; }
    [[nodiscard]] const std::vector<std::string>& unit_names() const { return unit_names_; }

private:
    std::vector<std::shared_ptr<const Entry>> entries_;
    std::vector<std::string> unit_names_;
};

}  // namespace siaga::net
