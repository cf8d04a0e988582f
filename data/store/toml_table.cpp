#include "data/store/toml_table.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <sstream>
#include <utility>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"

namespace siaga {
namespace {

/// "the text 'abc'", "the number 7", "a table".
std::string shown(const toml::node& node) {
    std::ostringstream out;
    if (const auto* text = node.as_string()) return fmt::format("the text '{}'", printable(text->get()));
    if (const auto* number = node.as_integer()) return fmt::format("the number {}", number->get());
    out << node.type();
    return fmt::format("of type {}", out.str());
}

}  // namespace

TomlTable::TomlTable(const toml::table& table, std::string file, std::string name)
    : table_(&table), file_(std::move(file)), name_(std::move(name)) {}

std::string TomlTable::at(const toml::node& node) const {
    const toml::source_position& place = node.source().begin;
    return fmt::format("{}:{}:{}", file_, place.line, place.column);
}

const toml::node* TomlTable::find(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

const toml::node& TomlTable::require(std::string_view key, std::string_view expected) {
    if (const toml::node* node = find(key)) return *node;
    throw Fault(fmt::format("{}: '{}' is missing{}{}; write it, expected is {}", at(*table_), key,
                            name_.empty() ? "" : " in ", name_, expected));
}

void TomlTable::expected(std::string_view key, const toml::node& node, std::string_view what) const {
    throw Fault(fmt::format("{}: '{}' is {}, expected is {}", at(node), key, shown(node), what));
}

void TomlTable::refuse(std::string_view key, std::string_view what) const {
    const toml::node* node = table_->get(key);
    throw Fault(fmt::format("{}: '{}': {}", at(node != nullptr ? *node : *table_), key, what));
}

std::string TomlTable::text(std::string_view key) {
    constexpr std::string_view kExpected = "text in quotes";
    const toml::node& node = require(key, kExpected);
    const auto* value = node.as_string();
    if (value == nullptr || value->get().empty()) expected(key, node, kExpected);
    return value->get();
}

std::optional<std::string> TomlTable::text_if_there(std::string_view key) {
    if (find(key) == nullptr) return std::nullopt;
    return text(key);
}

std::string TomlTable::file_name_from(std::string_view key, std::string name) const {
    if (name.find('/') != std::string::npos || name.find('\0') != std::string::npos || name == "." || name == "..") {
        refuse(key, fmt::format("'{}' is not the name of a file in this folder", printable(name)));
    }
    return name;
}

std::string TomlTable::file_name(std::string_view key) { return file_name_from(key, text(key)); }

std::optional<std::string> TomlTable::file_name_if_there(std::string_view key) {
    if (find(key) == nullptr) return std::nullopt;
    return file_name(key);
}

std::int64_t TomlTable::whole(std::string_view key, std::int64_t least, std::int64_t most) {
    const std::string what = fmt::format("a whole number from {} to {}", least, most);
    const toml::node& node = require(key, what);
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < least || value->get() > most) expected(key, node, what);
    return value->get();
}

std::optional<std::int64_t> TomlTable::whole_if_there(std::string_view key, std::int64_t least, std::int64_t most) {
    if (find(key) == nullptr) return std::nullopt;
    return whole(key, least, most);
}

double TomlTable::real(std::string_view key, double least, double most) {
    const std::string what = fmt::format("a number from {} to {}", least, most);
    const toml::node& node = require(key, what);
    const std::optional<double> value = node.value<double>();
    if (!value || !node.is_number() || !(*value >= least && *value <= most)) expected(key, node, what);
    return *value;
}

bool TomlTable::truth_or(std::string_view key, bool otherwise) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    const auto* value = node->as_boolean();
    if (value == nullptr) expected(key, *node, "true or false");
    return value->get();
}

Time TomlTable::time(std::string_view key) {
    const Result<Time> parsed = parse_rfc3339(text(key));
    if (!parsed) refuse(key, parsed.problem().detail);
    return *parsed;
}

std::optional<TomlTable> TomlTable::table_if_there(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_table()) expected(key, *node, "a table");
    return TomlTable(*node->as_table(), file_, fmt::format("[{}]", key));
}

void TomlTable::each_table(std::string_view key, const std::function<void(TomlTable&)>& visit) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const std::string inside = name_.empty() ? "" : name_.substr(1, name_.size() - 2) + ".";  // of [listener]
    const std::string what = fmt::format("tables, each under [[{}{}]]", inside, key);
    if (!node->is_array()) expected(key, *node, what);
    for (const toml::node& item : *node->as_array()) {
        if (!item.is_table()) expected(key, item, what);
        TomlTable table(*item.as_table(), file_, fmt::format("[[{}{}]]", inside, key));
        visit(table);
    }
}

void TomlTable::warn_of_unknown_keys() const {
    for (const auto& [key, node] : *table_) {
        if (asked_.find(key.str()) == asked_.end()) {
            spdlog::warn("{}: '{}' is not a setting of this version and is ignored", at(node), printable(key.str()));
        }
    }
}

}  // namespace siaga
