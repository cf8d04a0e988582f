#pragma once
// Seeded: random numbers that are the same on every machine and compiler: the standard fixes
// mt19937_64 but not its distributions, so these are our own, on whole numbers.

#include <cstdint>
#include <random>
#include <string_view>

namespace siaga::app {

class Seeded {
public:
    /// One stream for each purpose, so that a change in one part of the day leaves the others alone.
    Seeded(std::uint64_t seed, std::string_view purpose) : engine_(seed ^ fnv(purpose)) {}

    /// From low to high, both included; low <= high.
    [[nodiscard]] std::int32_t between(std::int32_t low, std::int32_t high) {
        const auto span = static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low + 1);
        return low + static_cast<std::int32_t>(engine_() % span);
    }
    /// From -1 to 1 in steps of 1/4096.
    [[nodiscard]] double signed_unit() { return between(-4096, 4096) / 4096.0; }

private:
    static std::uint64_t fnv(std::string_view text) {
        std::uint64_t hash = 14695981039346656037ULL;
        for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
        return hash;
    }
    std::mt19937_64 engine_;
};

}  // namespace siaga::app
