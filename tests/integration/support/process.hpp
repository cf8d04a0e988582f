#pragma once
// A program of ours, run as its user would: own process, pipes for its three streams, no shell.
// Every wait ends with what is waited for or with a deadline, never with a sleep.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace siaga::test {

using Patience = std::chrono::milliseconds;
/// Long enough for a sanitizer on a busy machine; reached only when something is wrong.
inline constexpr Patience kPatience = std::chrono::seconds(240);

struct Outcome {
    int exit = -1;  ///< the exit code; 128 + n when signal n ended it; -1 when it did not end in time
    std::string out, err;
};

struct Surroundings {
    std::vector<std::pair<std::string, std::string>> environment = {};  ///< added to this process's own
    std::string folder = {};                                            ///< to start in; "" for here
    bool as_nobody = false;                                             ///< give up root first
};

class Process {
public:
    explicit Process(const std::vector<std::string>& command, const Surroundings& surroundings = {});
    ~Process();  ///< kills what still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// The next line of its standard output, without the newline; nothing at its end or after `patience`.
    [[nodiscard]] std::optional<std::string> out_line(Patience patience = kPatience);
    void type(std::string_view text);
    void close_input();
    void signal(int number) const;
    /// Reads both streams to their end and waits for the process.
    [[nodiscard]] Outcome finish(Patience patience = kPatience);

private:
    using Instant = std::chrono::steady_clock::time_point;
    bool read_some(Instant deadline);
    [[nodiscard]] int reap(Instant deadline);

    int pid_ = -1;
    int in_ = -1, out_ = -1, err_ = -1;
    std::string out_text_, err_text_;
    std::size_t out_read_ = 0;  ///< of out_text_, given by out_line
};

[[nodiscard]] Outcome run(const std::vector<std::string>& command, const Surroundings& surroundings = {});
/// build/.../bin/siagactl with these arguments.
[[nodiscard]] std::vector<std::string> siagactl(std::vector<std::string> arguments);
[[nodiscard]] Outcome run_siagactl(std::vector<std::string> arguments, const Surroundings& surroundings = {});

/// Milliseconds left until `deadline`, for poll(2); 0 when it has passed.
[[nodiscard]] int poll_ms(std::chrono::steady_clock::time_point deadline);

}  // namespace siaga::test
