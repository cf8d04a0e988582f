#include "data/model/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

constexpr std::uint32_t kMaxTps = 999;  // three digits in a box code

[[noreturn]] void refuse(std::string_view what, std::string_view way_out) {
    throw Fault(fmt::format("{}: {}", what, way_out));
}

void check_contests(const std::vector<ContestInfo>& contests) {
    for (std::size_t i = 0; i < contests.size(); ++i) {
        if (contests[i].letter < 'A' || contests[i].letter > 'Z') {
            refuse(fmt::format("contest '{}' has no letter from A to Z", contests[i].name.text()),
                   "give it one, it ends the code of its boxes");
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (contests[k].name == contests[i].name) {
                refuse(fmt::format("contest '{}' is there twice", contests[i].name.text()), "remove one");
            }
            if (contests[k].letter == contests[i].letter) {
                refuse(fmt::format("contests '{}' and '{}' have the same letter {}", contests[k].name.text(),
                                   contests[i].name.text(), contests[i].letter),
                       "their boxes would have the same codes; change one");
            }
        }
    }
}

/// Sorts the districts by code and takes the villages' references along.
void sort_districts(std::vector<DistrictInfo>& districts, std::vector<VillageInfo>& villages) {
    std::vector<std::size_t> order(districts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return districts[a].code < districts[b].code; });
    std::vector<DistrictInfo> sorted;
    std::vector<std::size_t> place_of(districts.size());
    for (const std::size_t old : order) {
        place_of[old] = sorted.size();
        sorted.push_back(std::move(districts[old]));
    }
    districts = std::move(sorted);
    for (VillageInfo& village : villages) {
        if (village.district >= place_of.size()) {
            refuse(fmt::format("village '{}' ({}) belongs to no district", village.code, village.name),
                   "correct its district_code");
        }
        village.district = place_of[village.district];
    }
}

template <class Items, class CodeOf>
std::unordered_map<std::string, std::size_t> index_by_code(const Items& items, std::string_view what, CodeOf code_of) {
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!index.emplace(code_of(items[i]), i).second) {
            refuse(fmt::format("{} '{}' is there twice", what, code_of(items[i])), "remove one");
        }
    }
    return index;
}

std::optional<std::size_t> lookup(const std::unordered_map<std::string, std::size_t>& index, const std::string& code) {
    const auto found = index.find(code);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

BoxCode box_code(const VillageInfo& village, std::uint32_t tps, const ContestInfo& contest) {
    const std::string text = fmt::format("{}-{:03}-{}", village.code, tps, contest.letter);
    const Result<BoxCode> code = BoxCode::parse(text);
    if (!code)
        refuse(fmt::format("village code '{}' makes no box code", printable(village.code)), code.problem().detail);
    return *code;
}

std::vector<BoxInfo> make_boxes(const std::vector<VillageInfo>& villages, const std::vector<ContestInfo>& contests) {
    std::vector<BoxInfo> boxes;
    for (std::size_t v = 0; v < villages.size(); ++v) {
        const VillageInfo& village = villages[v];
        if (village.tps > kMaxTps) {
            refuse(fmt::format("village '{}' ({}) has {} polling stations", village.code, village.name, village.tps),
                   fmt::format("at most {} fit a box code", kMaxTps));
        }
        for (std::uint32_t tps = 1; tps <= village.tps; ++tps) {
            for (std::size_t c = 0; c < contests.size(); ++c) {
                boxes.push_back({box_code(village, tps, contests[c]), v, village.district, c});
            }
        }
    }
    std::sort(boxes.begin(), boxes.end(), [](const BoxInfo& a, const BoxInfo& b) { return a.code < b.code; });
    return boxes;
}

}  // namespace

void Roster::finish() {
    check_contests(contests);
    sort_districts(districts, villages);
    std::stable_sort(villages.begin(), villages.end(),
                     [](const VillageInfo& a, const VillageInfo& b) { return a.code < b.code; });
    for (DistrictInfo& district : districts) district.villages = district.tps = 0;
    for (const VillageInfo& village : villages) {
        districts[village.district].villages += 1;
        districts[village.district].tps += village.tps;
    }
    boxes = make_boxes(villages, contests);

    (void)index_by_code(villages, "village", [](const VillageInfo& v) { return v.code; });
    district_by_code_ = index_by_code(districts, "district", [](const DistrictInfo& d) { return d.code.text(); });
    site_by_code_ = index_by_code(sites, "site", [](const SiteInfo& s) { return s.code.text(); });
    box_by_code_ = index_by_code(boxes, "box", [](const BoxInfo& b) { return b.code.text(); });
}

std::optional<std::size_t> Roster::contest_index(const ContestName& name) const {
    for (std::size_t i = 0; i < contests.size(); ++i) {
        if (contests[i].name == name) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> Roster::district_index(const DistrictCode& code) const {
    return lookup(district_by_code_, code.text());
}

std::optional<std::size_t> Roster::site_index(const SiteCode& code) const { return lookup(site_by_code_, code.text()); }

std::optional<std::size_t> Roster::box_index(const BoxCode& code) const { return lookup(box_by_code_, code.text()); }

std::uint32_t Roster::boxes_expected(std::size_t district, std::size_t contest) const {
    return district < districts.size() && contest < contests.size() ? districts[district].tps : 0;
}

}  // namespace siaga
