#include "app/live/embedded_core.hpp"

#include <utility>

namespace siaga::app {

EmbeddedCore::EmbeddedCore(const Operation& operation, std::unique_ptr<Store> store, std::unique_ptr<const Clock> clock,
                           double speed, const ListenerSettings& feed, std::function<void()> wake)
    : clock_(std::move(clock)),
      speed_(speed),
      last_seq_(std::make_shared<std::atomic<std::int64_t>>(-1)),
      tokens_(operation.folder) {
    ingest_ = std::make_unique<IngestThread>(std::make_unique<Core>(std::move(store), operation.roster, *clock_));
    mailbox_ = open_mailbox(*ingest_, std::move(wake));
    session_ = ingest_->new_session();
    ingest_->ask_last_seq(SourceName::literal(kWallSource),
                          [last = last_seq_](std::uint64_t seq) { last->store(static_cast<std::int64_t>(seq)); });
    if (feed.enabled) server_ = std::make_unique<net::FeedServer>(feed, *ingest_, tokens_, *clock_);
}

EmbeddedCore::~EmbeddedCore() {
    if (server_) server_->stop();
    ingest_->stop();
}

bool EmbeddedCore::submit(Event&& event) {
    if (last_seq_->load() < 0) return false;
    Submission submission;
    submission.session = session_;
    submission.source = SourceName::literal(kWallSource);
    submission.seq = static_cast<std::uint64_t>(last_seq_->load()) + 1;
    submission.record = std::move(event);
    if (!ingest_->try_submit(submission)) return false;
    last_seq_->fetch_add(1);
    return true;
}

}  // namespace siaga::app
