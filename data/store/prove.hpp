#pragma once
// Proof files out of a ledger, for siagactl check-proof and whoever reads the format
// (app/proof/check_proof.hpp). Reads beside a writer; needs no key.

#include <cstdint>
#include <filesystem>
#include <string>

#include "data/store/tip.hpp"

namespace siaga {

/// The newest tip outside the database. Throws Fault when there is none.
[[nodiscard]] SignedTip newest_tip(const std::filesystem::path& operation);

/// That entry `n` is in the ledger that `tip` signs. Throws Fault: the tip is older than the entry, or
/// (Exit::kCheckFailed) the ledger is not the one that was signed.
[[nodiscard]] std::string prove_entry(const std::filesystem::path& operation, std::uint64_t n, const SignedTip& tip);

/// That the ledger of `newer` is that of `older` and what came after. Throws Fault likewise.
[[nodiscard]] std::string prove_consistency(const std::filesystem::path& operation, const SignedTip& older,
                                            const SignedTip& newer);

}  // namespace siaga
