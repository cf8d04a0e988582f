#include "net/listening.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/multicast.hpp>

#include <string_view>

#include "data/core/fault.hpp"

namespace siaga::net {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;
using boost::system::error_code;

namespace {

[[noreturn]] void fail(const std::string& name, const ListenerSettings& settings, const error_code& error,
                       std::string_view way_out) {
    const std::string table = name.substr(0, name.find(' '));
    throw Fault(fmt::format("{} listener {}:{}: {}: {} [listener.{}] in operation.toml", name, settings.address,
                            settings.port, error.message(), way_out, table));
}

ip::address address_of(const std::string& name, const ListenerSettings& settings) {
    error_code error;
    ip::address address = ip::make_address(settings.address, error);
    if (error) fail(name, settings, error, "give an address of this machine in");
    return address;
}

constexpr std::string_view kTaken = "stop the program that holds it, or change address and port in";

}  // namespace

ip::tcp::acceptor listening(asio::io_context& io, const std::string& name, const ListenerSettings& settings) {
    const ip::tcp::endpoint endpoint(address_of(name, settings), settings.port);
    ip::tcp::acceptor acceptor(io);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(ip::tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) fail(name, settings, error, kTaken);
    return acceptor;
}

ip::udp::socket bound(asio::io_context& io, const std::string& name, const ListenerSettings& settings) {
    const ip::udp::endpoint endpoint(address_of(name, settings), settings.port);
    ip::udp::socket socket(io);
    error_code error;
    socket.open(endpoint.protocol(), error);
    if (!error) socket.bind(endpoint, error);
    if (error) fail(name, settings, error, kTaken);
    return socket;
}

void join_group(ip::udp::socket& socket, const std::string& name, const ListenerSettings& settings,
                const std::string& group) {
    error_code error;
    const ip::address interface = address_of(name, settings);
    const ip::address joined = ip::make_address(group, error);
    if (!error && interface.is_v4() && joined.is_v4()) {
        socket.set_option(ip::multicast::join_group(joined.to_v4(), interface.to_v4()), error);
    } else if (!error) {
        error = asio::error::address_family_not_supported;
    }
    if (error) fail(name, settings, error, "give the address of the interface where the group is heard in");
}

bool is_from(const ip::address& peer, const std::string& from) {
    if (from.empty()) return true;
    error_code error;
    const auto plain = [](const ip::address& any) {
        return any.is_v6() && any.to_v6().is_v4_mapped() ? ip::address(ip::make_address_v4(ip::v4_mapped, any.to_v6()))
                                                         : any;
    };
    const ip::address wanted = ip::make_address(from, error);
    return !error && plain(peer) == plain(wanted);
}

}  // namespace siaga::net
