#include "net/token_file.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/hex.hpp"
#include "data/store/sha256.hpp"

namespace siaga::net {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::string_view kHead =
    "# Who may come in. Only hashes are kept; siagactl token add and siagactl cert issue make new ones.\n";

const char* name_of(Proof proof) { return proof == Proof::kToken ? "token" : "certificate"; }

std::filesystem::path token_file(const std::filesystem::path& folder) { return key_file(folder, "tokens.toml"); }

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason, const std::string& way_out) {
    throw Fault(fmt::format("{}: {}: {}", file.string(), reason, way_out));
}

Hash hash_of(std::string_view token) {
    return sha256({reinterpret_cast<const std::uint8_t*>(token.data()), token.size()});
}

std::string fingerprint_of(const Hash& hash) {
    constexpr std::size_t kShown = 8;
    return to_hex(std::span(hash).first(kShown));
}

/// One table of the file; what is wrong names its place.
class EntryReader {
public:
    EntryReader(const std::filesystem::path& file, Proof proof, const toml::table* table, std::size_t number)
        : file_(file), proof_(proof), table_(table), number_(number) {}

    TokenEntry read() const {
        const auto source = SourceName::parse(text("source"));
        const auto role = role_from_name(text("role"));
        const auto hash = from_hex<kHashBytes>(text("sha256"));
        if (!source || !role || !hash || source->text() == kReservedSource) {
            refuse("needs a source, a role (field, operator, viewer, admin) and a sha256",
                   "mend it, or remove it and add it again");
        }
        TokenEntry token;
        token.proof = proof_;
        token.identity = {*source, *role, units(), time("expires"), fingerprint_of(*hash)};
        token.sha256 = *hash;
        token.revoked = time("revoked");
        return token;
    }

private:
    [[noreturn]] void refuse(const std::string& what, const std::string& way_out) const {
        fail(file_, fmt::format("{} {} {}", name_of(proof_), number_, what), way_out);
    }
    [[nodiscard]] std::string text(const char* key) const {
        return table_ == nullptr ? std::string() : (*table_)[key].value_or(std::string());
    }
    [[nodiscard]] std::optional<Time> time(const char* key) const {
        if (!table_->contains(key)) return std::nullopt;
        const Result<Time> read = parse_rfc3339(text(key));
        if (!read)
            refuse(fmt::format("has '{}' that is no time in quotes", key), "write \"2024-12-02T00:00:00+08:00\"");
        return *read;
    }
    [[nodiscard]] std::vector<UnitName> units() const {
        std::vector<UnitName> units;
        if (!table_->contains("units")) return units;
        const toml::array* list = (*table_)["units"].as_array();
        if (list == nullptr) refuse("has 'units' that is no list", "write [\"RAJAWALI-04\"]");
        for (const toml::node& node : *list) {
            const auto unit = UnitName::parse(node.value_or(std::string()));
            if (!unit) refuse("names a unit that is none", "mend it");
            units.push_back(*unit);
        }
        return units;
    }

    const std::filesystem::path& file_;
    Proof proof_;
    const toml::table* table_;
    std::size_t number_;
};

std::vector<TokenEntry> parsed(const std::filesystem::path& file, const std::string& text) {
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        fail(file, fmt::format("line {}: {}", error.source().begin.line, error.description()),
             "mend it, or move it away and add the tokens again");
    }
    std::vector<TokenEntry> tokens;
    for (const Proof proof : {Proof::kToken, Proof::kCertificate}) {
        const char* const name = name_of(proof);
        const toml::array* list = table[name].as_array();
        if (list == nullptr && table.contains(name)) {
            fail(file, fmt::format("'{}' is no list of tables", name), fmt::format("write [[{}]]", name));
        }
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            tokens.push_back(EntryReader(file, proof, list->get_as<toml::table>(i), i + 1).read());
        }
    }
    return tokens;
}

std::string written(const std::vector<TokenEntry>& tokens) {
    std::string text(kHead);
    for (const TokenEntry& token : tokens) {
        const Identity& who = token.identity;
        text += fmt::format("\n[[{}]]\nsource = \"{}\"\nrole = \"{}\"\nsha256 = \"{}\"\n", name_of(token.proof),
                            who.source.text(), name_of(who.role), to_hex(token.sha256));
        if (!who.units.empty()) {
            text += "units = [";
            for (const UnitName& unit : who.units) text += fmt::format("\"{}\", ", unit.text());
            text += "]\n";
        }
        if (who.expires) text += fmt::format("expires = \"{}\"\n", to_rfc3339(*who.expires));
        if (token.revoked) text += fmt::format("revoked = \"{}\"\n", to_rfc3339(*token.revoked));
    }
    return text;
}

}  // namespace

TokenFile::TokenFile(const std::filesystem::path& operation_folder, const Clock& clock)
    : file_(token_file(operation_folder)), clock_(clock) {
    reload_if_changed();
}

void TokenFile::reload_if_changed() {
    const std::optional<FileStamp> now = stamp_of(file_);
    if (now && *now == stamp_) return;
    stamp_ = {};
    tokens_.clear();  // what cannot be read lets nobody in
    if (!now) return;
    tokens_ = parsed(file_, text_of(file_));
    stamp_ = *now;
}

bool TokenFile::look_again() {
    try {
        reload_if_changed();
        complaint_.clear();
        return true;
    } catch (const Fault& fault) {
        stamp_ = {};
        tokens_.clear();
        if (std::exchange(complaint_, fault.what()) != fault.what())
            spdlog::error("nobody is let in: {}", fault.what());
        return false;
    }
}

