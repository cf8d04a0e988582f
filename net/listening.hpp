#pragma once
// The socket of a listener, opened as operation.toml names it.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include <string>

#include "data/store/operation.hpp"

namespace siaga::net {

/// `name`: its table in operation.toml, "feed" for [listener.feed], "nmea NAME" for the [[listener.nmea]] of that name.
/// Throws Fault naming it, the address, the port and the way out.
[[nodiscard]] boost::asio::ip::tcp::acceptor listening(boost::asio::io_context& io, const std::string& name,
                                                       const ListenerSettings& settings);

/// The same for datagrams.
[[nodiscard]] boost::asio::ip::udp::socket bound(boost::asio::io_context& io, const std::string& name,
                                                 const ListenerSettings& settings);

/// Hears what is sent to `group` on the interface that has the address of `settings`. Throws Fault as above.
void join_group(boost::asio::ip::udp::socket& socket, const std::string& name, const ListenerSettings& settings,
                const std::string& group);

/// Whether `peer` is the address `from`; "" is any. An IPv4 address may come inside one of IPv6.
[[nodiscard]] bool is_from(const boost::asio::ip::address& peer, const std::string& from);

}  // namespace siaga::net
