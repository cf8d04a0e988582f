#pragma once
// MemorySlices: slices as the store keeps them, packed, without a store.

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "data/situation/history.hpp"
#include "data/store/seal.hpp"
#include "data/store/slice_table.hpp"

namespace siaga::test {

class MemorySlices final : public SliceSource {
public:
    [[nodiscard]] std::vector<SliceInfo> list() override {
        std::vector<SliceInfo> infos;
        for (const auto& [start, bytes] : slices_) infos.push_back(info_of(unpack_slice(start, bytes).value()));
        return infos;
    }
    [[nodiscard]] std::shared_ptr<const Bytes> read(Time start) override {
        const auto place = slices_.find(start);
        return place == slices_.end() ? nullptr : std::make_shared<const Bytes>(place->second);
    }

    void arrive(const std::vector<Fix>& fixes) { open_.insert(open_.end(), fixes.begin(), fixes.end()); }
    /// Seals as the store does; answers what the core tells its followers.
    Committed seal(Time before) {
        seal_fixes(open_, before, *this,
                   [&](const TrackSlice& slice) { slices_.insert_or_assign(slice.start, pack_slice(slice)); });
        std::erase_if(open_, [&](const Fix& fix) { return is_sealed(fix, before); });
        Committed told;
        told.sealed = true;
        told.open = open_;
        return told;
    }

private:
    std::map<Time, Bytes> slices_;
    std::vector<Fix> open_;
};

}  // namespace siaga::test