std::optional<Problem> TokenFile::ended(const TokenEntry& token) const {
    const char* const what = name_of(token.proof);
    if (token.revoked) return Problem{Refusal::kTokenRevoked, 0, fmt::format("this {} was revoked", what)};
    if (!token.expired_at(clock_.now())) return std::nullopt;
    return Problem{Refusal::kTokenExpired, 0,
                   fmt::format("this {} expired at {}", what, to_rfc3339(*token.identity.expires))};
}

const TokenEntry* TokenFile::find(Proof proof, const Hash& sha256) {
    look_again();
    const TokenEntry* match = nullptr;
    for (const TokenEntry& known : tokens_) {
        if (known.proof == proof && CRYPTO_memcmp(known.sha256.data(), sha256.data(), sha256.size()) == 0)
            match = &known;
    }
    return match;
}

Result<Identity> TokenFile::identify(std::string_view token, const SourceName& source) {
    const Hash hash = hash_of(token);
    const std::lock_guard lock(mutex_);
    const TokenEntry* const match = find(Proof::kToken, hash);
    if (match == nullptr || match->identity.source != source) {
        return Problem{Refusal::kAuthFailed, 0, "token and source do not belong together here"};
    }
    if (const auto problem = ended(*match)) return *problem;
    return match->identity;
}

Result<Identity> TokenFile::identify_certificate(const Hash& sha256) {
    const std::lock_guard lock(mutex_);
    const TokenEntry* const match = find(Proof::kCertificate, sha256);
    if (match == nullptr) return Problem{Refusal::kAuthFailed, 0, "this certificate is not let in here"};
    if (const auto problem = ended(*match)) return *problem;
    return match->identity;
}

std::optional<Problem> TokenFile::ended(const Identity& identity) {
    const std::lock_guard lock(mutex_);
    look_again();
    for (const TokenEntry& known : tokens_) {
        if (known.identity.fingerprint != identity.fingerprint) continue;
        if (auto problem = ended(known)) return problem;
        if (known.identity == identity) return std::nullopt;
        return Problem{Refusal::kTokenRevoked, 0,
                       fmt::format("what this {} permits was changed: sign in again", name_of(known.proof))};
    }
    return Problem{Refusal::kTokenRevoked, 0, "what let this session in was revoked"};
}

std::optional<std::vector<TokenEntry>> TokenFile::entries() {
    const std::lock_guard lock(mutex_);
    if (!look_again()) return std::nullopt;
    return tokens_;
}

std::vector<TokenEntry> read_tokens(const std::filesystem::path& operation_folder) {
    const std::filesystem::path file = token_file(operation_folder);
    (void)stamp_of(file);  // throws when others may read it
    return parsed(file, text_of(file));
}

namespace {

/// Of one kind a source has one that is not revoked.
void add_entry(const std::filesystem::path& operation_folder, Proof proof, const Identity& identity, const Hash& hash) {
    if (identity.source.text() == kReservedSource) {
        throw Fault(fmt::format("source '{}' is the core's own: choose another name", kReservedSource), Exit::kUsage);
    }
    const KeyFolderLock lock(operation_folder);
    std::vector<TokenEntry> tokens = read_tokens(operation_folder);
    std::erase_if(tokens, [&](const TokenEntry& token) {
        if (token.proof != proof || token.identity.source != identity.source) return false;
        if (token.revoked) return true;
        throw Fault(fmt::format("{}: source '{}' has a {} already: end it with siagactl {} revoke",
                                token_file(operation_folder).string(), identity.source.text(), name_of(proof),
                                proof == Proof::kToken ? "token" : "cert"));
    });
    tokens.push_back({identity, hash, std::nullopt, proof});
    replace_key_file(token_file(operation_folder), written(tokens));
}

void revoke(const std::filesystem::path& operation_folder, Proof proof, const SourceName& source, Time now) {
    const KeyFolderLock lock(operation_folder);
    const std::filesystem::path file = token_file(operation_folder);
    std::vector<TokenEntry> tokens = read_tokens(operation_folder);
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const TokenEntry& token) {
        return token.proof == proof && token.identity.source == source;
    });
    if (found == tokens.end()) {
        throw Fault(fmt::format("{}: source '{}' has no {}: siagactl {} list shows who has", file.string(),
                                source.text(), name_of(proof), proof == Proof::kToken ? "token" : "cert"));
    }
    if (found->revoked) {
        throw Fault(fmt::format("{}: the {} of '{}' was revoked at {} already", file.string(), name_of(proof),
                                source.text(), to_rfc3339(*found->revoked)));
    }
    for (TokenEntry& token : tokens) {
        if (token.proof == proof && token.identity.source == source && !token.revoked) token.revoked = now;
    }
    replace_key_file(file, written(tokens));
}

}  // namespace

std::string add_token(const std::filesystem::path& operation_folder, const Identity& identity) {
    std::array<std::uint8_t, 32> bits{};
    if (RAND_bytes(bits.data(), static_cast<int>(bits.size())) != 1) throw Fault("the system gives no random numbers");
    std::string token = to_hex(bits);
    add_entry(operation_folder, Proof::kToken, identity, hash_of(token));
    return token;
}

void add_certificate(const std::filesystem::path& operation_folder, const Identity& identity, const Hash& sha256) {
    add_entry(operation_folder, Proof::kCertificate, identity, sha256);
}

void revoke_token(const std::filesystem::path& operation_folder, const SourceName& source, Time now) {
    revoke(operation_folder, Proof::kToken, source, now);
}

void revoke_certificate(const std::filesystem::path& operation_folder, const SourceName& source, Time now) {
    revoke(operation_folder, Proof::kCertificate, source, now);
}

}  // namespace siaga::net
