#pragma once
// CoreUnderTest: the real path, from the listener to the synced record, in a folder that goes away:
// FeedServer -> IngestThread -> Core -> Store with Durability::kFull, on the roster of the TTU template.

#include <functional>
#include <memory>

#include "app/bench/scratch_folder.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "net/feed_server.hpp"

namespace siaga::app::bench {

/// Lets everybody in as a field source.
class OpenDoor final : public net::Auth {
public:
    [[nodiscard]] Result<net::Identity> identify(std::string_view token, const SourceName& source) override;
    [[nodiscard]] Result<net::Identity> identify_certificate(const Hash& sha256) override;
    [[nodiscard]] std::optional<Problem> ended(const net::Identity& /*identity*/) override { return std::nullopt; }
};

class CoreUnderTest {
public:
    /// `now`: what the core's clock says throughout.
    explicit CoreUnderTest(Time now);
    ~CoreUnderTest();
    CoreUnderTest(const CoreUnderTest&) = delete;
    CoreUnderTest& operator=(const CoreUnderTest&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] IngestThread& ingest() { return *ingest_; }
    /// Ends both threads.
    void stop();

private:
    ScratchFolder folder_;
    ManualClock clock_;
    OpenDoor open_door_;
    net::Door door_;
    net::DeviceBook devices_{{}};
    net::WaitingDevices waiting_;
    std::unique_ptr<IngestThread> ingest_;
    std::unique_ptr<net::FeedServer> server_;
};

/// The line a sender begins with.
[[nodiscard]] std::string hello_of(const std::string& source);

}  // namespace siaga::app::bench
