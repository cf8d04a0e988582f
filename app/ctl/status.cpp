#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/json_writer.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::app {
namespace {

struct StatusOptions {
    explicit StatusOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    bool json = false;
};

std::array<std::pair<const char*, const ListenerSettings*>, 6> listeners(const Operation& operation) {
    return {{{"feed", &operation.feed},
             {"http", &operation.field},
             {"cot", &operation.cot},
             {"cot_tls", &operation.cot_tls},
             {"cot_mesh", &operation.cot_mesh},
             {"metrics", &operation.metrics}}};
}

std::string place_of(const NmeaSettings& nmea) {
    const bool udp = nmea.transport == NmeaSettings::Transport::kUdp;
    return fmt::format("{} {}:{}", udp ? "udp" : "tcp", nmea.address, nmea.port);
}

std::string place_of(const GpsdSettings& gpsd) {
    return fmt::format("{}:{}{}{}", gpsd.host, gpsd.port, gpsd.device.empty() ? "" : " ", gpsd.device);
}

/// Visits (kind, settings) of each receiver, in the order of operation.toml.
template <class Visit> void each_receiver(const Operation& operation, Visit visit) {
    for (const NmeaSettings& nmea : operation.nmea) visit("nmea", nmea);
    for (const GpsdSettings& gpsd : operation.gpsd) visit("gpsd", gpsd);
}

constexpr std::size_t kRefusalsShown = 5;  // the newest

std::span<const RefusalState> last_refusals(const Situation& now) {
    return std::span(now.refusals).last(std::min(kRefusalsShown, now.refusals.size()));
}

void print_door(const Operation& operation, const Situation& now) {
    const std::vector<net::WaitingDevice> waiting = net::read_waiting(operation.folder);
    fmt::print("devices      {} wait for siagactl device accept\n", waiting.size());
    for (const net::WaitingDevice& device : waiting) {
        fmt::print("  waiting    {} from {}, {} calls, the last at {}\n", device.id, device.address, device.count,
                   operation.zone.to_rfc3339(device.last));
    }
    fmt::print("not let in   {} entries within an hour\n", now.refusals.size());
    for (const auto& [what, time] : last_refusals(now)) {
        fmt::print("  {}  {} x {} by {} from {}{}\n", operation.zone.to_rfc3339(time), what.count, name_of(what.reason),
                   what.listener, what.address.empty() ? "many addresses" : what.address,
                   what.claimed.empty() ? "" : " as '" + what.claimed + "'");
    }
}

void write_door(JsonWriter& out, const Operation& operation, const Situation& now) {
    out.key("waiting_devices").begin_array();
    for (const net::WaitingDevice& device : net::read_waiting(operation.folder)) {
        out.begin_object().member("id", std::string_view(device.id)).member("count", device.count);
        out.member("address", std::string_view(device.address)).member("last", to_rfc3339(device.last)).end_object();
    }
    out.end_array().key("not_let_in").begin_array();
    for (const auto& [what, time] : last_refusals(now)) {
        out.begin_object().member("time", to_rfc3339(time)).member("reason", name_of(what.reason));
        out.member("listener", std::string_view(what.listener)).member("address", std::string_view(what.address));
        out.member("count", what.count).member("claimed", std::string_view(what.claimed)).end_object();
    }
    out.end_array();
}

void print_json(ReadOperation& read, const StateFigures& figures, const Situation& now) {
    JsonWriter out;
    out.begin_object().member("operation", read.operation().name).member("simulated", read.operation().simulated);
    out.member("entries", figures.ledger.entries).member("fixes", figures.fixes_stored);
    out.member("quarantined", figures.fixes_quarantined).member("units", now.units.size());
    out.member("open_alerts", now.alerts.size()).member("last_record", to_rfc3339(read.last_record()));
    for (const auto& [name, settings] : listeners(read.operation())) {
        out.key(name).begin_object().member("enabled", settings->enabled);
        out.member("address", settings->address).member("port", unsigned{settings->port}).end_object();
    }
    out.key("receivers").begin_array();
    each_receiver(read.operation(), [&](const char* kind, const auto& receiver) {
        out.begin_object().member("source", fmt::format("{}.{}", kind, receiver.name));
        out.member("unit", receiver.unit.text()).member("place", place_of(receiver)).end_object();
    });
    out.end_array();
    write_door(out, read.operation(), now);
    out.end_object();
    fmt::print("{}\n", out.text());
}

Exit run_status(const StatusOptions& options) {
    ReadOperation read(options.operation.folder());
    const StateFigures figures = read.figures();
    const auto now = read.history().situation_at(read.now());
    if (options.json) {
        print_json(read, figures, *now);
        return Exit::kDone;
    }
    const Operation& operation = read.operation();
    fmt::print("operation    {}{}\n", operation.name, operation.simulated ? "  DATA SIMULASI" : "");
    fmt::print("ledger       {} entries\n", figures.ledger.entries);
    fmt::print("tracks       {} fixes of {} units, {} records in quarantine\n", figures.fixes_stored, now->units.size(),
               figures.fixes_quarantined);
    fmt::print("last record  {}\n", operation.zone.to_rfc3339(read.last_record()));
    fmt::print("open alerts  {}\n", now->alerts.size());
    for (const auto& [name, settings] : listeners(operation)) {
        fmt::print("{:<13}{}\n", name,
                   settings->enabled
                       ? fmt::format("{}:{}{}", settings->address, settings->port, settings->tls ? " (TLS)" : "")
                       : "off in operation.toml");
    }
    each_receiver(operation, [](const char* kind, const auto& receiver) {
        fmt::print("{:<13}{}, {} of {}\n", kind, place_of(receiver), receiver.name, receiver.unit.text());
    });
    print_door(operation, *now);
    return Exit::kDone;
}

}  // namespace

Command status_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("status", "what an operation holds: entries, fixes, quarantine, alerts");
    auto options = std::make_shared<StatusOptions>(*app);
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer("Example:\n  siagactl status --operation demo");
    return {app, [options] { return run_status(*options); }};
}

}  // namespace siaga::app
