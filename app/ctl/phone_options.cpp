#include "app/ctl/phone_options.hpp"

#include <fmt/format.h>

#include "app/common/qr_code.hpp"
#include "net/key_folder.hpp"
#include "net/phone_links.hpp"

namespace siaga::app {

PhoneOptions::PhoneOptions(CLI::App& app) {
    auto* app_name = app.add_option("--phone", phone, "show a QR code that sets up this app: traccar or owntracks")
                         ->check(CLI::IsMember({"traccar", "owntracks"}))
                         ->type_name("APP");
    auto* where = app.add_option("--server", server, "the listener's address as the phone reaches it")
                      ->type_name("http://HOST:5055")
                      ->needs(app_name);
    app_name->needs(where);
    app.add_option("--png", png, "write the QR code as a picture too; it holds the token")
        ->type_name("FILE.png")
        ->needs(app_name);
}

void PhoneOptions::check() const {
    if (phone.empty()) return;
    if (const auto problem = net::not_a_server(server)) wrong_use("--server", problem->detail);
}

void PhoneOptions::show(const std::string& id, const std::string& token) const {
    if (phone.empty()) return;
    const net::PhoneLogin login{server, id, token};
    const std::string link = phone == "traccar" ? net::traccar_link(login) : net::owntracks_link(login);
    const QrCode code(link);
    fmt::print(stderr, "{}{}\n", code.terminal_text(), link);
    if (png.empty()) return;
    net::replace_private_file(png, code.png());
    fmt::print(stderr, "{} holds the token: show it to that phone, then delete it\n", png);
}

}  // namespace siaga::app
