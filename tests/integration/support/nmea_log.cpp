#include "tests/integration/support/nmea_log.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

std::string sentence(const std::string& content) {
    unsigned sum = 0;
    for (const char c : content) sum ^= static_cast<unsigned char>(c);
    return fmt::format("${}*{:02X}\r\n", content, sum);
}

struct Written {
    std::string clock, date;
};

Written written(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return {fmt::format("{:02}{:02}{:02}.00", clock.hours().count(), clock.minutes().count(), clock.seconds().count()),
            fmt::format("{:02}{:02}{:02}", unsigned{date.day()}, unsigned{date.month()}, int{date.year()} % 100)};
}

std::string place(int north) { return fmt::format("0926.{:05},S,12429.22600,E", 31'600 + 10 * north); }

}  // namespace

std::string rmc_sentence(Time time, int north) {
    const Written at = written(time);
    return sentence(fmt::format("GPRMC,{},A,{},15.940,310.00,{},,,A", at.clock, place(north), at.date));
}

std::string nmea_log(Time first, int seconds) {
    std::string log;
    for (int i = 0; i < seconds; ++i) {
        const Time time = first + std::chrono::seconds(i);
        log += sentence(fmt::format("GPGGA,{},{},1,08,0.90,402.0,M,52.0,M,,", written(time).clock, place(i)));
        log += rmc_sentence(time, i);
        log += sentence("GPGSA,A,3,01,02,03,04,05,06,07,08,,,,,1.80,0.90,1.50");
    }
    return log;
}

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool got = ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                     ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(fd);
    return got ? ntohs(address.sin_port) : std::uint16_t{0};
}

bool await_listener(std::uint16_t port) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!Connection(port).open()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
    }
    return true;
}

}  // namespace siaga::test
