#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/parsed_name.hpp"
#include "app/ctl/phone_options.hpp"
#include "data/core/json_writer.hpp"
#include "data/store/operation.hpp"
#include "net/device_file.hpp"
#include "net/token_file.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::app {
namespace {

struct ListOptions {
    explicit ListOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    bool json = false;
};

const char* speed_text(const Device& device) {
    return device.speed_unit == SpeedUnit::kMetresPerSecond ? "m/s" : "knots";
}

void print_json(const Operation& operation, const net::DeviceDecisions& decided,
                const std::vector<net::WaitingDevice>& waiting) {
    JsonWriter out;
    out.begin_object().key("devices").begin_array();
    const auto write = [&](const Device& device, const char* from) {
        out.begin_object().member("id", std::string_view(device.id));
        out.member("unit", std::string_view(device.unit.text())).member("speed", speed_text(device));
        out.member("from", from).end_object();
    };
    for (const Device& device : operation.devices) write(device, "operation.toml");
    for (const Device& device : decided.accepted) write(device, "accepted");
    out.end_array().key("waiting").begin_array();
    for (const net::WaitingDevice& device : waiting) {
        out.begin_object().member("id", std::string_view(device.id));
        out.member("address", std::string_view(device.address)).member("count", device.count);
        out.member("first", to_rfc3339(device.first)).member("last", to_rfc3339(device.last));
        if (device.place) out.key("lat").decimal(device.place->lat_e7, 7).key("lon").decimal(device.place->lon_e7, 7);
        out.end_object();
    }
    out.end_array().key("refused").begin_array();
    for (const std::string& id : decided.refused) out.value(std::string_view(id));
    out.end_array().end_object();
    fmt::print("{}\n", out.text());
}

Exit list(const ListOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    const net::DeviceDecisions decided = net::read_devices(operation.folder);
    const std::vector<net::WaitingDevice> waiting = net::read_waiting(operation.folder);
    if (options.json) {
        print_json(operation, decided, waiting);
        return Exit::kDone;
    }
    const auto print = [](const Device& device, const char* from) {
        fmt::print("{:<24} {:<9} {:<24} {} ({})\n", device.id, "accepted", device.unit.text(), speed_text(device),
                   from);
    };
    for (const Device& device : operation.devices) print(device, "operation.toml");
    for (const Device& device : decided.accepted) print(device, "siagactl device");
    for (const net::WaitingDevice& device : waiting) {
        fmt::print("{:<24} {:<9} {} calls from {}, the last at {}{}\n", device.id, "waiting", device.count,
                   device.address, operation.zone.to_rfc3339(device.last),
                   device.place
                       ? fmt::format(", lat {:.5f} lon {:.5f}", device.place->lat_deg(), device.place->lon_deg())
                       : "");
    }
    for (const std::string& id : decided.refused) fmt::print("{:<24} refused\n", id);
    return Exit::kDone;
}

struct AcceptOptions {
    explicit AcceptOptions(CLI::App& app) : operation(app), phone(app) {}
    OperationOption operation;
    PhoneOptions phone;
    std::string id, unit;
    std::string speed = "knots";
};

std::string id_of(const std::string& text) {
    std::string id = parsed_name<SourceName>("ID", text).text();
    if (id.size() > Device::kIdMaxBytes) {
        wrong_use("ID", fmt::format("has {} characters, at most {} are taken", id.size(), Device::kIdMaxBytes));
    }
    return id;
}

void refuse_known(const Operation& operation, const std::string& id) {
    const auto known = [&](const Device& device) { return device.id == id; };
    if (std::none_of(operation.devices.begin(), operation.devices.end(), known)) return;
    wrong_use("ID", fmt::format("device '{}' is in operation.toml: change it there", id));
}

Exit accept(const AcceptOptions& options) {
    options.phone.check();
    const Operation operation = load_operation(options.operation.folder());
    Device device;
    device.id = id_of(options.id);
    device.unit = parsed_name<UnitName>("--unit", options.unit);
    if (options.speed == "m/s") device.speed_unit = SpeedUnit::kMetresPerSecond;
    refuse_known(operation, device.id);
    for (const Device& known : net::read_devices(operation.folder).accepted) {
        if (known.id == device.id) wrong_use("ID", fmt::format("device '{}' is accepted already", device.id));
    }
    const std::vector<net::WaitingDevice> waiting = net::read_waiting(operation.folder);
    const auto called = [&](const net::WaitingDevice& other) { return other.id == device.id; };
    if (std::none_of(waiting.begin(), waiting.end(), called)) {
        fmt::print(stderr, "no device '{}' has called yet: it is accepted as soon as it does\n", device.id);
    }
    // The token first: without its device it opens nothing.
    const net::Identity identity{
        .source = SourceName::literal(device.id), .role = net::Role::kField, .units = {device.unit}};
    const std::string token = net::add_token(operation.folder, identity);
    net::accept_device(operation.folder, device);
    fmt::print(stderr, "token of {} for {}: it is shown only now\n", device.id, device.unit.text());
    options.phone.show(device.id, token);
    fmt::print("{}\n", token);
    return Exit::kDone;
}

struct RefuseOptions {
    explicit RefuseOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string id;
};

Exit refuse(const RefuseOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    const std::string id = id_of(options.id);
    refuse_known(operation, id);
    net::refuse_device(operation.folder, id);
    const std::vector<net::TokenEntry> tokens = net::read_tokens(operation.folder);
    const bool has_token = std::any_of(tokens.begin(), tokens.end(), [&](const net::TokenEntry& token) {
        return token.proof == net::Proof::kToken && token.identity.source.text() == id && !token.revoked;
    });
    if (has_token) net::revoke_token(operation.folder, SourceName::literal(id), operation_clock(operation)->now());
    fmt::print("device {} is refused{}\n", id, has_token ? ", and its token revoked" : "");
    return Exit::kDone;
}

}  // namespace

Command device_list_command(CLI::App& device) {
    CLI::App* app = device.add_subcommand("list", "devices that are accepted, wait or were refused");
    auto options = std::make_shared<ListOptions>(*app);
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer("Example:\n  siagactl device list --operation pilkada");
    return {app, [options] { return list(*options); }};
}

Command device_accept_command(CLI::App& device) {
    CLI::App* app = device.add_subcommand("accept", "let a device in, without a restart; prints its token last");
    auto options = std::make_shared<AcceptOptions>(*app);
    app->add_option("id", options->id, "what it calls itself")->required()->type_name("ID");
    app->add_option("--unit", options->unit, "the unit that carries it")->required()->type_name("UNIT");
    app->add_option("--speed", options->speed, "what it measures speed in: knots (Traccar Client) or m/s")
        ->check(CLI::IsMember({"knots", "m/s"}))
        ->type_name("UNIT");
    app->footer("Example:\n  siagactl device accept hp-07 --unit RAJAWALI-07 --operation pilkada");
    return {app, [options] { return accept(*options); }};
}

Command device_refuse_command(CLI::App& device) {
    CLI::App* app = device.add_subcommand("refuse", "keep a device out: it waits no longer, and its token ends");
    auto options = std::make_shared<RefuseOptions>(*app);
    app->add_option("id", options->id, "what it calls itself")->required()->type_name("ID");
    app->footer("Example:\n  siagactl device refuse hp-99 --operation pilkada");
    return {app, [options] { return refuse(*options); }};
}

}  // namespace siaga::app
