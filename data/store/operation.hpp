#pragma once
// The operation folder: operation.toml and the files it names, ledger.db, tracks.db, keys/, log/.
// Nothing here says TTU; assets/ttu is only the folder that init copies by default.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/geo/areas.hpp"
#include "data/model/roster.hpp"

namespace siaga {

struct ListenerSettings {
    bool enabled = false;
    std::string address = "127.0.0.1";
    std::uint16_t port = 7117;
    bool tls = false;  ///< inside TLS, with the certificate of keys/tls
};

/// What a device means by a bare speed: Traccar Client sends knots, OsmAnd and GPSLogger metres a second.
enum class SpeedUnit : std::uint8_t { kKnots, kMetresPerSecond };

/// A phone or tracker that names itself, and the unit that carries it. A unit may have several.
struct Device {
    static constexpr std::size_t kIdMaxBytes = 48;
    std::string id;  ///< a valid name of at most kIdMaxBytes
    UnitName unit;
    SpeedUnit speed_unit = SpeedUnit::kKnots;
    friend bool operator==(const Device&, const Device&) = default;
};

/// Where phones come in over HTTP.
struct FieldListenerSettings : ListenerSettings {
    FieldListenerSettings() { port = 5055; }
    bool device_id_alone = false;  ///< an id without a token is let in; only on a loopback address
};

/// A receiver that sends NMEA 0183 to a port of its own: the wire has no device id, so the port says whose it is.
struct NmeaSettings : ListenerSettings {
    enum class Transport : std::uint8_t { kTcp, kUdp };
    NmeaSettings() { port = 10110; }  // IANA: nmea-0183
    std::string name;                 ///< a valid name of at most Device::kIdMaxBytes; the source is "nmea.NAME"
    UnitName unit;
    Transport transport = Transport::kTcp;
    std::string from;  ///< the only address that is heard; "" for any, only on a loopback address
};

/// A receiver behind a gpsd that the core connects to.
struct GpsdSettings {
    std::string name;  ///< as NmeaSettings::name; the source is "gpsd.NAME"
    UnitName unit;
    std::string host = "127.0.0.1";
    std::uint16_t port = 2947;
    std::string device;  ///< "/dev/ttyUSB0", of a daemon that has several; "" for the first that has a fix
};

/// Where TAK clients of a mesh send datagrams. Nothing proves who speaks.
struct CotMeshSettings : ListenerSettings {
    CotMeshSettings() { port = 6969; }
    std::string from;  ///< as NmeaSettings::from
    std::string
        group;  ///< "239.2.3.1": what is sent to it on the interface of `address` is heard; "": what is sent here
};

/// A name on the water, for the eye only.
struct SeaName {
    std::string name;
    LonLat place;
};

/// operation.toml and the files it names, loaded and checked.
struct Operation {
    std::filesystem::path folder;
    std::string name;    ///< "Operasi Mantap Praja Turangga 2024"
    std::string region;  ///< "Kab. Timor Tengah Utara"
    Zone zone;
    bool simulated = false;
    Time day_start, day_end;  ///< as operation.toml names it; see day_of()
    std::vector<Area> areas;  ///< districts, in the order of Roster::districts
    std::vector<Area> context;
    std::vector<SeaName> seas;
    std::shared_ptr<const Roster> roster;
    ListenerSettings feed;
    FieldListenerSettings field;
    ListenerSettings metrics;
    ListenerSettings cot;         ///< TAK clients, plain: of loopback only
    ListenerSettings cot_tls;     ///< TAK clients with a certificate
    CotMeshSettings cot_mesh;     ///< TAK clients, by datagrams
    std::vector<Device> devices;  ///< each id once
    std::vector<NmeaSettings> nmea;
    std::vector<GpsdSettings> gpsd;
};

/// A day of an operation: its first and its last instant.
struct OperationDay {
    Time start, end;
    friend bool operator==(const OperationDay&, const OperationDay&) = default;
};

/// The day that holds `t`. A simulated operation has the one that operation.toml names; any other has its hours on
/// every date, and once `now` has come beyond them the night too, until the next day starts. Several dates that
/// operation.toml names as one are one day.
[[nodiscard]] OperationDay day_of(const Operation& operation, Time t, Time now);

struct InitOptions {
    std::filesystem::path from;                  ///< template folder, assets/ttu by default
    std::optional<std::filesystem::path> areas;  ///< official boundaries instead of the template's
    bool simulated = false;
};

/// Throws Fault naming file, line or feature, reason and the way out.
[[nodiscard]] Operation load_operation(const std::filesystem::path& folder);

/// Makes the folder with both databases at version 1 and the first ledger entry. The folder appears
/// whole or not at all. Throws Fault when it exists and is not empty, or cannot be written.
void init_operation(const std::filesystem::path& folder, const InitOptions& options, Time now);

/// $XDG_DATA_HOME/siaga, else ~/.local/share/siaga.
[[nodiscard]] std::filesystem::path default_operations_folder();

}  // namespace siaga
