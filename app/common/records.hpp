#pragma once
// RecordsFollower: the records of an operation folder as Committed portions, read beside whoever writes them.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "data/situation/history.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app {

class RecordsFollower {
public:
    /// Throws Fault as StoreReader does.
    explicit RecordsFollower(const std::filesystem::path& operation_folder);

    /// All that was committed since the last call; the first call gives everything but the sealed fixes,
    /// which reader().slices() reads. Null when nothing is new. Throws StorageFault naming the first bad record.
    [[nodiscard]] std::shared_ptr<const Committed> take();

    [[nodiscard]] const StoreReader& reader() const { return reader_; }

private:
    StoreReader reader_;
    std::uint64_t next_entry_ = 0;
    std::uint64_t next_batch_ = 0;
    std::optional<std::uint64_t> first_batch_;
    std::size_t units_known_ = 0;
};

}  // namespace siaga::app
