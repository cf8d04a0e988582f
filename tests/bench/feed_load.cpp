// feed_load: what those who break the rules cost those who keep them. A real core with its listeners (feed, feed inside
// TLS, HTTP) on loopback; rated clients that send one fix after the other; beside them, one after the other, who drips
// bytes, never reads or floods. How long the rated clients wait for their acknowledgement is measured in turns without
// and with the attack, in the same run: of each turn its p99, of the turns their median. A disk that once in a few
// seconds takes 20 to 150 ms for a sync spoils the turn it falls into, with an attack or without: many short turns say
// more than few long ones.
//
//   feed_load [--seconds 2] [--sessions 1000] [--rate 1000] [--turns 15] [--only NAME]
//
// One JSON object a line: {"load":"loris_http","ack_p99_ms":3.1,"quiet_p99_ms":2.9,"ratio":1.07,"acked":29950,
// "unacked":0,"dropped":0,"attackers":2000,"turned_away":1488}. Exit 1 when a rated client was dropped or a fix of it
// was not acknowledged.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/bench/bench.hpp"
#include "tests/bench/attacks.hpp"
#include "tests/bench/load_world.hpp"
#include "tests/bench/rated_clients.hpp"

namespace siaga::load {
namespace {

struct Options {
    double seconds = 2;
    std::size_t sessions = 1000, rate = 1000;
    int turns = 15;
    std::string only;  ///< of one attack; "": all
};

struct Outcome {
    std::vector<double> quiet_ms, attacked_ms;  ///< p99 of each turn
    RatedClients::Heard heard;
    std::size_t attackers = 0, turned_away = 0;
};

double p99(const std::vector<double>& ms) { return ms.empty() ? 0 : app::bench::quantile(ms, 0.99); }

/// On a network the attackers would have processors of their own: here they take what the others leave.
void yield_processors() {
    constexpr int kLeast = 19;
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLeast);
}

/// In turns: the rated clients alone, and beside the attack.
Outcome measure(const Options& options, const std::function<std::unique_ptr<Attack>(LoadWorld&)>& make) {
    LoadWorld world;
    RatedClients clients(RatedClients::Group::kRated, world.feed_port(), options.sessions, options.rate, Millis{0});
    Outcome outcome;
    for (int turn = 0; turn < options.turns; ++turn) {
        outcome.quiet_ms.push_back(p99(clients.run(options.seconds)));
        std::unique_ptr<Attack> attack = make(world);
        std::jthread attacker([&](const std::stop_token& stop) {
            yield_processors();
            attack->run(stop);
        });
        outcome.attacked_ms.push_back(p99(clients.run(options.seconds)));
        attacker.request_stop();
        attacker.join();
        outcome.attackers = std::max(outcome.attackers, attack->begun());
        outcome.turned_away += attack->ended_by_server();
    }
    outcome.heard = clients.heard();
    return outcome;
}

void print(const std::string& name, const Outcome& outcome) {
    const double quiet = app::bench::quantile(outcome.quiet_ms, 0.5);
    const double attacked = app::bench::quantile(outcome.attacked_ms, 0.5);
    fmt::print(R"({{"load":"{}","ack_p99_ms":{:.2f},"quiet_p99_ms":{:.2f},"ratio":{:.2f},"acked":{},"unacked":{},)"
               R"("dropped":{},"attackers":{},"turned_away":{}}})"
               "\n",
               name, attacked, quiet, attacked / quiet, outcome.heard.acked, outcome.heard.unacked,
               outcome.heard.dropped, outcome.attackers, outcome.turned_away);
    (void)std::fflush(stdout);
}

int run(const Options& options) {
    constexpr std::size_t kDrips = 2000, kDeaf = 16, kFloodSessions = 160, kRoom = 1900, kFloodTimes = 10;
    const std::vector<std::pair<std::string, std::function<std::unique_ptr<Attack>(LoadWorld&)>>> attacks = {
        {"none", [](LoadWorld&) { return std::make_unique<Attack>(); }},
        {"loris_tcp",
         [](LoadWorld& world) { return drip(world.feed_port(), kDrips, "", R"({"type":"hello","v":1,"token":)"); }},
        {"loris_half_lines",
         [&](LoadWorld& world) {
             // Let in, as many as there is room for beside the rated ones, and then no line ends.
             const std::size_t room = kRoom - std::min(kRoom - 1, options.sessions);
             return drip_inside(world.feed_port(), room, R"({"type":"fix","seq":1,"unit":"U-1","time":17329)");
         }},
        {"loris_http",
         [](LoadWorld& world) {
             return drip(world.http_port(), kDrips, "GET /?id=a HTTP/1.1\r\n", "X-A: bbbbbbbbbbb");
         }},
        {"loris_tls", [](LoadWorld& world) { return drip(world.tls_port(), kDrips, "", "\x16\x03\x01\x02\x05\x01"); }},
        {"deaf_readers", [](LoadWorld& world) { return deaf_readers(world.feed_port(), kDeaf); }},
        {"flood_10x",
         [&](LoadWorld& world) {
             return flood(world.feed_port(), kFloodSessions, options.rate * kFloodTimes, Millis{0});
         }},
        {"backlog_10x",
         [&](LoadWorld& world) {
             return flood(world.feed_port(), kFloodSessions, options.rate * kFloodTimes, Millis{1h});
         }},
    };
    bool held = true;
    for (const auto& [name, make] : attacks) {
        if (!options.only.empty() && options.only != name) continue;
        const Outcome outcome = measure(options, make);
        print(name, outcome);
        held = held && outcome.heard.dropped == 0 && outcome.heard.unacked == 0;
    }
    return held ? 0 : 1;
}

}  // namespace
}  // namespace siaga::load

int main(int argc, char** argv) {
    siaga::load::Options options;
    CLI::App app("What those who break the rules of the feed cost those who keep them.");
    app.add_option("--seconds", options.seconds, "of each turn")->check(CLI::Range(0.1, 3600.0))->capture_default_str();
    app.add_option("--sessions", options.sessions, "rated clients")->check(CLI::Range(1, 2000))->capture_default_str();
    app.add_option("--rate", options.rate, "fixes a second of all rated clients together")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    app.add_option("--turns", options.turns, "without and with each attack")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--only", options.only, "this attack alone")
        ->check(CLI::IsMember({"none", "loris_tcp", "loris_half_lines", "loris_http", "loris_tls", "deaf_readers",
                               "flood_10x", "backlog_10x"}));
    CLI11_PARSE(app, argc, argv);
    spdlog::set_level(spdlog::level::off);  // what is turned away is counted here
    try {
        return siaga::load::run(options);
    } catch (const std::exception& fault) {
        fmt::print(stderr, "feed_load: {}\n", fault.what());
        return 3;
    }
}
