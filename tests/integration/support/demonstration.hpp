#pragma once
// The demonstration's operation, as `siagactl init --demo` makes it: made once for all tests of a build, for it takes
// a while, and again when the program or the day changed.

#include <string>

namespace siaga::test {

/// Copies it to `folder`, which is not there yet; what the program said when it made it. Throws std::runtime_error with
/// its message when it could not.
std::string copy_demonstration(const std::string& folder);

}  // namespace siaga::test
