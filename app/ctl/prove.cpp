#include "data/store/prove.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/public_key_option.hpp"
#include "app/proof/check_proof.hpp"
#include "data/core/json_writer.hpp"
#include "data/model/byte_codec.hpp"
#include "data/model/canonical.hpp"
#include "data/model/event_json.hpp"
#include "data/store/files.hpp"
#include "data/store/sha256.hpp"
#include "data/store/tip_files.hpp"

namespace siaga::app {
namespace {

constexpr std::size_t kMaxProofBytes = 16 * 1024 * 1024;

struct ProveOptions {
    explicit ProveOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::int64_t entry = -1;
    std::vector<std::string> consistency;
    std::string tip, output;
};

std::string proof_for(const ProveOptions& options) {
    const std::filesystem::path folder = options.operation.folder();
    if (options.consistency.empty()) {
        const SignedTip tip = options.tip.empty() ? newest_tip(folder) : read_tip_file(options.tip);
        return prove_entry(folder, static_cast<std::uint64_t>(options.entry), tip);
    }
    const bool both = options.consistency.size() > 1;
    return prove_consistency(folder, read_tip_file(options.consistency[0]),
                             both ? read_tip_file(options.consistency[1]) : newest_tip(folder));
}

Exit prove(const ProveOptions& options) {
    if ((options.entry >= 0) != options.consistency.empty()) {
        wrong_use("ENTRY", "name the number of an entry, or --consistency TIP_A [TIP_B]");
    }
    const std::string proof = proof_for(options);
    if (options.output.empty()) {
        fmt::print("{}", proof);
    } else {
        replace_file(std::filesystem::absolute(options.output), proof);
    }
    return Exit::kDone;
}

struct CheckOptions {
    std::string file;
    std::vector<std::string> keys;
};

/// The entry in words, for a person; what was checked are its bytes.
std::string entry_text(const std::string& bytes) {
    ByteReader in({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    (void)in.uint();
    Time received;
    std::string source, body;
    in.get(received);
    in.get(source);
    const std::uint64_t seq = in.uint();
    in.get(body);
    const Result<Event> event = event_from_canonical({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()});
    if (in.failed() || !event) return "(not in a form this version can show)";
    JsonWriter out;
    out.begin_object().member("received", to_rfc3339(received)).member("source", source).member("seq", seq);
    write_event_members(out, *event);
    return out.end_object().take();
}

std::string key_text(const std::string& key) {
    PublicKey raw{};
    std::copy_n(key.begin(), raw.size(), raw.begin());
    return fingerprint(raw);
}

Exit check(const CheckOptions& options) {
    std::vector<std::string> trusted;
    for (const std::string& key : options.keys) trusted.push_back(to_hex(public_key_option("--key", key)));
    const proof::Verdict verdict = proof::check_proof(read_whole_file(options.file, kMaxProofBytes), trusted);
    if (!verdict.refused.empty()) {
        fmt::print("refused: {}\n", printable(verdict.refused));
        return Exit::kCheckFailed;
    }
    for (const proof::CheckedTip& tip : verdict.tips) {
        fmt::print("tip: {} entries, {}, signed by key {}{}\n", tip.size, printable(tip.time), key_text(tip.key),
                   trusted.empty() ? " (compare it with the fingerprint you were given)" : "");
    }
    if (verdict.tips.size() > 1) {
        fmt::print("holds: the newer ledger contains the older one, unchanged\n");
    } else {
        fmt::print("holds: entry {} is in the ledger\n{}\n", verdict.index, entry_text(verdict.entry));
    }
    return Exit::kDone;
}

}  // namespace

Command prove_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("prove", "a proof that others can check without this folder");
    auto options = std::make_shared<ProveOptions>(*app);
    app->add_option("entry", options->entry, "number of the ledger's entry that is to be proved")
        ->check(CLI::NonNegativeNumber)
        ->type_name("ENTRY");
    app->add_option("--tip", options->tip, "against this signed tip; by default the newest")->type_name("TIP");
    app->add_option("--consistency", options->consistency,
                    "instead: that the ledger of TIP_B (by default the newest) contains that of TIP_A")
        ->expected(1, 2)
        ->type_name("TIP_A [TIP_B]");
    app->add_option("--output", options->output, "write there instead of to the standard output")->type_name("FILE");
    app->footer(
        "Example:\n  siagactl prove 1204 --operation pilkada --output entry-1204.proof\n"
        "  siagactl check-proof entry-1204.proof --key ledger.pub");
    return {app, [options] { return prove(*options); }};
}

Command check_proof_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("check-proof", "whether a proof holds; needs no operation");
    auto options = std::make_shared<CheckOptions>();
    app->add_option("file", options->file, "the proof, as siagactl prove writes it")->required()->type_name("FILE");
    app->add_option("--key", options->keys,
                    "the public key that must have signed: a PEM file, or 64 hexadecimal digits; may be repeated")
        ->type_name("KEY");
    app->footer(
        "Example:\n  siagactl check-proof entry-1204.proof --key ledger.pub\nExit codes: 0 it holds, 1 it does not.");
    return {app, [options] { return check(*options); }};
}

}  // namespace siaga::app
