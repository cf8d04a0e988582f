#include "tests/integration/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace siaga::test {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kSignalled = 128;
constexpr int kNoExec = 127;
constexpr unsigned kNobody = 65534;

struct Pipe {
    int read = -1, write = -1;
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
        read = ends[0];
        write = ends[1];
    }
};

void close_end(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> whole_environment(const Surroundings& surroundings) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto replaced = [&](const auto& added) { return text.substr(0, text.find('=')) == added.first; };
        if (std::none_of(surroundings.environment.begin(), surroundings.environment.end(), replaced)) {
            all.emplace_back(text);
        }
    }
    for (const auto& [name, value] : surroundings.environment) all.push_back(name + "=" + value);
    return all;
}

/// In the child: only calls that are safe between fork and exec.
[[noreturn]] void become(const Surroundings& surroundings, char* const* arguments, char* const* environment) {
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (!surroundings.folder.empty() && ::chdir(surroundings.folder.c_str()) != 0) ::_exit(kNoExec);
    if (surroundings.as_nobody && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(kNoExec);
    ::execvpe(arguments[0], arguments, environment);
    ::_exit(kNoExec);
}

}  // namespace

int poll_ms(Steady::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

Process::Process(const std::vector<std::string>& command, const Surroundings& surroundings) {
    std::vector<std::string> words = command;
    std::vector<std::string> variables = whole_environment(surroundings);
    const std::vector<char*> arguments = pointers(words);
    const std::vector<char*> environment = pointers(variables);
    Pipe in, out, err;
    pid_ = ::fork();
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid_ == 0) {
        ::dup2(in.read, STDIN_FILENO);
        ::dup2(out.write, STDOUT_FILENO);
        ::dup2(err.write, STDERR_FILENO);
        become(surroundings, arguments.data(), environment.data());
    }
    ::close(in.read);
    ::close(out.write);
    ::close(err.write);
    in_ = in.write;
    out_ = out.read;
    err_ = err.read;
}

Process::~Process() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    close_end(in_);
    close_end(out_);
    close_end(err_);
}

void Process::type(std::string_view text) {
    while (!text.empty()) {
        const ssize_t took = ::write(in_, text.data(), text.size());
        if (took < 0) throw std::system_error(errno, std::generic_category(), "writing to a program's input");
        text.remove_prefix(static_cast<std::size_t>(took));
    }
}

void Process::close_input() { close_end(in_); }

void Process::signal(int number) const { ::kill(pid_, number); }

/// Waits for either stream; false when both have ended or the deadline has passed.
bool Process::read_some(Instant deadline) {
    std::array<pollfd, 2> wanted{{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
    if (out_ < 0 && err_ < 0) return false;
    if (::poll(wanted.data(), wanted.size(), poll_ms(deadline)) <= 0) return false;
    const auto take = [](const pollfd& ready, int& descriptor, std::string& text) {
        if (ready.revents == 0) return;
        constexpr std::size_t kPiece = 65536;
        const std::size_t before = text.size();
        text.resize(before + kPiece);
        const ssize_t got = ::read(descriptor, text.data() + before, kPiece);
        text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got <= 0) close_end(descriptor);
    };
    take(wanted[0], out_, out_text_);
    take(wanted[1], err_, err_text_);
    return true;
}

std::optional<std::string> Process::out_line(Patience patience) {
    const Instant deadline = Steady::now() + patience;
    while (true) {
        const std::size_t end = out_text_.find('\n', out_read_);
        if (end != std::string::npos) {
            const std::string line = out_text_.substr(out_read_, end - out_read_);
            out_read_ = end + 1;
            return line;
        }
        if (out_ < 0 || !read_some(deadline)) return std::nullopt;
    }
}

int Process::reap(Instant deadline) {
    const int watched = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd ended{watched, POLLIN, 0};
    const bool in_time = watched >= 0 && ::poll(&ended, 1, poll_ms(deadline)) > 0;
    if (watched >= 0) ::close(watched);
    if (!in_time) ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    if (!in_time) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
}

Outcome Process::finish(Patience patience) {
    const Instant deadline = Steady::now() + patience;
    close_input();
    while (read_some(deadline)) {
    }
    Outcome outcome;
    outcome.exit = reap(deadline);
    outcome.out = std::move(out_text_);
    outcome.err = std::move(err_text_);
    return outcome;
}

Outcome run(const std::vector<std::string>& command, const Surroundings& surroundings) {
    return Process(command, surroundings).finish();
}

std::vector<std::string> siagactl(std::vector<std::string> arguments) {
    std::vector<std::string> command{SIAGA_BINARY_DIR "/bin/siagactl"};
    for (std::string& argument : arguments) command.push_back(std::move(argument));
    return command;
}

Outcome run_siagactl(std::vector<std::string> arguments, const Surroundings& surroundings) {
    return run(siagactl(std::move(arguments)), surroundings);
}

}  // namespace siaga::test
