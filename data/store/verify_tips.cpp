#include "data/store/verify_tips.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace siaga {
namespace {

/// Marks after each of the names, so that any count can be looked up.
std::vector<NamesMark> marks_of(const std::vector<std::string>& names) {
    std::vector<NamesMark> marks(1);
    for (const std::string& name : names) {
        marks.push_back(marks.back());
        marks.back().append(name);
    }
    return marks;
}

/// From `from` entries on, `key` signs; nothing while it is not known.
struct KeyPeriod {
    std::uint64_t from = 0;
    std::optional<PublicKey> key;
};

class TipChecks {
public:
    TipChecks(const LedgerWalk& ledger, const std::optional<NamesFound>& names, TipsChecked& out)
        : ledger_(ledger), out_(out) {
        if (!names) return;
        units_ = marks_of(names->units);
        sources_ = marks_of(names->sources);
    }

    void check(const TipRecord& record, const std::optional<PublicKey>& published) {
        for (const TipFault& fault : record.faults) found(fault.place, fault.what);
        make_periods();
        for (std::size_t i = 0; i < record.tips.size() && out_.findings.empty(); ++i) check_one(record.tips, i);
        if (!record.tips.empty()) check_closed(record.tips.back());
        check_latest(record);
        check_published(published);
        for (const KeyPeriod& period : periods_) {
            const bool goes_on = !out_.keys.empty() && period.key == out_.keys.back();  // beyond an accepted loss
            if (period.key && !goes_on) out_.keys.push_back(*period.key);
        }
        say_what_is_unsigned(record);
    }
    void check_against(const PlacedTip& tip) {
        const std::string what = trouble(tip.tip.tip);
        if (!is_authentic(tip.tip)) return add(tip.place, "its signature is wrong");
        if (!what.empty()) return add(tip.place, what);
        if (is_beyond(tip.tip.tip)) return;
        const std::optional<PublicKey>& key = period_at(tip.tip.tip.ledger.entries).key;
        if (key && *key != tip.tip.tip.key) add(tip.place, foreign_key(tip.tip.tip));
    }

private:
    void add(std::string where, std::string what) { out_.findings.push_back({std::move(where), std::move(what)}); }
    void found(const std::string& where, const std::string& what) {
        if (out_.findings.empty()) add(where, what);
    }

    void make_periods() {
        std::map<std::uint64_t, std::optional<RotatedKeys>> changes;
        for (const auto& [entry, keys] : ledger_.rotations) changes[entry] = keys;
        for (const PlacedLoss& loss : ledger_.losses) changes[loss.entry] = std::nullopt;
        periods_ = {KeyPeriod{}};
        for (const auto& [entry, keys] : changes) {
            KeyPeriod& now = periods_.back();
            if (keys && !now.key) now.key = keys->before;
            if (keys && *now.key != keys->before) {
                found(fmt::format("ledger.db, entry {}", entry), "changes another key than the one in force");
            }
            periods_.push_back({entry + 1, keys ? std::optional(keys->after) : std::nullopt});
        }
    }
    KeyPeriod& period_at(std::uint64_t size) {
        const auto after = std::upper_bound(periods_.begin(), periods_.end(), size,
                                            [](std::uint64_t n, const KeyPeriod& period) { return n < period.from; });
        return *std::prev(after);
    }

    /// Of entries after a bad one, of which nothing is known: neither their hashes nor whether the key was changed.
    [[nodiscard]] bool is_beyond(const Tip& tip) const {
        return ledger_.finding && tip.ledger.entries > ledger_.head.entries();
    }
    /// Why a tip does not go with the ledger, "" when it does.
    [[nodiscard]] std::string trouble(const Tip& tip) const {
        if (is_beyond(tip)) return {};
        if (tip.ledger.entries > ledger_.head.entries()) {
            return fmt::format("{} entries with root {} were signed, the ledger has {} with root {}",
                               tip.ledger.entries, to_hex(tip.ledger.root), ledger_.head.entries(),
                               to_hex(ledger_.head.tree.root()));
        }
        const LedgerTip& here = ledger_.tips.at(tip.ledger.entries);
        if (here.root != tip.ledger.root) {
            return fmt::format("the first {} entries were signed with root {}, here they have root {}",
                               tip.ledger.entries, to_hex(tip.ledger.root), to_hex(here.root));
        }
        if (here.chain != tip.ledger.chain) return "its chain hash is not that of the ledger";
        if (tip.origin != ledger_.origin) return "it is of another ledger";
        return {};
    }
    [[nodiscard]] static std::string foreign_key(const Tip& tip) {
        return fmt::format("is signed by key {}, which is not the ledger's", fingerprint(tip.key));
    }

