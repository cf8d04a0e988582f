#pragma once
// CotServer: where TAK clients (ATAK, iTAK, WinTAK) connect over TCP, on a thread of its own (PROTOCOL, section 4).

#include <cstdint>
#include <memory>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/cot_picture.hpp"
#include "net/cot_tally.hpp"
#include "net/limits.hpp"

namespace siaga::net {

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
