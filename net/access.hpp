#pragma once
// Access: everything that decides who may come in, of one operation and for all its listeners; and the core's witness
// of it: sign-ins, refusals and changed keys become entries of the ledger.

#include <filesystem>

#include "data/core/clock.hpp"
#include "data/ingest/witness.hpp"
#include "net/device_book.hpp"
#include "net/door.hpp"
#include "net/token_file.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::net {

/// What a listener asks; all outlive it.
struct Gate {
    Auth& auth;
    Door& door;
    DeviceBook& devices;
    WaitingDevices& waiting;
    const std::filesystem::path* folder = nullptr;  ///< of the operation: what speaks TLS takes its certificate there
};

class Access final : public Witness {
public:
    /// Throws Fault when a file of keys/ cannot be read. `clock` outlives it.
    Access(const Operation& operation, const Clock& clock)
        : folder_(operation.folder),
          tokens_(operation.folder, clock),
          devices_(operation.devices, operation.folder),
          waiting_(operation.folder) {}

    [[nodiscard]] Gate gate() { return {tokens_, door_, devices_, waiting_, &folder_}; }
    [[nodiscard]] const Door& door() const { return door_; }
    [[nodiscard]] const WaitingDevices& waiting() const { return waiting_; }

    void look(const Situation& live, bool ending, std::vector<Event>& out) override;

private:
    std::filesystem::path folder_;
    TokenFile tokens_;
    DeviceBook devices_;
    WaitingDevices waiting_;
    Door door_;
};

}  // namespace siaga::net
