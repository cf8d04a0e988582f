#include "app/common/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace siaga::app {
namespace {

ProgressBar::Write to_terminal() {
    if (::isatty(STDERR_FILENO) == 0) return {};
    return [](std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    };
}

}  // namespace

std::string progress_text(std::uint64_t done, std::uint64_t total) {
    constexpr std::uint64_t kWidth = 20;
    constexpr std::uint64_t kPercent = 100;
    const std::uint64_t part = std::min(done, total);
    const std::uint64_t filled = total == 0 ? kWidth : part * kWidth / total;
    return fmt::format("[{}{}] {:3} %, {} of {}", std::string(filled, '#'), std::string(kWidth - filled, '-'),
                       total == 0 ? kPercent : part * kPercent / total, part, total);
}

ProgressBar::ProgressBar(std::uint64_t total) : ProgressBar(total, to_terminal()) {}

ProgressBar::~ProgressBar() {
    if (write_ && shown_) write_("\n");
}

void ProgressBar::show(std::uint64_t done) {
    constexpr std::uint64_t kPercent = 100;
    const std::uint64_t percent = total_ == 0 ? kPercent : done * kPercent / total_;
    if (!write_ || percent == shown_) return;
    write_("\r" + progress_text(done, total_));
    shown_ = percent;
}

}  // namespace siaga::app
