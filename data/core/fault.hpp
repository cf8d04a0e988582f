#pragma once
// Fault: a start-up or storage failure, thrown by constructors and caught once at each thread's
// root, where it becomes an exit code or a banner.

#include <stdexcept>
#include <string>

namespace siaga {

/// The exit codes of both programs.
enum class Exit : int {
    kDone = 0,
    kCheckFailed = 1,  ///< a check found something wrong
    kUsage = 2,        ///< wrong use: the message names the option and what it takes
    kEnvironment = 3,  ///< file, port, display: the message names what is in the way and the way out
};

/// `what()` is one line: what is in the way, then the way out.
class Fault : public std::runtime_error {
public:
    explicit Fault(const std::string& message, Exit exit = Exit::kEnvironment)
        : std::runtime_error(message), exit_(exit) {}
    [[nodiscard]] Exit exit() const { return exit_; }

private:
    Exit exit_;
};

}  // namespace siaga
