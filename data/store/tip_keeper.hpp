#pragma once
// TipKeeper: the writer's hand that signs. It decides when a tip is due (10 s of the clock, 100 entries,
// a custody transfer), signs and writes it. Ingest thread only, never before the commit it speaks of.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/model/event.hpp"
#include "data/store/key_files.hpp"
#include "data/store/ledger_entry.hpp"
#include "data/store/tip_files.hpp"

namespace siaga {

/// What a tip speaks of: all of it on the disk.
struct TipSubject {
    const LedgerHead& head;
    std::span<const std::string> units, sources;
};

class TipKeeper {
public:
    static constexpr Millis kEvery = 10s;
    static constexpr std::uint64_t kEveryEntries = 100;

    /// `key`: nothing where nothing was ever signed; it is made with the first tip, so that a key is never
    /// without one. `newest`: the tip to go on from. Throws Fault when the folder cannot be written.
    TipKeeper(const std::filesystem::path& operation, std::optional<SigningKey> key, std::optional<SignedTip> newest);

    /// These entries are committed.
    void note(std::span<const std::shared_ptr<const Entry>> entries);
    [[nodiscard]] bool due(const TipSubject& subject, Time now) const;
    /// Signs and writes. What has no room is tried again when it is next due; anything else is the
    /// answer, and a reason to record no more.
    [[nodiscard]] std::optional<StorageFault> sign(const TipSubject& subject, const Hash& origin, Time now);
    /// Before the first commit after a start: a closed record is running again. Throws StorageFault.
    void open(const TipSubject& subject);
    /// At the end: whatever there is, as closed. Throws StorageFault.
    void close(const TipSubject& subject, const Hash& origin);
    /// Whether the newest tip speaks of less than there is.
    [[nodiscard]] bool behind(const TipSubject& subject) const;

    /// Precondition: a tip was signed.
    [[nodiscard]] const SigningKey& key() const { return *key_; }
    /// Changes to the key that KeyFiles::make_next has made; the ledger or a tip names it already.
    void take_next_key();

private:
    [[nodiscard]] Tip tip_of(const TipSubject& subject, const Hash& origin, Time now);
    void write(const Tip& tip);

    KeyFiles keys_;
    std::optional<SigningKey> key_;
    TipFiles files_;
    std::optional<SignedTip> newest_;
    NamesMark units_, sources_;  ///< as far as they have been bound
    bool custody_ = false;       ///< a transfer since the newest tip
    bool waiting_for_room_ = false;
    Time latest_time_;  ///< the newest this keeper has been told: what a tip at the end is dated with
};

}  // namespace siaga
