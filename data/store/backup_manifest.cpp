#include "data/store/backup_manifest.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "data/core/fault.hpp"
#include "data/core/json_writer.hpp"
#include "data/core/name.hpp"
#include "data/store/toml_table.hpp"

namespace siaga {
namespace {

constexpr int kManifestFormat = 1;
constexpr std::int64_t kMostBytes = std::numeric_limits<std::int64_t>::max();

/// A JSON string is a TOML string too.
std::string in_quotes(std::string_view text) { return JsonWriter().value(text).take(); }

Hash hash_from(TomlTable& table, std::string_view key) {
    constexpr int kHexadecimal = 16;
    const std::string text = table.text(key);
    Hash hash{};
    if (text.size() != 2 * hash.size()) table.refuse(key, "a SHA-256 has 64 hexadecimal digits");
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const char* const digits = text.data() + 2 * i;
        const auto [end, error] = std::from_chars(digits, digits + 2, hash[i], kHexadecimal);
        if (error != std::errc() || end != digits + 2) table.refuse(key, "a SHA-256 has 64 hexadecimal digits");
    }
    return hash;
}

/// "name" or "folder/name", neither hidden nor with control characters.
bool stays_inside(std::string_view name) {
    const auto fits = [](std::string_view part) {
        return !part.empty() && part.front() != '.' && part.find('/') == std::string_view::npos &&
               std::none_of(part.begin(), part.end(), [](char c) { return c >= 0 && c < ' '; });
    };
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) return fits(name);
    return fits(name.substr(0, slash)) && fits(name.substr(slash + 1));
}

BackupMember member_from(TomlTable& table) {
    BackupMember member;
    member.name = table.text("name");
    if (!stays_inside(member.name)) table.refuse("name", "a file in the operation folder is expected");
    member.bytes = static_cast<std::uint64_t>(table.whole("bytes", 0, kMostBytes));
    member.sha256 = hash_from(table, "sha256");
    return member;
}

}  // namespace

std::string signed_text(std::string_view toml) { return fmt::format("siaga backup 1\n{}", toml); }

std::string to_toml(const BackupManifest& manifest) {
    std::string text = fmt::format(
        "# A backup of Siaga: siagactl restore puts it back, and checks each file against this list.\n"
        "format = {}\noperation = {}\nmade = \"{}\"\n\n[ledger]\nentries = {}\nroot = \"{}\"\nchain = \"{}\"\n",
        kManifestFormat, in_quotes(manifest.operation), to_rfc3339(manifest.made), manifest.tip.entries,
        to_hex(manifest.tip.root), to_hex(manifest.tip.chain));
    if (manifest.key) text += fmt::format("\n[signed]\nkey = \"{}\"\n", to_hex(*manifest.key));
    for (const BackupMember& member : manifest.members) {
        text += fmt::format("\n[[file]]\nname = {}\nbytes = {}\nsha256 = \"{}\"\n", in_quotes(member.name),
                            member.bytes, to_hex(member.sha256));
    }
    return text;
}

BackupManifest manifest_from(std::string_view toml, const std::string& file) {
    const toml::table parsed = [&] {
        try {
            return toml::parse(toml, file);
        } catch (const toml::parse_error& error) {
            throw Fault(fmt::format("{}: the manifest cannot be read: {}; take another backup", file,
                                    printable(error.description())));
        }
    }();
    TomlTable table(parsed, file, "");
    if (table.whole("format", 1, std::numeric_limits<int>::max()) > kManifestFormat)
        table.refuse("format", "a newer Siaga made this backup; install that one");
    BackupManifest manifest;
    manifest.operation = table.text("operation");
    manifest.made = table.time("made");
    std::optional<TomlTable> ledger = table.table_if_there("ledger");
    if (!ledger) table.refuse("format", "the table [ledger] is missing");
    manifest.tip.entries = static_cast<std::uint64_t>(ledger->whole("entries", 0, kMostBytes));
    manifest.tip.root = hash_from(*ledger, "root");
    manifest.tip.chain = hash_from(*ledger, "chain");
    if (std::optional<TomlTable> signature = table.table_if_there("signed")) {
        manifest.key = public_key_from(signature->text("key"));
        if (!manifest.key) signature->refuse("key", "an Ed25519 public key has 64 hexadecimal digits");
    }
    table.each_table("file", [&](TomlTable& member) { manifest.members.push_back(member_from(member)); });
    return manifest;
}

}  // namespace siaga
