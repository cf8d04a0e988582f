#pragma once
// The stand-alone verifier of proofs: nothing of Siaga but this header, nothing but OpenSSL's SHA-256 and
// Ed25519, no database. Whoever doubts Siaga reads check_proof.cpp, or writes another from the format:
//
//   siaga inclusion proof 1          siaga consistency proof 1
//   index N                          path HASH        (RFC 6962 section 2.1.2, any number)
//   entry HEX                        the older signed tip
//   path HASH   (section 2.1.1)      the newer signed tip
//   a signed tip
//
// Signed tips: data/store/README.md. Every line ends with a newline; hexadecimal is lower case.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siaga::proof {

struct CheckedTip {
    std::string origin, root, key;  ///< as bytes
    std::uint64_t size = 0;
    std::string time;
};

struct Verdict {
    std::string refused;  ///< why, "" when the proof holds
    std::string entry;    ///< of an inclusion proof: the entry's bytes
    std::uint64_t index = 0;
    std::vector<CheckedTip> tips;  ///< one of an inclusion proof, two of a consistency proof
};

/// `trusted`: public keys, 64 hexadecimal digits each; empty: any key is taken, and the caller is told
/// which by tips[].key.
[[nodiscard]] Verdict check_proof(std::string_view text, const std::vector<std::string>& trusted);

// RFC 9162 sections 2.1.3.2 and 2.1.4.2. Hashes as 32 bytes.
[[nodiscard]] bool is_included(std::string leaf, std::uint64_t index, std::uint64_t size,
                               const std::vector<std::string>& path, std::string_view root);
[[nodiscard]] bool is_consistent(std::uint64_t first, std::string_view first_root, std::uint64_t second,
                                 std::string_view second_root, std::vector<std::string> path);

}  // namespace siaga::proof
