#pragma once
// FieldServer: the listener of field clients over HTTP, port 5055: a FieldDesk behind an HttpServer, told by
// the core what was committed.

#include <cstdint>
#include <memory>

#include "data/core/clock.hpp"
#include "data/ingest/inlet.hpp"
#include "net/field_desk.hpp"
#include "net/http_server.hpp"
#include "net/limits.hpp"

namespace siaga::net {

class FieldServer {
public:
    /// Binds and starts. Throws Fault naming address and port. `inlet`, what `gate` names and `clock` outlive it.
    FieldServer(const FieldListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits = {});
    ~FieldServer();  ///< stop()
    FieldServer(const FieldServer&) = delete;
    FieldServer& operator=(const FieldServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] HttpStatus status() const;  ///< any thread
    /// Closes the listener and every connection. What was submitted is still committed by the core.
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
