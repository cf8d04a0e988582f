#pragma once
// A bar for somebody who waits at a terminal. In a pipe there is none.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace siaga::app {

/// "[########------------]  40 %, 4000 of 10000" without a newline. `done` beyond `total` counts as all.
[[nodiscard]] std::string progress_text(std::uint64_t done, std::uint64_t total);

class ProgressBar {
public:
    using Write = std::function<void(std::string_view)>;

    /// On standard error, when that is a terminal.
    explicit ProgressBar(std::uint64_t total);
    /// `write` may be empty: nobody watches.
    ProgressBar(std::uint64_t total, Write write) : total_(total), write_(std::move(write)) {}
    ~ProgressBar();  ///< leaves the line
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::uint64_t done);

private:
    std::uint64_t total_;
    Write write_;
    std::optional<std::uint64_t> shown_;  ///< percent: a terminal is not drawn on for less
};

}  // namespace siaga::app
