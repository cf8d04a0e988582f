#include "app/common/wait_for_end.hpp"

#include <csignal>

namespace siaga::app {
namespace {

sigset_t end_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

void hold_end_signals() {
    const sigset_t signals = end_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

bool end_signal_within(Millis wait) {
    const sigset_t signals = end_signals();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    const timespec limit{seconds.count(), std::chrono::nanoseconds(wait - seconds).count()};
    return sigtimedwait(&signals, nullptr, &limit) > 0;
}

}  // namespace siaga::app
