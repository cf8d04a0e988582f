#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/json_writer.hpp"
#include "data/core/name.hpp"
#include "net/status_socket.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::app {
namespace {

struct StatusOptions {
    explicit StatusOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    bool json = false;
    unsigned quarantined = 5;
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
constexpr std::size_t kWhole = std::string::npos;

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

void write_settings(JsonWriter& out, const Operation& operation) {
    for (const auto& [name, settings] : listeners(operation)) {
        out.key(name).begin_object().member("enabled", settings->enabled);
        out.member("address", settings->address).member("port", unsigned{settings->port}).end_object();
    }
    out.key("receivers").begin_array();
    each_receiver(operation, [&](const char* kind, const auto& receiver) {
        out.begin_object().member("source", fmt::format("{}.{}", kind, receiver.name));
        out.member("unit", receiver.unit.text()).member("place", place_of(receiver)).end_object();
    });
    out.end_array();
}

void write_quarantine(JsonWriter& out, const std::vector<QuarantinedRecord>& newest) {
    out.key("quarantine").begin_array();
    for (const QuarantinedRecord& record : newest) {
        out.begin_object().member("received", to_rfc3339(record.received)).member("source", record.source);
        out.member("seq", record.seq).member("reasons", record.reasons).member("raw", printable(record.raw, kWhole));
        out.end_object();
    }
    out.end_array();
}

void print_json(ReadOperation& read, const StatusOptions& options, const Situation& now,
                const std::optional<net::CoreStatus>& core) {
    const StateFigures figures = read.figures();
    JsonWriter out;
    out.begin_object().member("operation", read.operation().name).member("simulated", read.operation().simulated);
    out.member("entries", figures.ledger.entries).member("fixes", figures.fixes_stored);
    out.member("quarantined", figures.fixes_quarantined).member("units", now.units.size());
    out.member("open_alerts", now.alerts.size()).member("last_record", to_rfc3339(read.last_record()));
    write_settings(out, read.operation());
    out.key("core");
    core ? out.raw(net::to_json(*core)) : out.null();
    write_door(out, read.operation(), now);
    write_quarantine(out, read.last_quarantined(options.quarantined));
    out.end_object();
    fmt::print("{}\n", out.text());
}

/// As operation.toml names them: no core runs.
void print_settings(const Operation& operation) {
    fmt::print("core         does not run on this machine; what operation.toml names:\n");
    for (const auto& [name, settings] : listeners(operation)) {
        fmt::print("{:<13}{}\n", name,
                   settings->enabled
                       ? fmt::format("{}:{}{}", settings->address, settings->port, settings->tls ? " (TLS)" : "")
                       : "off in operation.toml");
    }
    each_receiver(operation, [](const char* kind, const auto& receiver) {
        fmt::print("{:<13}{}, {} of {}\n", kind, place_of(receiver), receiver.name, receiver.unit.text());
    });
}

void print_session(const net::SessionFigures& session) {
    fmt::print(
        "  {:<10}{:<24}{:<10}{:<22}{} messages, {} within a minute, the last {} s ago{}\n", session.listener,
        session.who.empty() ? "(has not said who)" : printable(session.who), session.role, printable(session.address),
        session.messages, session.last_minute, session.heard.count(),
        session.refused > 0 ? fmt::format(", {} refused, the last {}", session.refused, session.last_refusal) : "");
}

void print_core(const net::CoreStatus& core) {
    fmt::print("core         runs; {} of {} bytes wait to be committed\n", core.queued, core.queue_room);
    if (!core.storage_problem.empty()) fmt::print("recording    NO: {}\n", printable(core.storage_problem, kWhole));
    for (const net::ListenerFigures& listener : core.listeners) {
        if (listener.place.empty()) {
            fmt::print("{:<13}off\n", listener.name);
            continue;
        }
        fmt::print("{:<13}{}: {} sessions, {} since the start; {} messages, {:.0f} a second\n", listener.name,
                   listener.place, listener.sessions, listener.accepted, listener.taken, listener.per_second);
        for (const auto& [code, count] : listener.refused) fmt::print("  refused    {} x {}\n", count, code);
    }
    fmt::print("sessions     {}\n", core.sessions.size());
    for (const net::SessionFigures& session : core.sessions) print_session(session);
}

void print_quarantine(const Operation& operation, std::uint64_t total, const std::vector<QuarantinedRecord>& newest) {
    fmt::print("quarantine   {} records{}\n", total, newest.empty() ? "" : ", the newest first");
    for (const QuarantinedRecord& record : newest) {
        fmt::print("  {}  {}, {}: {}\n    {}\n", operation.zone.to_rfc3339(record.received), record.source, record.seq,
                   printable(record.reasons, kWhole), printable(record.raw, kWhole));
    }
}

Exit run_status(const StatusOptions& options) {
    ReadOperation read(options.operation.folder());
    const std::optional<net::CoreStatus> core = net::ask_core(options.operation.folder());
    const auto now = read.history().situation_at(read.now());
    if (options.json) {
        print_json(read, options, *now, core);
        return Exit::kDone;
    }
    const StateFigures figures = read.figures();
    const Operation& operation = read.operation();
    fmt::print("operation    {}{}\n", operation.name, operation.simulated ? "  DATA SIMULASI" : "");
    fmt::print("ledger       {} entries\n", figures.ledger.entries);
    fmt::print("tracks       {} fixes of {} units\n", figures.fixes_stored, now->units.size());
    fmt::print("last record  {}\n", operation.zone.to_rfc3339(read.last_record()));
    fmt::print("open alerts  {}\n", now->alerts.size());
    if (core) {
        print_core(*core);
    } else {
        print_settings(operation);
    }
    print_door(operation, *now);
    print_quarantine(operation, figures.fixes_quarantined, read.last_quarantined(options.quarantined));
    return Exit::kDone;
}

}  // namespace

Command status_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand(
        "status", "how an operation and its core are: records, listeners, sessions, refusals, quarantine");
    auto options = std::make_shared<StatusOptions>(*app);
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->add_option("--quarantine", options->quarantined, "how many of the newest refused records are shown")
        ->type_name("N");
    app->footer("Example:\n  siagactl status --operation demo");
    return {app, [options] { return run_status(*options); }};
}

}  // namespace siaga::app
