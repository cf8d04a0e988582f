#pragma once
// NameTable: names and their dense numbers, in memory at once, on disk with the next commit.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace siaga {

class NameTable {
public:
    /// A new name gets the next number.
    std::uint32_t index_of(const std::string& name) {
        const auto [place, is_new] = index_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
        if (is_new) names_.push_back(name);
        return place->second;
    }
    [[nodiscard]] std::optional<std::uint32_t> find(const std::string& name) const {
        const auto place = index_.find(name);
        if (place == index_.end()) return std::nullopt;
        return place->second;
    }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    /// Numbers from here on are not on disk yet.
    [[nodiscard]] std::size_t saved() const { return saved_; }
    [[nodiscard]] std::span<const std::string> saved_names() const { return std::span(names_).first(saved_); }
    [[nodiscard]] bool all_saved() const { return saved_ == names_.size(); }
    void mark_saved() { saved_ = names_.size(); }

private:
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::uint32_t> index_;
    std::size_t saved_ = 0;
};

}  // namespace siaga
