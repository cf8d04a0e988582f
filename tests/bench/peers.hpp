#pragma once
// Peers: sockets from many addresses of loopback, so that the limits of one address are what they are.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/bench/loopback.hpp"

namespace siaga::load {

using app::bench::Descriptor;

inline constexpr std::size_t kPerAddress = 16;  ///< as the listener lets in of one

/// The i-th of a group, from 127.GROUP.x.y with kPerAddress on each; it does not block afterwards. -1: nobody answers.
[[nodiscard]] Descriptor connect_as(std::uint8_t group, std::size_t i, std::uint16_t port);
/// As much as goes; false once the peer has closed.
[[nodiscard]] bool try_send(const Descriptor& socket, std::string_view bytes);

}  // namespace siaga::load
