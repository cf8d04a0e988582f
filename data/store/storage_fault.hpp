#pragma once
// StorageFault: a database could not be read or written. Its kind decides what happens next: a full
// disk is waited for, anything else ends recording until a restart.

#include <cstdint>
#include <string>

#include "data/core/fault.hpp"

namespace siaga {

enum class StorageTrouble : std::uint8_t {
    kFull,      ///< no room: rolled back, later commits may succeed
    kReadOnly,  ///< the file or file system refuses writing
    kIo,        ///< a read, write or sync failed; a failed sync is never tried again
    kCorrupt,   ///< what was read is not what was written: the message names file, record and reason
    kNoMemory,  ///< not enough memory; rolled back, and recording ends until a restart
    kClosed,    ///< an earlier fault, or close(), ended this store
};

class StorageFault : public Fault {
public:
    StorageFault(StorageTrouble trouble, const std::string& message) : Fault(message), trouble_(trouble) {}
    [[nodiscard]] StorageTrouble trouble() const { return trouble_; }
    [[nodiscard]] bool full() const { return trouble_ == StorageTrouble::kFull; }

private:
    StorageTrouble trouble_;
};

}  // namespace siaga
