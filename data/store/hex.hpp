#pragma once
// Hexadecimal back into bytes, strictly: lower case, the right length, nothing else. to_hex is in sha256.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace siaga {

template <std::size_t N> [[nodiscard]] std::optional<std::array<std::uint8_t, N>> from_hex(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr unsigned kHighShift = 4;
    if (text.size() != 2 * N) return std::nullopt;
    std::array<std::uint8_t, N> bytes{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = kDigits.find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        std::uint8_t& byte = bytes[i / 2];
        byte = static_cast<std::uint8_t>((std::size_t{byte} << kHighShift) | digit);
    }
    return bytes;
}

}  // namespace siaga
