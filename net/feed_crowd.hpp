#pragma once
// FeedCrowd: the connections of a feed listener, and whether one more may come in. What is asked at every connection
// and every commit costs as much as there are strangers or followers, not as there are sessions. Listener's thread.

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "net/feed_connection.hpp"
#include "net/limits.hpp"

namespace siaga::net {

class FeedCrowd {
public:
    using Connection = std::shared_ptr<FeedConnection>;

    /// `limits` outlives it.
    explicit FeedCrowd(const Limits& limits) : limits_(limits) {}

    void add(const Connection& connection);
    void follows(SessionId id) { followers_.insert(id); }
    void erase(SessionId id);
    [[nodiscard]] Connection find(SessionId id) const;  ///< null: it has ended

    // Copies: what is done with a connection may end it.
    [[nodiscard]] std::vector<Connection> all() const;
    [[nodiscard]] std::vector<Connection> followers() const;

    /// "" when one more session from `address` may come in. One whose token was wrong makes room: whoever guesses
    /// keeps nobody out. `shaking`, `shaking_there`: TLS handshakes that are not over, all and from there.
    [[nodiscard]] std::string_view limit_reached(const std::string& address, std::size_t shaking,
                                                 std::size_t shaking_there);

    struct Figures {
        std::size_t sessions = 0, authenticated = 0, following = 0;
    };
    [[nodiscard]] Figures figures();

private:
    void forget_known();

    const Limits& limits_;
    std::unordered_map<SessionId, Connection> connections_;
    std::unordered_map<std::string, std::set<SessionId>> by_address_;
    std::set<SessionId> strangers_;  ///< without a hello, but for those that have said it since forget_known()
    std::set<SessionId> followers_;
};

}  // namespace siaga::net
