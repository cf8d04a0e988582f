#include "app/bench/core_under_test.hpp"

#include <string>

#include "app/common/assets.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "net/feed_lines.hpp"

namespace siaga::app::bench {
namespace {

net::Limits limits_of_the_bench() {
    net::Limits limits;
    limits.sessions_per_address = limits.unauthenticated = limits.sessions;  // all of them come from loopback
    return limits;
}

}  // namespace

Result<net::Identity> OpenDoor::identify(std::string_view /*token*/, const SourceName& source) {
    return net::Identity{source, net::Role::kField, {}};
}

Result<net::Identity> OpenDoor::identify_certificate(const Hash& /*sha256*/) {
    return Problem{Refusal::kAuthFailed, 0, "no certificate is let in"};
}

CoreUnderTest::CoreUnderTest(Time now) : clock_(now) {
    const std::filesystem::path folder = folder_.path() / "operation";
    init_operation(folder, {.from = assets_folder() / "ttu", .areas = {}, .simulated = true}, now);
    auto core = std::make_unique<Core>(std::make_unique<Store>(folder, Durability::kFull),
                                       load_operation(folder).roster, clock_);
    ingest_ = std::make_unique<IngestThread>(std::move(core));
    server_ = std::make_unique<net::FeedServer>(ListenerSettings{true, "127.0.0.1", 0}, *ingest_,
                                                net::Gate{open_door_, door_, devices_, waiting_}, clock_,
                                                limits_of_the_bench());
}

CoreUnderTest::~CoreUnderTest() { stop(); }

void CoreUnderTest::stop() {
    server_->stop();
    ingest_->stop();
}

std::string hello_of(const std::string& source) { return net::hello_line("open", SourceName::literal(source)); }

}  // namespace siaga::app::bench
