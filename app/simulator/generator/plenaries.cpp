// Chapter: the plenaries.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/story.hpp"

namespace siaga::app {
namespace {

using story::kMinute;
using story::PlenaryRow;

std::string_view letter_of(std::string_view contest) { return contest == "gubernur" ? "G" : "B"; }

class PlenaryTale {
public:
    PlenaryTale(Chronicle& chronicle, const PlenaryRow& row) : chronicle_(chronicle), row_(row) {}

    void tell() {
        schedule();
        if (row_.read == story::kNever) return;
        // Sealed and counted at the door: a start comes some seconds after the hour.
        stage(row_.start + 20, PlenaryStage::kRunning);
        if (suspended()) tell_suspension();
        tell_reading();
        stage(row_.read, PlenaryStage::kReadingDone);
        move_boxes(row_.read + 6 * kMinute, chronicle_.boxes(row_.district, letter_of(row_.contest)),
                   BoxStage::kResealed);
        const std::int32_t end = row_.finished == story::kNever ? row_.read + 75 * kMinute : row_.finished;
        const std::int32_t rest = end - row_.read;
        late_stage(row_.read + rest / 2, PlenaryStage::kSigned);
        late_stage(row_.read + rest * 4 / 5, PlenaryStage::kCopiesHanded);
        if (row_.finished != story::kNever) stage(row_.finished, PlenaryStage::kFinished);
    }

private:
    [[nodiscard]] bool suspended() const { return row_.district == story::kObjectionDistrict && row_.start > 0; }

    void stage(std::int32_t second, PlenaryStage to, std::optional<std::int32_t> due = std::nullopt,
               std::string reason = {}) {
        PlenaryMoved moved;
        moved.district = DistrictCode::literal(row_.district);
        moved.contest = ContestName::literal(row_.contest);
        moved.to = to;
        moved.actors = {"Ketua PPK"};
        moved.reason = std::move(reason);
        if (due) moved.due = chronicle_.time(*due);
        chronicle_.add(second, row_.district, std::move(moved));
    }
    void late_stage(std::int32_t second, PlenaryStage to) {
        if (second < story::kDayLength) stage(second, to);
    }

    void schedule() {
        const auto number = static_cast<std::int32_t>(chronicle_.district(row_.district));
        const std::int32_t evening_before = std::min(row_.start - 14 * 60 * kMinute, story::at(29, 21));
        stage(evening_before + number * 50, PlenaryStage::kWaiting, row_.start);
    }

    void tell_suspension() {
        PlenaryFlagged flag;
        flag.district = DistrictCode::literal(row_.district);
        flag.contest = ContestName::literal(row_.contest);
        flag.flag = PlenaryFlagKind::kObjection;
        flag.note = "Keberatan saksi dicatat pada formulir kejadian khusus";
        chronicle_.add(story::kSuspended - 30, row_.district, flag);
        stage(story::kSuspended, PlenaryStage::kSuspended, story::kResumeDue,
              "Keberatan saksi, menunggu saran Panwascam");
        stage(story::kResumed, PlenaryStage::kRunning);
        flag.raised = false;
        flag.note = "Keberatan dijawab, dicatat di berita acara";
        chronicle_.add(story::kResumed + 4 * kMinute, row_.district, std::move(flag));
    }

    /// When the n-th of `count` polling stations has been read out; nothing is read while suspended.
    [[nodiscard]] std::int32_t read_at(std::uint32_t n, std::uint32_t count) const {
        const std::int32_t pause = suspended() ? story::kResumed - story::kSuspended : 0;
        const std::int64_t length = row_.read - row_.start - pause;
        const std::int32_t second = row_.start + static_cast<std::int32_t>(length * n / count);
        return suspended() && second >= story::kSuspended ? second + pause : second;
    }

    void tell_reading() {
        const Roster& roster = chronicle_.roster();
        const std::size_t district = chronicle_.district(row_.district);
        const std::uint32_t count = roster.districts[district].tps;
        const bool in_day = row_.start > 0;
        if (!in_day) {
            progress(row_.read - 5, count);
            move_boxes(row_.start + 5 * kMinute, chronicle_.boxes(row_.district, letter_of(row_.contest)),
                       BoxStage::kOpenedInPlenary);
            return;
        }
        std::uint32_t read = 0;
        for (const VillageInfo& village : roster.villages) {
            if (village.district != district) continue;
            move_boxes(read_at(read, count) + 2 * kMinute,
                       chronicle_.village_boxes(village.code, letter_of(row_.contest)), BoxStage::kOpenedInPlenary);
            for (std::uint32_t i = 0; i < village.tps; ++i) {
                ++read;
                progress(read_at(read, count) - 5, read);
            }
        }
    }

    void progress(std::int32_t second, std::uint32_t read) {
        chronicle_.add(second, row_.district,
                       PlenaryProgress{DistrictCode::literal(row_.district), ContestName::literal(row_.contest), read});
    }

    void move_boxes(std::int32_t second, std::vector<BoxCode> boxes, BoxStage to) {
        const SiteCode ppk = ppk_site(row_.district);
        chronicle_.transfer(second, row_.district, std::move(boxes), to, ppk, ppk);
    }

    Chronicle& chronicle_;
    const PlenaryRow& row_;
};

}  // namespace

void tell_plenaries(Chronicle& chronicle) {
    std::int32_t later = 0;
    for (const std::string_view district : story::kFinishedBefore) {
        const auto tps = static_cast<std::int32_t>(chronicle.roster().districts[chronicle.district(district)].tps);
        const std::int32_t first = story::at(28, 15) + later;
        const std::int32_t second = story::at(29, 8, 30) + later;
        PlenaryTale(chronicle,
                    {district, "gubernur", first, first + tps * 13 * kMinute, first + (tps * 13 + 70) * kMinute})
            .tell();
        PlenaryTale(chronicle,
                    {district, "bupati", second, second + tps * 16 * kMinute, second + (tps * 16 + 85) * kMinute})
            .tell();
        later += 7 * kMinute + 10;
    }
    for (const PlenaryRow& row : story::kPlenaries) PlenaryTale(chronicle, row).tell();
}

}  // namespace siaga::app
