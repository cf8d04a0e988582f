#pragma once
// LoadWorld: a core with its listeners on loopback, as operation.toml would open them, in a folder that goes away. The
// limits are those of the product.

#include <memory>

#include "app/bench/core_under_test.hpp"
#include "net/field_server.hpp"

namespace siaga::load {

/// Token "look" is of a viewer, any other of a field source.
class LoadAuth final : public net::Auth {
public:
    [[nodiscard]] Result<net::Identity> identify(std::string_view token, const SourceName& source) override;
    [[nodiscard]] Result<net::Identity> identify_certificate(const Hash& sha256) override;
    [[nodiscard]] std::optional<Problem> ended(const net::Identity& /*identity*/) override { return std::nullopt; }
};

class LoadWorld {
public:
    LoadWorld();
    ~LoadWorld();
    LoadWorld(const LoadWorld&) = delete;
    LoadWorld& operator=(const LoadWorld&) = delete;

    [[nodiscard]] std::uint16_t feed_port() const { return feed_->port(); }
    [[nodiscard]] std::uint16_t tls_port() const { return tls_->port(); }
    [[nodiscard]] std::uint16_t http_port() const { return http_->port(); }

private:
    app::bench::ScratchFolder folder_;
    std::filesystem::path operation_;
    SystemClock clock_;
    LoadAuth auth_;
    net::Door door_;
    net::DeviceBook devices_{{}};
    net::WaitingDevices waiting_;
    std::unique_ptr<IngestThread> ingest_;
    std::unique_ptr<net::FeedServer> feed_, tls_;
    std::unique_ptr<net::FieldServer> http_;
};

}  // namespace siaga::load
