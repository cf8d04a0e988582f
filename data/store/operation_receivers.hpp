#pragma once
// What operation.toml says of an address and of receivers: [[listener.nmea]] and [[gpsd]].

#include <string>
#include <vector>

#include "data/store/operation.hpp"
#include "data/store/toml_table.hpp"

namespace siaga {

/// Of this machine only: 127.0.0.0/8, ::1. A name is none.
[[nodiscard]] bool is_loopback(const std::string& address);

/// `address` and `port`, for every kind of listener; it is on then.
void read_listener(TomlTable& table, ListenerSettings& settings);

// Each throws Fault at the value that is wrong. `before`: those of the same kind so far, whose names are taken.

/// Refused: an address beyond loopback without `from`, since the wire proves nothing.
[[nodiscard]] CotMeshSettings read_cot_mesh(TomlTable& table);
[[nodiscard]] NmeaSettings read_nmea(TomlTable& table, const std::vector<NmeaSettings>& before);
/// Refused: two of one daemon for the same device.
[[nodiscard]] GpsdSettings read_gpsd(TomlTable& table, const std::vector<GpsdSettings>& before);

}  // namespace siaga
