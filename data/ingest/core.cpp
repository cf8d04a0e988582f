#include "data/ingest/core.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/ingest/staged.hpp"
#include "data/ingest/unit_book.hpp"
#include "data/ingest/validate.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

/// The source of the core's own entries.
const SourceName& own_source() {
    static const SourceName kName = SourceName::literal("siaga");
    return kName;
}

}  // namespace

Core::Core(std::unique_ptr<Store> store, std::shared_ptr<const Roster> roster, const Clock& clock)
    : store_(std::move(store)),
      roster_(std::move(roster)),
      clock_(clock),
      history_(roster_),
      rules_(all_rules()),
      units_(std::make_unique<UnitBook>()),
      box_(std::make_unique<OperationBox>(*roster_)) {
    load();
}

Core::~Core() = default;

void Core::load() {
    Committed stored;
    stored.new_units = store_->unit_names();
    store_->read_entries(
        0, [&](Entry entry) { stored.entries.push_back(std::make_shared<const Entry>(std::move(entry))); });
    store_->read_fixes([&](const Fix& fix) {
        units_->note(stored.new_units[static_cast<std::size_t>(fix.unit)], fix);
        stored.fixes.push_back(fix);
    });
    history_.add(stored);
    counts_.quarantined = store_->quarantined_count();
    live_ = history_.situation_at(clock_.now());
}

void Core::step(std::span<Submission> batch, const ReplySink& acknowledge) {
    Staged staged;
    try {
        validate(batch, staged);
        commit(staged.batch);
    } catch (const StorageFault& fault) {
        acknowledge(refuse_all(batch, fault));
        return publish(nullptr);
    }
    acknowledge(std::move(staged.replies));

    counts_.fixes += staged.added.fixes;
    counts_.events += staged.added.events;
    counts_.duplicates += staged.added.duplicates;
    counts_.refused += staged.added.refused;
    counts_.quarantined += staged.batch.quarantined.size();
    door_alerts_.insert(door_alerts_.end(), staged.alerts.begin(), staged.alerts.end());
    auto committed = std::make_shared<Committed>();
    apply(*committed, std::move(staged.batch));
    evaluate(*committed);
    publish(std::move(committed));
}

std::vector<Reply> Core::step(std::span<Submission> batch) {
    std::vector<Reply> replies;
    step(batch, [&](std::vector<Reply> given) { replies = std::move(given); });
    return replies;
}

void Core::tick() {
    auto committed = std::make_shared<Committed>();
    apply(*committed, {});
    evaluate(*committed);
    publish(committed->entries.empty() ? nullptr : std::move(committed));
}

void Core::validate(std::span<Submission> batch, Staged& staged) {
    Validator validator({*store_, history_, *units_, *roster_, *box_}, clock_.now(), staged);
    staged.replies.reserve(batch.size());
    for (Submission& submission : batch) validator.admit(submission);
}

void Core::commit(const StoreBatch& batch) {
    if (batch.entries.empty() && batch.fixes.empty() && batch.quarantined.empty()) return;
    store_->commit(batch);
    ++counts_.commits;
    storage_problem_.clear();
}

void Core::apply(Committed& committed, StoreBatch&& batch) {
    Committed added;
    added.entries = std::move(batch.entries);
    added.fixes = std::move(batch.fixes);
    const std::size_t known = history_.unit_names().size();
    const bool new_unit = std::any_of(added.fixes.begin(), added.fixes.end(),
                                      [&](const Fix& fix) { return static_cast<std::size_t>(fix.unit) >= known; });
    if (new_unit) {
        std::vector<std::string> names = store_->unit_names();
        added.new_units.assign(std::make_move_iterator(names.begin() + static_cast<std::ptrdiff_t>(known)),
                               std::make_move_iterator(names.end()));
    }
    history_.add(added);
    for (const Fix& fix : added.fixes) units_->note(history_.unit_names()[static_cast<std::size_t>(fix.unit)], fix);
    live_ = history_.situation_at(clock_.now());

    committed.entries.insert(committed.entries.end(), added.entries.begin(), added.entries.end());
    committed.fixes.insert(committed.fixes.end(), added.fixes.begin(), added.fixes.end());
    committed.new_units.insert(committed.new_units.end(), added.new_units.begin(), added.new_units.end());
}

void Core::evaluate(Committed& committed) {
    std::vector<Event> events = evaluate_rules(rules_, *live_, history_.tracks());
    std::vector<Event> door = door_alerts();
    events.insert(events.end(), std::make_move_iterator(door.begin()), std::make_move_iterator(door.end()));
    if (events.empty()) return door_alerts_.clear();
    StoreBatch batch = own_entries(std::move(events));
    try {
        commit(batch);
    } catch (const StorageFault& fault) {
        return remember(fault);  // the rules will want the same at the next tick
    }
    door_alerts_.clear();
    apply(committed, std::move(batch));
}

void Core::publish(std::shared_ptr<const Committed> committed) {
    if (publish_) publish_(published(std::move(committed)));
}

std::vector<Reply> Core::refuse_all(std::span<const Submission> batch, const StorageFault& fault) {
    remember(fault);
    const Problem problem{fault.full() ? Refusal::kStorageFull : Refusal::kStorageFault, 0, storage_problem_};
    std::vector<Reply> replies;
    replies.reserve(batch.size());
    for (const Submission& submission : batch) replies.push_back({submission.session, submission.seq, problem});
    return replies;
}

void Core::remember(const StorageFault& fault) {
    // What closed the store says more than that it is closed.
    if (fault.trouble() == StorageTrouble::kClosed && !storage_problem_.empty()) return;
    storage_problem_ = fault.what();
}

StoreBatch Core::own_entries(std::vector<Event> events) const {
    StoreBatch batch;
    std::uint64_t seq = store_->last_seq(own_source());
    for (Event& event : events) {
        auto entry = std::make_shared<Entry>();
        entry->n = store_->next_entry() + batch.entries.size();
        entry->received = clock_.now();
        entry->source = own_source();
        entry->seq = ++seq;
        entry->event = std::move(event);
        batch.entries.push_back(std::move(entry));
    }
    return batch;
}

std::vector<Event> Core::door_alerts() const {
    std::vector<Event> events;
    std::vector<RecordName> raised;
    for (const AlertMoved& alert : door_alerts_) {
        const bool open =
            live_->alerts.contains(alert.alert) || std::find(raised.begin(), raised.end(), alert.alert) != raised.end();
        if (open) continue;
        raised.push_back(alert.alert);
        events.push_back({live_->time, alert, {}});
    }
    return events;
}

std::uint64_t Core::last_seq(const SourceName& source) const { return store_->last_seq(source); }

std::shared_ptr<const Committed> Core::everything() const {
    auto all = std::make_shared<Committed>();
    const auto entries = history_.events().entries();
    all->entries.assign(entries.begin(), entries.end());
    std::sort(all->entries.begin(), all->entries.end(), [](const auto& a, const auto& b) { return a->n < b->n; });
    all->new_units = history_.unit_names();
    const auto first = history_.tracks().first_time();
    if (!first) return all;
    all->fixes.reserve(history_.tracks().fix_count());
    history_.tracks().for_each(*first, *history_.tracks().last_time(),
                               [&](const Fix& fix) { all->fixes.push_back(fix); });
    return all;
}

Published Core::published(std::shared_ptr<const Committed> committed) const {
    return {live_, std::move(committed), counts_, storage_problem_};
}

void Core::close() { store_->close(); }

}  // namespace siaga
