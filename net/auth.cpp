#include "net/auth.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/sha256.hpp"

namespace siaga::net {
namespace {

constexpr std::array<std::string_view, 4> kRoleNames{"field", "operator", "viewer", "admin"};
constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOthersBits = 0077;

std::filesystem::path token_file(const std::filesystem::path& folder) { return folder / "keys" / "tokens.toml"; }

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason, const std::string& way_out) {
    throw Fault(fmt::format("{}: {}: {}", file.string(), reason, way_out));
}

/// Nothing: there is no such file. Throws Fault when others may read it.
std::optional<TokenFile::Stamp> stamp_of(const std::filesystem::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        if (errno == ENOENT) return std::nullopt;
        fail(file, std::strerror(errno), "make it readable for the user that runs Siaga");
    }
    if ((info.st_mode & kOthersBits) != 0) {
        fail(file, "other users can read the tokens' file", "run chmod 600 on it");
    }
    return TokenFile::Stamp{info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

toml::table parsed(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) fail(file, "it cannot be read", "make it readable for the user that runs Siaga");
    try {
        return toml::parse(text.str());
    } catch (const toml::parse_error& error) {
        fail(file, fmt::format("line {}: {}", error.source().begin.line, error.description()),
             "mend it, or move it away and add the tokens again");
    }
}

std::optional<Hash> hash_from_hex(std::string_view hex) {
    Hash hash{};
    if (hex.size() != hash.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const char c = hex[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return std::nullopt;
        hash[i / 2] = static_cast<std::uint8_t>(hash[i / 2] * 16 + digit);
    }
    return hash;
}

Hash hash_of(std::string_view token) {
    return sha256({reinterpret_cast<const std::uint8_t*>(token.data()), token.size()});
}

std::string quoted(const Identity& identity, const std::string& sha256_hex) {
    std::string text = fmt::format("\n[[token]]\nsource = \"{}\"\nrole = \"{}\"\nsha256 = \"{}\"\n",
                                   identity.source.text(), name_of(identity.role), sha256_hex);
    if (identity.units.empty()) return text;
    text += "units = [";
    for (const UnitName& unit : identity.units) text += fmt::format("\"{}\", ", unit.text());
    return text + "]\n";
}

/// Whole or not at all: a reader sees the old file or the new one.
void replace_file(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path fresh = file.string() + ".new";
    ::unlink(fresh.c_str());
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    const auto give_up = [&] {
        fail(file, std::strerror(errno), "the operation folder must be writable and have room");
    };
    if (fd < 0) give_up();
    const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
    const int error = errno;
    ::close(fd);
    errno = error;
    if (!written || ::rename(fresh.c_str(), file.c_str()) != 0) give_up();
}

}  // namespace

std::string_view name_of(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

std::optional<Role> role_from_name(std::string_view name) {
    const auto found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
    if (found == kRoleNames.end()) return std::nullopt;
    return static_cast<Role>(found - kRoleNames.begin());
}

bool Identity::may_speak_for(const UnitName& unit) const {
    return units.empty() || std::find(units.begin(), units.end(), unit) != units.end();
}

TokenFile::TokenFile(const std::filesystem::path& operation_folder) : file_(token_file(operation_folder)) {
    reload_if_changed();
}

void TokenFile::reload_if_changed() {
    const std::optional<Stamp> now = stamp_of(file_);
    if (!now) {
        stamp_ = {};
        tokens_.clear();
        return;
    }
    if (*now == stamp_) return;
    tokens_.clear();  // what cannot be read lets nobody in
    const toml::table table = parsed(file_);
    const toml::array* list = table["token"].as_array();
    std::vector<Token> tokens;
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const toml::table* one = list->get_as<toml::table>(i);
        const auto text = [&](const char* key) {
            return one == nullptr ? std::string() : (*one)[key].value_or(std::string());
        };
        const auto source = SourceName::parse(text("source"));
        const auto role = role_from_name(text("role"));
        const auto hash = hash_from_hex(text("sha256"));
        if (!source || !role || !hash || source->text() == kReservedSource) {
            fail(file_,
                 fmt::format("token {} needs a source, a role (field, operator, viewer, admin) and a sha256", i + 1),
                 "mend it, or remove it and add it again");
        }
        Token token{{*source, *role, {}}, *hash};
        if (const toml::array* units = (*one)["units"].as_array()) {
            for (const toml::node& node : *units) {
                const auto unit = UnitName::parse(node.value_or(std::string()));
                if (!unit) fail(file_, fmt::format("token {}: a unit's name is not one", i + 1), "mend it");
                token.identity.units.push_back(*unit);
            }
        }
        tokens.push_back(std::move(token));
    }
    tokens_ = std::move(tokens);
    stamp_ = *now;
}

Result<Identity> TokenFile::identify(std::string_view token, const SourceName& source) {
    const Hash hash = hash_of(token);
    const std::lock_guard lock(mutex_);
    try {
        reload_if_changed();
    } catch (const Fault& fault) {
        stamp_ = {};
        tokens_.clear();
        spdlog::error("nobody is let in: {}", fault.what());
    }
    const Token* match = nullptr;
    for (const Token& known : tokens_) {
        if (CRYPTO_memcmp(known.sha256.data(), hash.data(), hash.size()) == 0) match = &known;
    }
    if (match == nullptr || match->identity.source != source) {
        return Problem{Refusal::kAuthFailed, 0, "token and source do not belong together here"};
    }
    return match->identity;
}

std::vector<Identity> TokenFile::identities() const {
    std::vector<Identity> all;
    for (const Token& token : tokens_) all.push_back(token.identity);
    return all;
}

std::string add_token(const std::filesystem::path& operation_folder, const Identity& identity) {
    const std::filesystem::path file = token_file(operation_folder);
    if (identity.source.text() == kReservedSource) {
        throw Fault(fmt::format("source '{}' is the core's own: choose another name", kReservedSource), Exit::kUsage);
    }
    std::error_code error;
    if (!std::filesystem::is_directory(operation_folder, error)) {
        fail(operation_folder, "there is no such operation folder", "make it with siagactl init");
    }
    std::filesystem::create_directory(file.parent_path(), error);
    if (error) fail(file.parent_path(), error.message(), "make the operation folder writable");
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, error);

    const TokenFile present(operation_folder);  // also checks what is there
    for (const TokenFile::Token& token : present.tokens_) {
        if (token.identity.source != identity.source) continue;
        throw Fault(fmt::format("{}: source '{}' has a token already: remove its [[token]] to give it a new one",
                                file.string(), identity.source.text()));
    }
    std::array<std::uint8_t, 32> bits{};
    if (RAND_bytes(bits.data(), static_cast<int>(bits.size())) != 1) throw Fault("the system gives no random numbers");
    std::string token = to_hex(bits);

    std::string text = "# Tokens of the Siaga feed. Only their hashes are kept; siagactl token add makes new ones.\n";
    if (std::filesystem::exists(file)) {
        std::ifstream in(file);
        std::stringstream old;
        old << in.rdbuf();
        text = old.str();
    }
    replace_file(file, text + quoted(identity, to_hex(hash_of(token))));
    return token;
}

}  // namespace siaga::net
