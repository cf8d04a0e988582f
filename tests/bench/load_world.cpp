#include "tests/bench/load_world.hpp"

#include "app/common/assets.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "net/certificates.hpp"

namespace siaga::load {

Result<net::Identity> LoadAuth::identify(std::string_view token, const SourceName& source) {
    return net::Identity{source, token == "look" ? net::Role::kViewer : net::Role::kField, {}};
}

Result<net::Identity> LoadAuth::identify_certificate(const Hash& /*sha256*/) {
    return Problem{Refusal::kAuthFailed, 0, "no certificate is let in"};
}

LoadWorld::LoadWorld() : operation_(folder_.path() / "operation") {
    init_operation(operation_, {.from = app::assets_folder() / "ttu", .areas = {}, .simulated = true}, clock_.now());
    net::init_certificates(operation_, {"localhost"}, SystemClock().now());
    ingest_ = std::make_unique<IngestThread>(std::make_unique<Core>(
        std::make_unique<Store>(operation_, Durability::kFull), load_operation(operation_).roster, clock_));
    const net::Gate gate{auth_, door_, devices_, waiting_, &operation_};
    const ListenerSettings plain{true, "127.0.0.1", 0}, inside_tls{true, "127.0.0.1", 0, true};
    FieldListenerSettings phones;
    phones.enabled = true;
    phones.port = 0;
    feed_ = std::make_unique<net::FeedServer>(plain, *ingest_, gate, clock_);
    tls_ = std::make_unique<net::FeedServer>(inside_tls, *ingest_, gate, clock_);
    http_ = std::make_unique<net::FieldServer>(phones, *ingest_, gate, clock_);
}

LoadWorld::~LoadWorld() {
    http_->stop();
    tls_->stop();
    feed_->stop();
    ingest_->stop();
}

}  // namespace siaga::load
