#include "net/session_book.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace siaga::net {
namespace {

constexpr std::chrono::minutes kMinute{1};

std::chrono::seconds ago(Steady::time_point then, Steady::time_point now) {
    return std::max(std::chrono::floor<std::chrono::seconds>(now - then), std::chrono::seconds{0});
}

}  // namespace

SessionBook::Row SessionBook::row(std::string_view listener, std::string address, SteadyTime now) {
    Row fresh;
    fresh.figures.listener = listener;
    fresh.figures.address = std::move(address);
    fresh.opened = fresh.heard = fresh.minute = now;
    return fresh;
}

void SessionBook::Row::take(std::uint64_t messages, SteadyTime now) {
    figures.messages += messages;
    heard = now;
    if (now - minute >= kMinute) {
        minute_before = now - minute < 2 * kMinute ? in_minute : 0;
        in_minute = 0;
        minute += std::chrono::floor<std::chrono::minutes>(now - minute);
    }
    in_minute += messages;
}

void SessionBook::Row::refuse(std::string_view code) {
    ++figures.refused;
    figures.last_refusal = code;
}

SessionFigures SessionBook::Row::at(SteadyTime now) const {
    SessionFigures then = figures;
    then.since = ago(opened, now);
    then.heard = ago(heard, now);
    // Of the minute before, as much as still lies within sixty seconds.
    const std::chrono::duration<double> into = now - minute;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(into).count();
    const std::uint64_t before = minutes < 1 ? minute_before : in_minute;
    const double share = std::clamp(minutes < 1 ? 1 - minutes : 2 - minutes, 0.0, 1.0);
    then.last_minute =
        (minutes < 1 ? in_minute : 0) + static_cast<std::uint64_t>(std::llround(static_cast<double>(before) * share));
    return then;
}

void SessionBook::opened(SessionId id, std::string_view listener, std::string address, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    sessions_.insert_or_assign(id, row(listener, std::move(address), now));
}

void SessionBook::known(SessionId id, std::string who, std::string_view role) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return;
    found->second.figures.who = std::move(who);
    found->second.figures.role = role;
}

void SessionBook::heard(SessionId id, std::uint64_t messages, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found != sessions_.end()) found->second.take(messages, now);
}

void SessionBook::refused(SessionId id, std::string_view code) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found != sessions_.end()) found->second.refuse(code);
}

void SessionBook::closed(SessionId id) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(id);
}

void SessionBook::called(std::string_view listener, std::string address, const std::string& who, std::string_view role,
                         SteadyTime now) {
    const std::lock_guard lock(mutex_);
    const Phone phone{listener, who};
    auto found = phones_.find(phone);
    if (found == phones_.end()) {
        make_room(now);
        found = phones_.emplace(phone, row(listener, {}, now)).first;
        found->second.figures.who = who;
    }
    found->second.figures.address = std::move(address);
    found->second.figures.role = role;
    found->second.take(1, now);
}

void SessionBook::make_room(SteadyTime now) {
    if (phones_.size() < kPhones) return;
    std::erase_if(phones_, [&](const auto& phone) { return now - phone.second.heard > kPhoneForgotten; });
    if (phones_.size() < kPhones) return;
    phones_.erase(std::min_element(phones_.begin(), phones_.end(),
                                   [](const auto& a, const auto& b) { return a.second.heard < b.second.heard; }));
}

void SessionBook::call_refused(std::string_view listener, const std::string& who, std::string_view code) {
    const std::lock_guard lock(mutex_);
    const auto found = phones_.find({std::string(listener), who});
    if (found != phones_.end()) found->second.refuse(code);
}

std::vector<SessionFigures> SessionBook::list(SteadyTime now) const {
    std::vector<SessionFigures> all;
    {
        const std::lock_guard lock(mutex_);
        all.reserve(sessions_.size() + phones_.size());
        for (const auto& [id, session] : sessions_) all.push_back(session.at(now));
        for (const auto& [name, phone] : phones_) {
            if (now - phone.heard <= kPhoneForgotten) all.push_back(phone.at(now));
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const SessionFigures& a, const SessionFigures& b) {
        return std::tie(a.listener, a.who) < std::tie(b.listener, b.who);
    });
    return all;
}

}  // namespace siaga::net
