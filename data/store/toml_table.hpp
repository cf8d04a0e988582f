#pragma once
// TomlTable: reads the keys of one table, each with the type it must have; a Fault says file:line:column,
// what is there and what is expected. Ask for unknown keys at the end.

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "data/core/time.hpp"

namespace siaga {

class TomlTable {
public:
    /// `file` is for messages; `name` is "" for the top level, else "[rules]".
    TomlTable(const toml::table& table, std::string file, std::string name);

    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] std::optional<std::string> text_if_there(std::string_view key);
    /// The name of a file in the same folder.
    [[nodiscard]] std::string file_name(std::string_view key);
    [[nodiscard]] std::optional<std::string> file_name_if_there(std::string_view key);
    [[nodiscard]] std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::optional<std::int64_t> whole_if_there(std::string_view key, std::int64_t least,
                                                             std::int64_t most);
    [[nodiscard]] double real(std::string_view key, double least, double most);
    [[nodiscard]] bool truth_or(std::string_view key, bool otherwise);
    /// RFC 3339 in quotes.
    [[nodiscard]] Time time(std::string_view key);
    [[nodiscard]] std::optional<TomlTable> table_if_there(std::string_view key);
    /// Calls visit with each table of the array `key`, none when it is absent.
    void each_table(std::string_view key, const std::function<void(TomlTable&)>& visit);

    /// Throws Fault at the value of `key`.
    [[noreturn]] void refuse(std::string_view key, std::string_view what) const;
    /// Logs a warning for each key that nothing asked for.
    void warn_of_unknown_keys() const;

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    const toml::node& require(std::string_view key, std::string_view expected);
    [[nodiscard]] std::string at(const toml::node& node) const;
    [[noreturn]] void expected(std::string_view key, const toml::node& node, std::string_view what) const;
    std::string file_name_from(std::string_view key, std::string name) const;

    const toml::table* table_;
    std::string file_;
    std::string name_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace siaga
