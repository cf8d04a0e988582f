#include "data/store/tip_keeper.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace siaga {
namespace {

void extend(NamesMark& mark, std::span<const std::string> names) {
    for (std::size_t i = mark.count; i < names.size(); ++i) mark.append(names[i]);
}

}  // namespace

TipKeeper::TipKeeper(const std::filesystem::path& operation, std::optional<SigningKey> key,
                     std::optional<SignedTip> newest)
    : keys_(operation), key_(std::move(key)), files_(operation), newest_(newest) {
    if (newest_) latest_time_ = newest_->tip.time;
    if (key_ && keys_.published() != key_->public_key()) keys_.publish(key_->public_key());
}

void TipKeeper::note(std::span<const std::shared_ptr<const Entry>> entries) {
    for (const auto& entry : entries) {
        custody_ = custody_ || std::holds_alternative<CustodyTransfer>(entry->event.body);
        latest_time_ = std::max(latest_time_, entry->received);
    }
}

bool TipKeeper::behind(const TipSubject& subject) const {
    if (subject.head.entries() == 0) return false;
    return !newest_ || newest_->tip.ledger.entries != subject.head.entries() ||
           newest_->tip.units.count != subject.units.size() || newest_->tip.sources.count != subject.sources.size();
}

bool TipKeeper::due(const TipSubject& subject, Time now) const {
    if (!behind(subject)) return false;
    if (!newest_ || now < newest_->tip.time || now - newest_->tip.time >= kEvery) return true;
    return !waiting_for_room_ && (custody_ || subject.head.entries() - newest_->tip.ledger.entries >= kEveryEntries);
}

Tip TipKeeper::tip_of(const TipSubject& subject, const Hash& origin, Time now) {
    extend(units_, subject.units);
    extend(sources_, subject.sources);
    Tip tip;
    tip.origin = origin;
    tip.ledger = subject.head.tip();
    tip.units = units_;
    tip.sources = sources_;
    tip.time = now;
    if (newest_) tip.previous = hash_of(*newest_);
    latest_time_ = std::max(latest_time_, now);
    return tip;
}

std::optional<StorageFault> TipKeeper::sign(const TipSubject& subject, const Hash& origin, Time now) {
    try {
        write(tip_of(subject, origin, now));
    } catch (const StorageFault& fault) {
        if (!fault.full()) return fault;
        if (!std::exchange(waiting_for_room_, true)) spdlog::warn("{}", fault.what());
        return std::nullopt;
    } catch (const Fault& fault) {
        return StorageFault(StorageTrouble::kIo, fault.what());
    }
    return std::nullopt;
}

void TipKeeper::open(const TipSubject& subject) {
    if (newest_ && newest_->tip.closed) write(tip_of(subject, newest_->tip.origin, latest_time_));
}

void TipKeeper::close(const TipSubject& subject, const Hash& origin) {
    if (subject.head.entries() == 0 || (newest_ && newest_->tip.closed && !behind(subject))) return;
    Tip tip = tip_of(subject, origin, latest_time_);
    tip.closed = true;
    write(tip);
}

void TipKeeper::write(const Tip& tip) {
    const bool first = !key_;
    if (first) key_ = keys_.make_next();
    const SignedTip signed_tip = siaga::sign(tip, *key_);
    try {
        files_.append(signed_tip);
    } catch (...) {
        if (first) key_.reset();
        throw;
    }
    newest_ = signed_tip;
    custody_ = false;
    waiting_for_room_ = false;
    if (first) take_next_key();
}

void TipKeeper::take_next_key() {
    keys_.promote_next();
    std::optional<SigningKey> key = keys_.load();
    if (!key) throw Fault(fmt::format("{} is gone: put it back from its copy", keys_.key_file().string()));
    key_ = std::move(*key);
}

}  // namespace siaga
