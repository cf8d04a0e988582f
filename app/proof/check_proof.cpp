// Stand-alone on purpose: see the header. Reads a proof, says whether it holds. No code of Siaga's own.

#include "app/proof/check_proof.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>

namespace siaga::proof {
namespace {

constexpr std::size_t kHashBytes = 32, kKeyBytes = 32, kSignatureBytes = 64;

/// Ends the check with a reason.
[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why); }

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1 || size != kHashBytes)
        refuse("OpenSSL cannot compute a SHA-256");
    return {hash.begin(), hash.begin() + kHashBytes};
}

std::string leaf_of(std::string_view entry) { return sha256(std::string(1, '\0') + std::string(entry)); }
std::string node_of(std::string_view left, std::string_view right) {
    return sha256("\x01" + std::string(left) + std::string(right));
}

bool ed25519(std::string_view key, std::string_view text, std::string_view signature) {
    const auto bytes = [](std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); };
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> evp(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(key), key.size()), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return evp && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, evp.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

std::string from_hex(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const std::size_t high = kDigits.find(text[i]), low = kDigits.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) refuse("bad hexadecimal");
        bytes += static_cast<char>(high * kDigits.size() + low);
    }
    if (text.size() % 2 != 0) refuse("half a byte of hexadecimal");
    return bytes;
}

std::uint64_t number_in(std::string_view text) {
    constexpr std::size_t kMostDigits = 18;
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || text.size() > kMostDigits || !digits || (text.size() > 1 && text.front() == '0'))
        refuse("bad number '" + std::string(text) + "'");
    return std::stoull(std::string(text));
}

/// The lines of the file, one after the other.
struct Lines {
    std::string_view text;
    std::size_t at = 0;  ///< where the next one begins

    [[nodiscard]] bool next_is(std::string_view name) const { return text.substr(at).starts_with(name); }
    /// The rest of the next line, which must begin with `name`.
    std::string_view take(std::string_view name) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) refuse("the file ends before '" + std::string(name) + "'");
        const std::string_view line = text.substr(at, end - at);
        if (!line.starts_with(name)) refuse("'" + std::string(name) + "' is missing");
        at = end + 1;
        return line.substr(name.size());
    }
    std::string take_hex(std::string_view name, std::size_t bytes) {
        std::string value = from_hex(take(name));
        if (value.size() != bytes) refuse("'" + std::string(name) + "' has a wrong length");
        return value;
    }
    std::vector<std::string> take_path() {
        std::vector<std::string> path;
        while (next_is("path ")) path.push_back(take_hex("path ", kHashBytes));
        return path;
    }
    void take_title(std::string_view title) {
        if (!take(title).empty()) refuse("the title is not '" + std::string(title) + "'");
    }
};

CheckedTip take_tip(Lines& in, const std::vector<std::string>& trusted) {
    CheckedTip tip;
    const std::size_t from = in.at;
    in.take_title("siaga ledger tip 1");
    tip.origin = in.take_hex("origin ", kHashBytes);
    tip.size = number_in(in.take("size "));
    tip.root = in.take_hex("root ", kHashBytes);
    for (const char* name : {"chain ", "units ", "sources "}) (void)in.take(name);  // signed, not used here
    tip.time = in.take("time ");
    for (const char* name : {"state ", "previous "}) (void)in.take(name);
    const std::string_view key_hex = in.take("key ");
    tip.key = from_hex(key_hex);
    const std::string_view is_signed = in.text.substr(from, in.at - from);
    const std::string signature = in.take_hex("signature ", kSignatureBytes);
    if (tip.key.size() != kKeyBytes || !ed25519(tip.key, is_signed, signature))
        refuse("the signature of the tip of size " + std::to_string(tip.size) + " is wrong");
    if (!trusted.empty() && std::find(trusted.begin(), trusted.end(), key_hex) == trusted.end())
        refuse("the tip of size " + std::to_string(tip.size) + " is signed by another key");
    return tip;
}

