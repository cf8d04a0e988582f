#pragma once
// CotServer: where TAK clients (ATAK, iTAK, WinTAK) connect over TCP, on a thread of its own (PROTOCOL, section 4).

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/cot_picture.hpp"
#include "net/cot_session.hpp"
#include "net/limits.hpp"

namespace siaga::net {

struct CotStatus {
    std::size_t sessions = 0;       ///< open now
    std::uint64_t connects = 0;     ///< so far
    std::uint64_t turned_away = 0;  ///< too many at once
    CotFigures events;
    std::uint64_t accepted = 0;                    ///< records that are committed, or were there already
    std::map<std::string, std::uint64_t> refused;  ///< records, by wire name: TELEPORT, BAD_VALUE, ...

    CotStatus& operator+=(const CotStatus& more);
};

class CotServer {
public:
    /// Binds and starts: plain, or inside TLS, where the certificate says whose unit it is. Throws Fault naming the
    /// address and the port, or the file of keys/tls. All but `settings` outlive it.
    /// `picture`: what its clients are shown; null: nothing.
    CotServer(const ListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits = {},
              std::shared_ptr<const CotPicture> picture = nullptr);
    ~CotServer();  ///< stop()
    CotServer(const CotServer&) = delete;
    CotServer& operator=(const CotServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] CotStatus status() const;  ///< Any thread.
    /// Closes every socket. What was submitted is still committed by the core.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
