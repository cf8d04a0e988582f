#include "app/live/embedded_core.hpp"

#include <utility>

#include "app/common/backups.hpp"

namespace siaga::app {

EmbeddedCore::EmbeddedCore(const Operation& operation, std::unique_ptr<Store> store, std::unique_ptr<const Clock> clock,
                           double speed, const ListenerChoice& choice, std::function<void()> wake)
    : folder_(operation.folder),
      clock_(std::move(clock)),
      speed_(speed),
      last_seq_(std::make_shared<std::atomic<std::int64_t>>(-1)),
      access_(operation, *clock_) {
    auto core = std::make_unique<Core>(std::move(store), operation.roster, *clock_);
    core->heed(access_);
    ingest_ =
        std::make_unique<IngestThread>(std::move(core), IngestThread::kQueueBytes, own_backups(operation, *clock_));
    mailbox_ = open_mailbox(*ingest_, std::move(wake));
    session_ = ingest_->new_session();
    ingest_->ask_last_seq(SourceName::literal(kWallSource),
                          [last = last_seq_](std::uint64_t seq) { last->store(static_cast<std::int64_t>(seq)); });
    listeners_ = std::make_unique<Listeners>(choice, *ingest_, access_.gate(), *clock_);
}

EmbeddedCore::~EmbeddedCore() {
    listeners_->stop();
    ingest_->stop();
}

bool EmbeddedCore::submit(Event&& event) {
    if (last_seq_->load() < 0) return false;
    Submission submission;
    submission.session = session_;
    submission.source = SourceName::literal(kWallSource);
    submission.add(static_cast<std::uint64_t>(last_seq_->load()) + 1, std::make_shared<const Event>(std::move(event)));
    if (!ingest_->try_submit(submission)) return false;
    last_seq_->fetch_add(1);
    return true;
}

Health EmbeddedCore::health() {
    Health health;
    health.core = listeners_->status();
    health.waiting = access_.waiting().list();
    if (!reader_) reader_ = std::make_unique<StoreReader>(folder_);
    health.quarantined = reader_->last_quarantined(Health::kQuarantinedShown);
    return health;
}

}  // namespace siaga::app
