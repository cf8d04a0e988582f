#include "data/store/verify.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/public_key_option.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

struct VerifyCommandOptions {
    explicit VerifyCommandOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::vector<std::string> against;
    std::string key;
    bool json = false;
};

std::string to_json(const VerifyReport& report) {
    JsonWriter out;
    out.begin_object().member("sound", report.sound()).member("entries", report.ledger.entries);
    out.member("root", to_hex(report.ledger.root)).member("chain", to_hex(report.ledger.chain));
    out.member("batches", report.batches).member("fixes", report.fixes).member("tips", report.tips);
    out.key("keys").begin_array();
    for (const PublicKey& key : report.keys) out.value(fingerprint(key));
    out.end_array().key("findings").begin_array();
    for (const Finding& finding : report.findings) {
        out.begin_object().member("where", finding.where).member("what", finding.what).end_object();
    }
    out.end_array().key("notes").begin_array();
    for (const std::string& note : report.notes) out.value(std::string_view(note));
    out.end_array().end_object();
    return out.take();
}

void print_text(const VerifyReport& report) {
    for (const Finding& finding : report.findings) fmt::print("{}: {}\n", finding.where, finding.what);
    fmt::print("{}: {} entries, {} batches with {} fixes, {} signed tips\n",
               report.sound() ? "sound" : "NOT SOUND; before that", report.ledger.entries, report.batches, report.fixes,
               report.tips);
    fmt::print("root {}\n", to_hex(report.ledger.root));
    for (const PublicKey& key : report.keys) fmt::print("key  {}\n", fingerprint(key));
    for (const std::string& note : report.notes) fmt::print("note: {}\n", note);
}

Exit run_verify(const VerifyCommandOptions& options) {
    VerifyOptions wanted;
    wanted.against.assign(options.against.begin(), options.against.end());
    if (!options.key.empty()) wanted.key = public_key_option("--key", options.key);
    const VerifyReport report = verify_record(options.operation.folder(), wanted);
    if (options.json) {
        fmt::print("{}\n", to_json(report));
    } else {
        print_text(report);
    }
    return report.sound() ? Exit::kDone : Exit::kCheckFailed;
}

}  // namespace

Command verify_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("verify", "whether the record is the one that was signed; changes nothing");
    auto options = std::make_shared<VerifyCommandOptions>(*app);
    app->add_option("--against", options->against, "a signed tip that was kept elsewhere; may be repeated")
        ->type_name("TIP");
    app->add_option("--key", options->key, "a public key known from elsewhere: a PEM file, or 64 hexadecimal digits")
        ->type_name("KEY");
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer(
        "Example:\n  siagactl verify --operation pilkada --against /media/usb/latest.tip\nExit codes: 0 sound, 1 not.");
    return {app, [options] { return run_verify(*options); }};
}

}  // namespace siaga::app
