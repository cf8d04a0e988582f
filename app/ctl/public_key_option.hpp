#pragma once
// A public key as an option takes it.

#include <filesystem>
#include <string>

#include "app/common/command_line.hpp"
#include "data/store/files.hpp"
#include "data/store/signing.hpp"

namespace siaga::app {

/// `value`: 64 hexadecimal digits, or the PEM file of an Ed25519 public key. Wrong use names `option`.
[[nodiscard]] inline PublicKey public_key_option(const std::string& option, const std::string& value) {
    constexpr std::size_t kMaxKeyBytes = 4096;
    if (const auto key = public_key_from(value)) return *key;
    if (!std::filesystem::exists(value)) wrong_use(option, "is no key, and there is no such file: " + value);
    const auto key = public_key_from(read_whole_file(value, kMaxKeyBytes));
    if (!key) wrong_use(option, value + " holds no Ed25519 public key (PEM, as keys/ledger.pub)");
    return *key;
}

}  // namespace siaga::app
