// What somebody hands in as evidence: any text as a proof, as a signed tip, as what a core tells of itself. Refused, or
// what was read says the same again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/proof/check_proof.hpp"
#include "data/store/tip.hpp"
#include "net/core_status.hpp"
#include "tests/fuzz/field_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const proof::Verdict verdict = proof::check_proof(text, {});
    if (verdict.refused.empty()) {
        test::require(verdict.tips.size() == (verdict.entry.empty() ? 2U : 1U));
        // Whoever trusts another key alone does not take it.
        test::require(!proof::check_proof(text, {std::string(64, '0')}).refused.empty());
    }

    if (const Result<SignedTip> tip = parse_tip(text)) {
        test::require(parse_tip(to_text(*tip)) && to_text(*parse_tip(to_text(*tip))) == to_text(*tip));
    } else {
        test::require_one_line(tip.problem().detail);
    }

    if (const Result<net::CoreStatus> status = net::parse_core_status(text)) {
        const Result<net::CoreStatus> again = net::parse_core_status(net::to_json(*status));
        test::require(again && net::to_json(*again) == net::to_json(*status));
    }
    return 0;
}
