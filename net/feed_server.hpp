#pragma once
// FeedServer: the listener of the Siaga feed with its sessions, on one thread of its own.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/limits.hpp"

namespace siaga::net {

struct FeedStatus {
    std::string address;
    std::uint16_t port = 0;
    std::size_t sessions = 0, authenticated = 0, following = 0;
    std::uint64_t accepted = 0;  ///< connections, since the start
    std::uint64_t accept_errors = 0;
    std::uint64_t lines = 0;
    double lines_per_second = 0;                   ///< over the last whole second
    std::map<std::string, std::uint64_t> refused;  ///< by wire name: TELEPORT, AUTH_FAILED, ...
};

class FeedServer {
public:
    /// Binds and starts. `settings.port` 0 takes a free port. Throws Fault naming address and port:
    /// in use, not permitted, not an address of this machine.
    /// `inlet`, what `gate` names and `clock` outlive the server.
    FeedServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits = {});
    ~FeedServer();  ///< stop()
    FeedServer(const FeedServer&) = delete;
    FeedServer& operator=(const FeedServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] FeedStatus status() const;  ///< any thread
    /// Closes the listener and every session. What was submitted is still committed by the core.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