/// An entry's bytes begin with its number, seven bits a byte, lowest first.
std::uint64_t number_of_entry(std::string_view entry) {
    constexpr unsigned kGroupBits = 7, kMore = 0x80, kWordBits = 64;
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < kWordBits && !entry.empty(); shift += kGroupBits, entry.remove_prefix(1)) {
        const auto byte = static_cast<unsigned char>(entry.front());
        number |= std::uint64_t{byte & (kMore - 1)} << shift;
        if ((byte & kMore) == 0) return number;
    }
    refuse("the entry has no number");
}

void check_inclusion(Lines& in, const std::vector<std::string>& trusted, Verdict& out) {
    out.index = number_in(in.take("index "));
    out.entry = from_hex(in.take("entry "));
    const std::vector<std::string> path = in.take_path();
    out.tips = {take_tip(in, trusted)};
    if (number_of_entry(out.entry) != out.index) refuse("the entry has another number");
    if (!is_included(leaf_of(out.entry), out.index, out.tips[0].size, path, out.tips[0].root))
        refuse("the path does not lead from the entry to the signed root");
}

void check_consistency(Lines& in, const std::vector<std::string>& trusted, Verdict& out) {
    const std::vector<std::string> path = in.take_path();
    out.tips = {take_tip(in, trusted), take_tip(in, trusted)};
    const CheckedTip &older = out.tips[0], &newer = out.tips[1];
    if (older.origin != newer.origin) refuse("the tips are of different ledgers");
    if (!is_consistent(older.size, older.root, newer.size, newer.root, path))
        refuse("the newer ledger does not contain the older one as it was");
}

/// One step up the tree; after a node from the left, on to the next level where there is a node beside.
void climb(std::uint64_t& at, std::uint64_t& last, bool from_left) {
    for (; from_left && (at & 1U) == 0 && at != 0; at >>= 1U) last >>= 1U;
    at >>= 1U;
    last >>= 1U;
}

}  // namespace

bool is_included(std::string leaf, std::uint64_t index, std::uint64_t size, const std::vector<std::string>& path,
                 std::string_view root) {
    if (index >= size) return false;
    std::uint64_t at = index, last = size - 1;
    for (const std::string& beside : path) {
        if (last == 0) return false;
        const bool from_left = (at & 1U) != 0 || at == last;
        leaf = from_left ? node_of(beside, leaf) : node_of(leaf, beside);
        climb(at, last, from_left);
    }
    return last == 0 && leaf == root;
}

bool is_consistent(std::uint64_t first, std::string_view first_root, std::uint64_t second, std::string_view second_root,
                   std::vector<std::string> path) {
    if (first == 0 || first > second) return false;
    if (first == second) return path.empty() && first_root == second_root;
    if (path.empty()) return false;
    if ((first & (first - 1)) == 0) path.insert(path.begin(), std::string(first_root));
    std::uint64_t at = first - 1, last = second - 1;
    for (; (at & 1U) != 0; at >>= 1U) last >>= 1U;
    std::string old_root = path.front(), new_root = path.front();
    for (auto beside = path.begin() + 1; beside != path.end(); ++beside) {
        if (last == 0) return false;
        const bool from_left = (at & 1U) != 0 || at == last;
        if (from_left) old_root = node_of(*beside, old_root);
        new_root = from_left ? node_of(*beside, new_root) : node_of(new_root, *beside);
        climb(at, last, from_left);
    }
    return last == 0 && old_root == first_root && new_root == second_root;
}

Verdict check_proof(std::string_view text, const std::vector<std::string>& trusted) {
    Verdict out;
    try {
        Lines in{text};
        const bool inclusion = in.next_is("siaga inclusion proof 1\n");
        in.take_title(inclusion ? "siaga inclusion proof 1" : "siaga consistency proof 1");
        (inclusion ? check_inclusion : check_consistency)(in, trusted, out);
        if (in.at != text.size()) refuse("there is text after the proof");
    } catch (const std::runtime_error& reason) {
        out.refused = reason.what();
    }
    return out;
}

}  // namespace siaga::proof