    /// A tip of what was lost, where the ledger says that the loss was accepted.
    [[nodiscard]] bool excused(const std::vector<PlacedTip>& tips, std::size_t i) const {
        return std::any_of(ledger_.losses.begin(), ledger_.losses.end(), [&](const PlacedLoss& loss) {
            const bool named =
                loss.what.expected_root.empty() || tips[i].tip.tip.ledger.entries <= loss.what.expected_entries;
            const auto goes_on = std::find_if(tips.begin(), tips.end(), [&](const PlacedTip& tip) {
                return tip.tip.tip.ledger.entries > loss.entry && trouble(tip.tip.tip).empty();
            });
            return named && tips.begin() + static_cast<std::ptrdiff_t>(i) < goes_on;
        });
    }
    void check_one(const std::vector<PlacedTip>& tips, std::size_t i) {
        const auto& [place, tip] = tips[i];
        if (!is_authentic(tip)) return found(place, "its signature is wrong");
        check_order(tips, i);
        if (const std::string what = trouble(tip.tip); !what.empty()) {
            if (excused(tips, i)) {
                ++excused_;
            } else {
                found(place, what);
            }
            return;
        }
        if (!is_beyond(tip.tip)) {
            KeyPeriod& period = period_at(tip.tip.ledger.entries);
            if (!period.key) period.key = tip.tip.key;
            if (*period.key != tip.tip.key) found(place, foreign_key(tip.tip));
        }
        check_names(place, "units", tip.tip.units, units_);
        check_names(place, "sources", tip.tip.sources, sources_);
    }
    /// Each tip names the one before it, so none can be taken out unseen.
    void check_order(const std::vector<PlacedTip>& tips, std::size_t i) {
        const Hash before = i == 0 ? Hash{} : hash_of(tips[i - 1].tip);
        if (tips[i].tip.tip.previous == before) return;
        const std::uint64_t last = i == 0 ? 0 : tips[i - 1].tip.tip.ledger.entries;
        const bool after_loss = std::any_of(ledger_.losses.begin(), ledger_.losses.end(), [&](const PlacedLoss& loss) {
            return last <= std::max<std::uint64_t>(loss.entry, loss.what.expected_entries) &&
                   tips[i].tip.tip.ledger.entries > loss.entry;
        });
        if (!after_loss) found(tips[i].place, "a tip before it is missing or was changed");
    }
    void check_names(const std::string& place, std::string_view what, const NamesMark& mark,
                     const std::vector<NamesMark>& marks) {
        if (marks.empty()) return;
        if (mark.count >= marks.size()) {
            found("tracks.db", fmt::format("{} names of {} were signed in {}, here are {}", mark.count, what, place,
                                           marks.size() - 1));
        } else if (marks[static_cast<std::size_t>(mark.count)] != mark) {
            found("tracks.db",
                  fmt::format("a name among the first {} {} is not the one signed in {}", mark.count, what, place));
        }
    }
    /// After a closed tip nothing comes without a running one.
    void check_closed(const PlacedTip& last) {
        const Tip& tip = last.tip.tip;
        if (!tip.closed || !trouble(tip).empty()) return;
        const std::string since = fmt::format("was added after the record was closed ({})", last.place);
        if (tip.ledger.entries < ledger_.head.entries()) {
            found(fmt::format("ledger.db, entry {}", tip.ledger.entries), since);
        }
        if (!units_.empty() && tip.units.count + 1 < units_.size()) {
            found(fmt::format("tracks.db, unit {}", tip.units.count), since);
        }
        if (!sources_.empty() && tip.sources.count + 1 < sources_.size()) {
            found(fmt::format("tracks.db, source {}", tip.sources.count), since);
        }
    }
    /// A copy of a tip of the files; not always of the last, when the machine stopped in between.
    void check_latest(const TipRecord& record) {
        if (record.tips.empty() && !record.latest) {
            if (ledger_.head.entries() > 0) {
                found("checkpoints/",
                      "holds no signed tip: they were removed, or nothing was ever signed here (start "
                      "the core once)");
            }
            return;
        }
        const bool there = std::any_of(record.tips.begin(), record.tips.end(), [&](const PlacedTip& tip) {
            return record.latest && tip.tip == record.latest->tip;
        });
        if (!record.latest) {
            found("checkpoints/latest.tip", "is missing");
        } else if (!there) {
            found("checkpoints/latest.tip", "is none of the tips files: tips were removed or changed");
        }
    }
    void check_published(const std::optional<PublicKey>& published) {
        if (ledger_.finding) return;  // the newest key may be named beyond it
        KeyPeriod& last = periods_.back();
        if (!published)
            return out_.notes.emplace_back("keys/ledger.pub is missing: the keys are those the tips name"), void();
        if (!last.key) last.key = published;
        if (*last.key != *published) {
            found("keys/ledger.pub",
                  fmt::format("is key {}, the ledger's is {}", fingerprint(*published), fingerprint(*last.key)));
        }
    }
    void say_what_is_unsigned(const TipRecord& record) {
        if (record.cut_at_end) out_.notes.emplace_back("the newest tip was cut while it was written");
        if (excused_ > 0) {
            out_.notes.push_back(fmt::format("{} tips speak of entries whose loss was accepted", excused_));
        }
        for (const PlacedLoss& loss : ledger_.losses) {
            out_.notes.push_back(fmt::format("entry {}: a loss was accepted ({} of {} entries found): {}", loss.entry,
                                             loss.what.found_entries, loss.what.expected_entries, loss.what.reason));
        }
        const std::uint64_t signed_entries = record.tips.empty() ? 0 : record.tips.back().tip.tip.ledger.entries;
        if (signed_entries < ledger_.head.entries()) {
            out_.notes.push_back(fmt::format("{} entries after the newest tip are not signed yet",
                                             ledger_.head.entries() - signed_entries));
        }
    }

    const LedgerWalk& ledger_;
    std::vector<NamesMark> units_, sources_;  ///< by count; empty when not known
    std::vector<KeyPeriod> periods_;
    std::uint64_t excused_ = 0;
    TipsChecked& out_;
};

}  // namespace

TipsChecked check_tips(const TipRecord& record, const std::vector<PlacedTip>& against, const LedgerWalk& ledger,
                       const std::optional<NamesFound>& names, const std::optional<PublicKey>& published) {
    TipsChecked out;
    TipChecks checks(ledger, names, out);
    checks.check(record, published);
    for (const PlacedTip& tip : against) checks.check_against(tip);
    return out;
}

}  // namespace siaga
