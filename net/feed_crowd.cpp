#include "net/feed_crowd.hpp"

namespace siaga::net {

void FeedCrowd::add(const Connection& connection) {
    const SessionId id = connection->session().id();
    connections_.emplace(id, connection);
    by_address_[connection->address()].insert(id);
    strangers_.insert(id);
}

void FeedCrowd::erase(SessionId id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    const auto there = by_address_.find(found->second->address());
    there->second.erase(id);
    if (there->second.empty()) by_address_.erase(there);
    strangers_.erase(id);
    followers_.erase(id);
    connections_.erase(found);
}

FeedCrowd::Connection FeedCrowd::find(SessionId id) const {
    const auto found = connections_.find(id);
    return found == connections_.end() ? nullptr : found->second;
}

std::vector<FeedCrowd::Connection> FeedCrowd::all() const {
    std::vector<Connection> connections;
    connections.reserve(connections_.size());
    for (const auto& [id, connection] : connections_) connections.push_back(connection);
    return connections;
}

std::vector<FeedCrowd::Connection> FeedCrowd::followers() const {
    std::vector<Connection> connections;
    for (const SessionId id : followers_) connections.push_back(connections_.at(id));
    return connections;
}

void FeedCrowd::forget_known() {
    std::erase_if(strangers_, [&](SessionId id) { return connections_.at(id)->session().identity().has_value(); });
}

std::string_view FeedCrowd::limit_reached(const std::string& address, std::size_t shaking, std::size_t shaking_there) {
    if (connections_.size() + shaking >= limits_.sessions) return "all sessions are taken";
    forget_known();
    std::size_t strangers_there = shaking_there;
    Connection guesser, guesser_there;  // turned away
    for (const SessionId id : strangers_) {
        const Connection& connection = connections_.at(id);
        const bool there = connection->address() == address;
        if (there) ++strangers_there;
        if (!connection->session().turned_away()) continue;
        guesser = connection;
        if (there) guesser_there = connection;
    }
    const auto here = by_address_.find(address);
    const std::size_t from_there = shaking_there + (here == by_address_.end() ? 0 : here->second.size());
    const bool full_there = from_there >= limits_.sessions_per_address;
    if (full_there || strangers_there >= limits_.unauthenticated_per_address) {
        if (guesser_there) {
            guesser_there->close();
            return {};
        }
        return full_there ? "too many sessions from this address"
                          : "too many sessions without a hello from this address";
    }
    if (shaking + strangers_.size() < limits_.unauthenticated) return {};
    if (!guesser) return "too many sessions without a hello";
    guesser->close();
    return {};
}

FeedCrowd::Figures FeedCrowd::figures() {
    forget_known();
    return {connections_.size(), connections_.size() - strangers_.size(), followers_.size()};
}

}  // namespace siaga::net
