#include "data/store/operation_receivers.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

#include "data/core/name.hpp"

namespace siaga {
namespace {

constexpr std::int64_t kMaxPort = std::numeric_limits<std::uint16_t>::max();
constexpr std::size_t kHostMaxBytes = 253;  // RFC 1035
constexpr std::size_t kPathMaxBytes = 255;

bool is_address(const std::string& text) {
    in6_addr any{};
    return ::inet_pton(AF_INET, text.c_str(), &any) == 1 || ::inet_pton(AF_INET6, text.c_str(), &any) == 1;
}

template <class Settings> std::string own_name(TomlTable& table, const std::vector<Settings>& before) {
    std::string name = table.text("name");
    if (!valid_name(name) || name.size() > Device::kIdMaxBytes) {
        table.refuse("name", fmt::format("'{}' is not 1 to {} of letters, digits, . _ - and space", printable(name),
                                         Device::kIdMaxBytes));
    }
    if (std::any_of(before.begin(), before.end(), [&](const Settings& other) { return other.name == name; })) {
        table.refuse("name", fmt::format("'{}' is there twice", name));
    }
    return name;
}

UnitName unit_in(TomlTable& table) {
    const Result<UnitName> unit = UnitName::parse(table.text("unit"));
    if (!unit) table.refuse("unit", unit.problem().detail);
    return *unit;
}

/// The only address that is heard. Beyond loopback there must be one: whoever reaches the listener could `harm`.
std::string read_from(TomlTable& table, const ListenerSettings& settings, const std::string& harm) {
    std::optional<std::string> from = table.text_if_there("from");
    if (from) {
        if (!is_address(*from)) table.refuse("from", fmt::format("'{}' is no IP address", printable(*from)));
        return *std::move(from);
    }
    if (!is_loopback(settings.address)) {
        table.refuse("address",
                     fmt::format("whoever reaches {} could {}; name the sender's address in 'from', or listen "
                                 "on a loopback address",
                                 printable(settings.address), harm));
    }
    return {};
}

/// Nothing of it may break a line of the log or a request.
bool plain(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

bool is_loopback(const std::string& address) {
    in_addr four{};
    in6_addr six{};
    constexpr int kNetBits = 24;
    if (::inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> kNetBits == IN_LOOPBACKNET;
    return ::inet_pton(AF_INET6, address.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

void read_listener(TomlTable& table, ListenerSettings& settings) {
    settings.enabled = true;
    if (auto address = table.text_if_there("address")) settings.address = std::move(*address);
    if (const auto port = table.whole_if_there("port", 0, kMaxPort)) settings.port = static_cast<std::uint16_t>(*port);
}

CotMeshSettings read_cot_mesh(TomlTable& table) {
    CotMeshSettings mesh;
    read_listener(table, mesh);
    mesh.from = read_from(table, mesh, "speak for every device");
    if (auto group = table.text_if_there("group")) {
        constexpr std::uint32_t kMulticastBits = 28, kMulticast = 0xE;
        in_addr four{};
        const bool valid =
            ::inet_pton(AF_INET, group->c_str(), &four) == 1 && ntohl(four.s_addr) >> kMulticastBits == kMulticast;
        if (!valid) table.refuse("group", fmt::format("'{}' is no multicast address of IPv4", printable(*group)));
        mesh.group = std::move(*group);
    }
    table.warn_of_unknown_keys();
    return mesh;
}

NmeaSettings read_nmea(TomlTable& table, const std::vector<NmeaSettings>& before) {
    NmeaSettings nmea;
    nmea.name = own_name(table, before);
    nmea.unit = unit_in(table);
    read_listener(table, nmea);
    const std::string transport = table.text_if_there("transport").value_or("tcp");
    if (transport != "tcp" && transport != "udp") table.refuse("transport", R"(expected is "tcp" or "udp")");
    nmea.transport = transport == "tcp" ? NmeaSettings::Transport::kTcp : NmeaSettings::Transport::kUdp;
    nmea.from = read_from(table, nmea, "move " + nmea.unit.text());
    table.warn_of_unknown_keys();
    return nmea;
}

GpsdSettings read_gpsd(TomlTable& table, const std::vector<GpsdSettings>& before) {
    GpsdSettings gpsd;
    gpsd.name = own_name(table, before);
    gpsd.unit = unit_in(table);
    if (auto host = table.text_if_there("host")) gpsd.host = std::move(*host);
    if (!plain(gpsd.host, kHostMaxBytes)) table.refuse("host", "expected is an address or the name of a machine");
    if (const auto port = table.whole_if_there("port", 1, kMaxPort)) gpsd.port = static_cast<std::uint16_t>(*port);
    if (auto device = table.text_if_there("device")) {
        if (!plain(*device, kPathMaxBytes)) table.refuse("device", "expected is a path as gpsd says it");
        gpsd.device = std::move(*device);
    }
    const auto same = [&](const GpsdSettings& other) {
        return other.host == gpsd.host && other.port == gpsd.port && other.device == gpsd.device;
    };
    if (std::any_of(before.begin(), before.end(), same)) {
        table.refuse("name",
                     fmt::format("'{}' would hear the same receiver as one before; give each its 'device'", gpsd.name));
    }
    table.warn_of_unknown_keys();
    return gpsd;
}

}  // namespace siaga
