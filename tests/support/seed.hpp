#pragma once
// Where the chance of a test begins; the test prints it.

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace siaga::test {

/// SIAGA_SEED where it is set.
[[nodiscard]] inline std::uint64_t chosen_seed() {
    const char* named = std::getenv("SIAGA_SEED");
    return named != nullptr ? std::stoull(named) : std::random_device{}();
}

}  // namespace siaga::test
