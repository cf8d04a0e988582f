#include "app/common/gpx_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <span>
#include <utility>

#include "app/common/read_operation.hpp"
#include "data/core/fault.hpp"
#include "data/ingest/core.hpp"
#include "data/store/sha256.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app {
namespace {

constexpr std::size_t kBatch = 4000;  ///< records a commit, or on the way to the feed
constexpr auto kPatience = std::chrono::seconds(60);

class IntoFolder final : public ImportWay {
public:
    IntoFolder(const Operation& operation, SourceName source)
        : source_(std::move(source)),
          clock_(operation_clock(operation)),
          core_(std::make_unique<Store>(operation.folder, Durability::kFull), operation.roster, *clock_),
          waiting_(fresh()) {}

    void give(std::uint64_t seq, const FixReport& report) override {
        waiting_.add(seq, FixReport(report),
                     fmt::format("<trkpt lat=\"{}\" lon=\"{}\"><time>{}</time></trkpt>", report.lat_deg, report.lon_deg,
                                 to_rfc3339(report.time)));
        if (waiting_.records.size() >= kBatch) commit();
    }

    Refusals finish() override {
        commit();
        core_.tick();
        core_.close();
        return refusals_;
    }

private:
    [[nodiscard]] Submission fresh() const {
        Submission submission;
        submission.source = source_;
        return submission;
    }

    void commit() {
        const Submission batch = std::exchange(waiting_, fresh());
        if (batch.records.empty()) return;
        for (const Reply& reply : core_.step(std::span(&batch, 1))) {
            if (reply.problem) refusals_.note(reply.seq, name_of(reply.problem->code), reply.problem->detail);
        }
        if (!core_.storage_problem().empty()) throw Fault(core_.storage_problem());
    }

    SourceName source_;
    std::unique_ptr<const Clock> clock_;
    Core core_;
    Submission waiting_;
    Refusals refusals_;
};

class ThroughFeed final : public ImportWay {
public:
    explicit ThroughFeed(const net::FeedTarget& target)
        : name_(fmt::format("{}:{}", target.host, target.port)), client_(target) {}

    void give(std::uint64_t seq, const FixReport& report) override {
        client_.send(seq, report);
        last_ = seq;
        if (++unanswered_ >= kBatch) wait();
    }

    Refusals finish() override {
        wait();
        return refusals_;
    }

private:
    void wait() {
        unanswered_ = 0;
        if (last_ == 0) return;
        if (!client_.wait_answered(last_, kPatience)) {
            throw Fault(
                fmt::format("{} has not answered for {} s; see what the core says, and import again: what is "
                            "there is found",
                            name_, kPatience.count()));
        }
        for (const net::FeedNack& nack : client_.take_nacks()) {
            refusals_.note(nack.seq, nack.code, nack.detail);
        }
    }

    std::string name_;
    net::FeedClient client_;
    std::uint64_t last_ = 0;
    std::size_t unanswered_ = 0;
    Refusals refusals_;
};

/// Why, by number.
std::map<std::uint64_t, std::string> refused_before(const std::filesystem::path& folder, const SourceName& source) {
    std::map<std::uint64_t, std::string> refused;
    StoreReader(folder).read_quarantine([&](const QuarantinedRecord& record) {
        if (record.source == source.text()) refused.emplace(record.seq, record.reasons);
    });
    return refused;
}

/// Of that source; the feed does not say which records it acknowledges because they are there already.
std::uint64_t stored_of(const std::filesystem::path& folder, const SourceName& source) {
    const StoreReader reader(folder);
    const std::vector<std::string> names = reader.source_names();
    const auto found = std::find(names.begin(), names.end(), source.text());
    if (found == names.end()) return 0;
    const SourceIndex index{static_cast<std::uint32_t>(found - names.begin())};
    std::uint64_t count = 0;
    reader.read_fixes([&](const Fix& fix) { count += fix.source == index ? 1 : 0; });
    return count;
}

}  // namespace

void Refusals::note(std::uint64_t seq, std::string_view code, std::string_view detail) {
    if (count++ == 0) first = fmt::format("point {}: {}: {}", seq, code, detail);
}

SourceName import_source(const UnitName& unit, std::string_view bytes) {
    constexpr std::size_t kBytes = 12;
    const Hash hash = Sha256().add(unit.text()).add(std::string_view("\n")).add(bytes).finish();
    return SourceName::literal("gpx." + to_hex(std::span(hash).first(kBytes)));
}

std::unique_ptr<ImportWay> into_folder(const Operation& operation, const SourceName& source) {
    return std::make_unique<IntoFolder>(operation, source);
}

std::unique_ptr<ImportWay> through_feed(const net::FeedTarget& target) { return std::make_unique<ThroughFeed>(target); }

ImportCounts import_fixes(const std::filesystem::path& operation_folder, const SourceName& source,
                          const std::vector<FixReport>& fixes, ImportWay& way,
                          const std::function<void(std::uint64_t)>& on_progress) {
    const auto refused = refused_before(operation_folder, source);
    const std::uint64_t stored = stored_of(operation_folder, source);
    for (std::uint64_t seq = 1; seq <= fixes.size(); ++seq) {
        if (!refused.contains(seq)) way.give(seq, fixes[seq - 1]);
        on_progress(seq);
    }
    const Refusals now = way.finish();
    ImportCounts counts;
    counts.stored = stored_of(operation_folder, source) - stored;
    counts.refused = now.count + refused.size();
    counts.known = fixes.size() - counts.stored - counts.refused;
    counts.first_refusal = now.first;
    if (!refused.empty()) {
        counts.first_refusal = fmt::format("point {}: {}", refused.begin()->first, refused.begin()->second);
    }
    return counts;
}

}  // namespace siaga::app
