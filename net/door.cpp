#include "net/door.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace siaga::net {
namespace {

namespace ip = boost::asio::ip;

constexpr Millis kDay{24h};
constexpr std::size_t kSignInsMost = 4096;  // between two ticks of the core

SignedIn entry_of(const Identity& who, const Caller& caller) {
    return {who.source, who.role, std::string(caller.listener), caller.address, who.fingerprint};
}

}  // namespace

std::string address_group(const std::string& address) {
    boost::system::error_code error;
    const ip::address parsed = ip::make_address(address, error);
    if (error || !parsed.is_v6() || parsed.is_loopback()) return address;
    const ip::address_v6 six = parsed.to_v6();
    if (six.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, six).to_string();
    constexpr unsigned short kPrefix = 64;
    ip::address_v6 network(six.to_bytes());  // without its interface
    return ip::make_network_v6(network, kPrefix).canonical().to_string();
}

SignInFault sign_in_fault(Refusal code) {
    if (code == Refusal::kTokenExpired) return SignInFault::kExpired;
    return code == Refusal::kTokenRevoked ? SignInFault::kRevoked : SignInFault::kToken;
}

void Door::keep(const Identity& who, const Caller& caller, Time now, bool once_a_day) {
    if (sign_ins_.size() >= kSignInsMost) {
        spdlog::error("the sign-in of {} from {} is not in the ledger: nothing has been written for too long",
                      who.source.text(), caller.address);
        return;
    }
    sign_ins_.push_back({now, entry_of(who, caller), once_a_day});
}

void Door::entered(const Identity& who, const Caller& caller, Time now) {
    const std::lock_guard lock(mutex_);
    ++figures_.entered;
    keep(who, caller, now, false);
}

void Door::called(const Identity& who, const Caller& caller, Time now) {
    const std::lock_guard lock(mutex_);
    const auto [at, first] = called_.try_emplace({who.source, std::string(caller.listener) + who.fingerprint}, now);
    if (!first && now < at->second + kDay && now >= at->second) return;
    at->second = now;
    ++figures_.entered;
    keep(who, caller, now, true);
}

void Door::refused(SignInFault reason, const Caller& caller, std::string_view claimed, Time now) {
    const std::lock_guard lock(mutex_);
    ++figures_.refused[static_cast<std::size_t>(reason)];
    groups_.note(now, reason, caller.listener, caller.address, claimed);
}

std::chrono::milliseconds Door::delay_of(const Caller& caller, Steady::time_point now) {
    const std::lock_guard lock(mutex_);
    return delays_.failed(caller.address, now);
}

void Door::take(const Situation& live, bool ending, std::vector<Event>& out) {
    const std::lock_guard lock(mutex_);
    for (const SignIn& sign_in : sign_ins_) {
        const auto before = live.sign_ins.find({sign_in.who.who, sign_in.who.listener});
        const bool known = sign_in.once_a_day && before != live.sign_ins.end() &&
                           before->second.last.fingerprint == sign_in.who.fingerprint &&
                           sign_in.time < before->second.time + kDay;  // as after a start of the core
        if (!known) out.push_back({.time = sign_in.time, .body = sign_in.who, .extra = {}});
    }
    sign_ins_.clear();
    groups_.take(live.time, ending, out);
    std::erase_if(called_, [&](const auto& called) { return called.second + kDay < live.time; });
}

Door::Figures Door::figures() const {
    const std::lock_guard lock(mutex_);
    Figures figures = figures_;
    figures.slowed = delays_.addresses();
    figures.groups = groups_.groups();
    return figures;
}

}  // namespace siaga::net
