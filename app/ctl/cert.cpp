#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/common/connect_target.hpp"
#include "app/common/read_operation.hpp"
#include "app/common/tak_package.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/identity_options.hpp"
#include "data/core/clock.hpp"
#include "data/store/operation.hpp"
#include "data/store/sha256.hpp"
#include "net/certificates.hpp"
#include "net/key_folder.hpp"
#include "net/tls_folder.hpp"
#include "net/token_file.hpp"

namespace siaga::app {
namespace {

namespace fs = std::filesystem;

struct AuthorityOptions {
    explicit AuthorityOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::vector<std::string> names;
};

Exit init(const AuthorityOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    std::vector<std::string> names = options.names;
    for (const char* here : {"localhost", "127.0.0.1", "::1"}) {
        if (std::find(names.begin(), names.end(), here) == names.end()) names.emplace_back(here);
    }
    const bool fresh = net::init_certificates(operation.folder, names, SystemClock().now());
    fmt::print("{}\n", fresh ? "the authority is made" : "the authority stays: what it signed goes on holding");
    fmt::print("the listeners' certificate is for {}; a running core takes it at its next start\n",
               fmt::join(names, ", "));
    fmt::print("hand out {}; keep {} to yourself\n", net::TlsFolder(operation.folder).authority().string(),
               net::TlsFolder(operation.folder).authority_key().string());
    return Exit::kDone;
}

struct IssueOptions {
    explicit IssueOptions(CLI::App& app) : identity(app) {}
    IdentityOptions identity;
    std::string out, server;
};

/// HOST or HOST:PORT, of the listener of TAK clients.
ConnectTarget tak_server(const std::string& text, const Operation& operation) {
    if (std::count(text.begin(), text.end(), ':') == 1) return parse_connect("--server", text);
    return {text, operation.cot_tls.port};
}

void write_package(const fs::path& file, const ConnectTarget& server, const Operation& operation,
                   const net::IssuedCertificate& issued, const std::string& password, Time now) {
    TakPackage package;
    package.name = operation.name;
    package.host = server.host;
    package.port = server.port;
    package.client_p12 = issued.own.pkcs12(password, issued.authority);
    package.authority_p12 = issued.authority.trusted_pkcs12(password);
    package.password = password;
    package.uid = "siaga-" + to_hex(issued.own.sha256());
    write_tak_package(file, package, now);
}

void make_new_folder(const fs::path& folder) {
    std::error_code error;
    if (!fs::create_directory(folder, error)) {
        throw Fault(fmt::format("{}: {}: give --out a folder that is not there yet", folder.string(),
                                error ? error.message() : "it exists"));
    }
    fs::permissions(folder, fs::perms::owner_all, error);
}

Exit issue(const IssueOptions& options) {
    const Operation operation = load_operation(options.identity.operation.folder());
    net::Identity identity = options.identity.identity(operation);
    const Time now = operation_clock(operation)->now();
    constexpr Millis kLasts = std::chrono::days(90);
    if (!identity.expires) identity.expires = now + kLasts;
    const net::IssuedCertificate issued =
        net::issue_certificate(operation.folder, identity.source.text(), SystemClock().now(), *identity.expires - now);
    const fs::path folder = options.out;
    const std::optional<ConnectTarget> server =
        options.server.empty() ? std::nullopt : std::optional(tak_server(options.server, operation));
    make_new_folder(folder);
    net::replace_private_file(folder / "client.key", issued.own.key_pem());
    net::replace_private_file(folder / "client.pem", issued.own.certificate_pem());
    net::replace_private_file(folder / "ca.pem", issued.authority.certificate_pem());
    const std::string password = net::random_password();
    net::replace_private_file(folder / "client.p12", issued.own.pkcs12(password, issued.authority));
    net::replace_private_file(folder / "ca.p12", issued.authority.trusted_pkcs12(password));
    if (server) write_package(folder / "tak.zip", *server, operation, issued, password, SystemClock().now());
    net::add_certificate(operation.folder, identity, issued.own.sha256());  // last: only now it opens anything
    fmt::print(stderr,
               "certificate of {} ({}), until {}, in {}: client.pem, client.key, ca.pem; for phones client.p12 and "
               "ca.p12, whose password is shown only now\n",
               identity.source.text(), name_of(identity.role), operation.zone.to_rfc3339(*identity.expires),
               folder.string());
    fmt::print("{}\n", password);
    return Exit::kDone;
}

Exit revoke_certificate(const RevokeOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    net::revoke_certificate(operation.folder, options.name(), operation_clock(operation)->now());
    fmt::print("the certificate of {} is revoked: a running core ends its sessions now\n", options.source);
    return Exit::kDone;
}

}  // namespace

Command cert_init_command(CLI::App& cert) {
    CLI::App* app = cert.add_subcommand("init", "make the operation's own authority and the listeners' certificate");
    auto options = std::make_shared<AuthorityOptions>(*app);
    app->add_option("--name", options->names,
                    "names and addresses under which clients reach this machine; it is always localhost as well")
        ->required()
        ->delimiter(',')
        ->type_name("HOST,...");
    app->footer("Example:\n  siagactl cert init --operation pilkada --name posko.example,10.8.0.1");
    return {app, [options] { return init(*options); }};
}

Command cert_issue_command(CLI::App& cert) {
    CLI::App* app = cert.add_subcommand(
        "issue", "a client certificate that lets a source come in; prints the password of its .p12 files");
    auto options = std::make_shared<IssueOptions>(*app);
    app->add_option("--out", options->out,
                    "a new folder for client.pem, client.key, ca.pem, and client.p12 and ca.p12 for phones")
        ->required()
        ->type_name("FOLDER");
    app->add_option("--server", options->server,
                    "write tak.zip too, a data package with which ATAK connects to this address; it holds the key")
        ->type_name("HOST[:8089]");
    app->footer(
        "Without --for and --expires it lasts 90 days.\nExample:\n  siagactl cert issue --operation pilkada --source "
        "hp-04 --role field --units RAJAWALI-04 --for 30d "
        "--out hp-04");
    return {app, [options] { return issue(*options); }};
}

Command cert_list_command(CLI::App& cert) {
    CLI::App* app = cert.add_subcommand("list", "whose certificates let them in: source, role, state, end, units");
    auto options = std::make_shared<LetInListOptions>(*app);
    app->footer("Example:\n  siagactl cert list --operation pilkada");
    return {app, [options] {
                print_let_in(load_operation(options->operation.folder()), net::Proof::kCertificate, options->json);
                return Exit::kDone;
            }};
}

Command cert_revoke_command(CLI::App& cert) {
    CLI::App* app = cert.add_subcommand("revoke", "end the certificate of a source, at once and for good");
    auto options = std::make_shared<RevokeOptions>(*app, "whose certificate");
    app->footer("Example:\n  siagactl cert revoke --operation pilkada --source hp-04");
    return {app, [options] { return revoke_certificate(*options); }};
}

}  // namespace siaga::app
