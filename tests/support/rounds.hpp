#pragma once
// How many rounds a test with a long form runs.

#include <cstdlib>
#include <string>

namespace siaga::test {

/// `few` in the short form, `many` with SIAGA_LONG; SIAGA_LONG_ROUNDS=N replaces the number of the long form.
[[nodiscard]] inline int rounds(int few, int many) {
    if (std::getenv("SIAGA_LONG") == nullptr) return few;
    const char* named = std::getenv("SIAGA_LONG_ROUNDS");
    return named != nullptr ? std::stoi(named) : many;
}

}  // namespace siaga::test
