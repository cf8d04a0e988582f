#pragma once
// A signed tip: what the ledger was at one moment, kept outside the database (format: README.md of this
// folder). Its lines, each ended by a newline, the signature over all lines before it:
//
//   siaga ledger tip 1
//   origin HASH            leaf hash of the ledger's first entry
//   size N                 entries
//   root HASH              RFC 6962 tree head over them
//   chain HASH             chain hash of the last
//   units N HASH           names of units on disk, and the hash chain over them
//   sources N HASH         likewise of sources
//   time RFC3339           by the core's clock
//   state running|closed   closed: the writer ended, and nothing comes after without a running tip first
//   previous HASH          SHA-256 of the whole tip before, zeros for the first
//   key HEX                Ed25519 public key
//   signature HEX

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "data/core/result.hpp"
#include "data/core/time.hpp"
#include "data/store/ledger_entry.hpp"
#include "data/store/signing.hpp"

namespace siaga {

/// The first `count` names of a table, bound one after the other:
///   hash after = SHA-256("siaga name 1\n" || hash before || name), from 32 zero bytes
struct NamesMark {
    std::uint64_t count = 0;
    Hash hash{};
    void append(std::string_view name);
    friend bool operator==(const NamesMark&, const NamesMark&) = default;
};
[[nodiscard]] NamesMark mark_of(std::span<const std::string> names);

struct Tip {
    Hash origin{};
    LedgerTip ledger;
    NamesMark units, sources;
    Time time;
    bool closed = false;
    Hash previous{};
    PublicKey key{};
    friend bool operator==(const Tip&, const Tip&) = default;
};

struct SignedTip {
    Tip tip;
    Signature signature{};
    friend bool operator==(const SignedTip&, const SignedTip&) = default;
};

/// What is signed.
[[nodiscard]] std::string signed_part(const Tip& tip);
[[nodiscard]] SignedTip sign(const Tip& tip, const SigningKey& key);
/// The whole text.
[[nodiscard]] std::string to_text(const SignedTip& tip);
[[nodiscard]] Hash hash_of(const SignedTip& tip);
/// Made by the key it names.
[[nodiscard]] bool is_authentic(const SignedTip& tip);
/// Exactly what to_text writes; kMalformed with the byte where it broke. The signature is not checked.
[[nodiscard]] Result<SignedTip> parse_tip(std::string_view text);

}  // namespace siaga
