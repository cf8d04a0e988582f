#pragma once
// CotMesh: where TAK clients of a mesh are heard, one event a datagram, on a thread of its own (PROTOCOL, section 4).
// Nothing is answered: who wants to see the operation connects to a CotServer.

#include <cstdint>
#include <memory>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/cot_tally.hpp"
#include "net/limits.hpp"

namespace siaga::net {

class CotMesh {
public:
    /// Binds, joins the group, starts. Throws Fault naming the address and the port. All but `settings` outlive it.
    CotMesh(const CotMeshSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits = {});
    ~CotMesh();  ///< stop()
    CotMesh(const CotMesh&) = delete;
    CotMesh& operator=(const CotMesh&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] CotStatus status() const;  ///< Any thread.
    /// Closes the socket. What was submitted is still committed by the core.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
