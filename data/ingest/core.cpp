#include "data/ingest/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>
#include <variant>

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

template <class T> void append(std::vector<T>& to, std::vector<T>&& more) {
    if (to.empty()) {
        to = std::move(more);
    } else {
        to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
}

void append(Committed& to, Committed&& more) {
    append(to.entries, std::move(more.entries));
    append(to.fixes, std::move(more.fixes));
    append(to.new_units, std::move(more.new_units));
}

StorageFault no_memory() {
    return {StorageTrouble::kNoMemory, "no memory to take in records; end other programs, then start again"};
}

/// For the life of the store, which is that of the core.
std::shared_ptr<SliceSource> borrowed_slices(Store& store) { return {std::shared_ptr<void>(), &store.slices()}; }

constexpr Millis kSealGrace{60s};             // what is on its way at the end of five minutes
constexpr std::uint64_t kOpenMost = 200'000;  // an import of the past seals as it goes

}  // namespace

Core::Core(std::unique_ptr<Store> store, std::shared_ptr<const Roster> roster, const Clock& clock)
    : store_(std::move(store)),
      roster_(std::move(roster)),
      clock_(clock),
      history_(roster_, borrowed_slices(*store_)),
      rules_(all_rules()),
      units_(std::make_unique<UnitBook>()),
      box_(std::make_unique<OperationBox>(*roster_)) {
    load();
}

Core::~Core() = default;

void Core::load() {
    if (const auto& loss = store_->accepted_loss()) store_->commit(own_entries({{clock_.now(), *loss, {}}}));
    Committed stored;
    stored.new_units = store_->unit_names();
    store_->read_entries(
        0, [&](Entry entry) { stored.entries.push_back(std::make_shared<const Entry>(std::move(entry))); });
    store_->read_open_fixes([&](const Fix& fix) { stored.fixes.push_back(fix); });
    history_.add(stored);
    const std::span<const std::optional<Fix>> newest = history_.tracks().latest_at(Time::max());
    for (std::size_t i = 0; i < stored.new_units.size(); ++i) {
        UnitPage& page = units_->page(stored.new_units[i]);
        page.index = UnitIndex{static_cast<std::uint32_t>(i)};
        if (i < newest.size() && newest[i]) page.note(*newest[i]);
    }
    counts_.quarantined = store_->quarantined_count();
    live_ = history_.situation_at(clock_.now());
}

void Core::step(std::span<const Submission> batch, const ReplySink& acknowledge) {
    Staged staged;
    try {
        validate(batch, staged);
        commit(staged.batch);
    } catch (const StorageFault& fault) {
        staged.undo();
        acknowledge(refuse_all(batch, fault));
        return publish(nullptr);
    } catch (const std::bad_alloc&) {
        acknowledge(refuse_all(batch, no_memory()));
        return publish(nullptr);
    }
    acknowledge(std::move(staged.replies));
    store_->settle(clock_.now());

    counts_.fixes += staged.added.fixes;
    counts_.events += staged.added.events;
    counts_.duplicates += staged.added.duplicates;
    counts_.refused += staged.added.refused;
    counts_.quarantined += staged.batch.quarantined.size();
    for (auto& [source, raw] : staged.refused) refused_.note(source, std::move(raw));
    door_alerts_.insert(door_alerts_.end(), staged.alerts.begin(), staged.alerts.end());
    auto committed = std::make_shared<Committed>();
    apply(*committed, std::move(staged.batch));
    evaluate(*committed);
    seal(*committed);
    publish(std::move(committed));
}

std::vector<Reply> Core::step(std::span<const Submission> batch) {
    std::vector<Reply> replies;
    step(batch, [&](std::vector<Reply> given) { replies = std::move(given); });
    return replies;
}

void Core::tick() {
    auto committed = std::make_shared<Committed>();
    apply(*committed, {});
    ask_witness(false);
    evaluate(*committed);
    seal(*committed);
    store_->settle(clock_.now());
    publish(committed->entries.empty() && !committed->sealed ? nullptr : std::move(committed));
}

void Core::validate(std::span<const Submission> batch, Staged& staged) {
    Validator validator({*store_, history_, *units_, refused_, *roster_, *box_}, clock_.now(), staged);
    std::size_t records = 0;
    for (const Submission& submission : batch) records += submission.records.size();
    staged.reserve(records);
    for (const Submission& submission : batch) validator.admit(submission);
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
    live_ = history_.situation_at(clock_.now());
    append(committed, std::move(added));
}

void Core::evaluate(Committed& committed) {
    std::vector<Event> events = evaluate_rules(rules_, *live_, history_.tracks());
    std::vector<Event> door = door_alerts();
    events.insert(events.end(), std::make_move_iterator(door.begin()), std::make_move_iterator(door.end()));
    events.insert(events.end(), seen_.begin(), seen_.end());
    if (events.empty()) return door_alerts_.clear();
    StoreBatch batch;
    try {
        batch = own_entries(std::move(events));
        commit(batch);
    } catch (const StorageFault& fault) {
        return remember(fault);  // the rules will want the same at the next tick
    }
    door_alerts_.clear();
    seen_.clear();
    apply(committed, std::move(batch));
}

void Core::ask_witness(bool ending) {
    if (witness_ != nullptr && seen_.empty()) witness_->look(*live_, ending, seen_);
}

void Core::seal(Committed& committed) {
    const Time until = slice_start(clock_.now() - kSealGrace);
    const bool due = !sealed_until_ || until > *sealed_until_ || store_->open_fixes() > kOpenMost;
    if (!due || !storage_problem_.empty() || !store_->can_seal(until)) return;
    try {
        store_->seal(until);
    } catch (const StorageFault& fault) {
        return remember(fault);
    }
    sealed_until_ = until;
    committed.sealed = true;
    store_->read_open_fixes([&](const Fix& fix) { committed.open.push_back(fix); });
    Committed slices;
    slices.sealed = true;
    slices.open = committed.open;
    history_.add(slices);
}

void Core::publish(std::shared_ptr<const Committed> committed) {
    if (publish_) publish_(published(std::move(committed)));
}

std::vector<Reply> Core::refuse_all(std::span<const Submission> batch, const StorageFault& fault) {
    remember(fault);
    const Problem problem{fault.full() ? Refusal::kStorageFull : Refusal::kStorageFault, 0, storage_problem_};
    std::vector<Reply> replies;
    for (const Submission& submission : batch) {
        for (const auto& [seq, record, raw_end] : submission.records) {
            const bool answered = std::holds_alternative<Problem>(record) && !submission.unnumbered;
            replies.push_back({answered ? kNobodyWaits : submission.session, seq, problem});
        }
    }
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
    all->sealed = true;
    store_->read_open_fixes([&](const Fix& fix) { all->open.push_back(fix); });
    return all;
}

Published Core::published(std::shared_ptr<const Committed> committed) const {
    return {live_, std::move(committed), counts_, storage_problem_};
}

void Core::end(const std::string& why) {
    storage_problem_ = fmt::format("recording has stopped: {}; start again", why);
    publish(nullptr);
}

void Core::close() {
    ask_witness(true);
    if (!seen_.empty()) {
        Committed last;
        evaluate(last);
    }
    store_->close();
}

}  // namespace siaga
