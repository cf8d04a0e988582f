#include <fmt/format.h>

#include <memory>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "data/store/key_files.hpp"
#include "data/store/prove.hpp"
#include "data/store/sha256.hpp"
#include "data/store/store.hpp"

namespace siaga::app {
namespace {

struct KeyOptions {
    explicit KeyOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
};

void print_key(const PublicKey& key) {
    fmt::print("fingerprint  {}\npublic key   {}\n", fingerprint(key), to_hex(key));
}

Exit show(const KeyOptions& options) {
    const std::filesystem::path folder = options.operation.folder();
    const auto key = KeyFiles(folder).published();
    if (!key) {
        throw Fault(fmt::format("{} holds no public key yet: it is made when a core first writes there",
                                (folder / "keys").string()));
    }
    print_key(*key);
    return Exit::kDone;
}

Exit rotate(const KeyOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    const std::unique_ptr<Clock> clock = operation_clock(operation);
    Store store(operation.folder, Durability::kFull);
    const std::uint64_t n = store.next_entry();
    store.rotate_key(clock->now());
    store.close();
    fmt::print("entry {} of the ledger hands over to a new key, signed by both\n", n);
    print_key(*KeyFiles(operation.folder).published());
    return Exit::kDone;
}

}  // namespace

Command key_show_command(CLI::App& key) {
    CLI::App* app = key.add_subcommand("show", "the public key that signs the ledger, and its fingerprint");
    auto options = std::make_shared<KeyOptions>(*app);
    app->footer("Example:\n  siagactl key show --operation pilkada");
    return {app, [options] { return show(*options); }};
}

Command key_rotate_command(CLI::App& key) {
    CLI::App* app = key.add_subcommand("rotate", "a new key for the ledger; the core must not run meanwhile");
    auto options = std::make_shared<KeyOptions>(*app);
    app->footer("Example:\n  siagactl key rotate --operation pilkada");
    return {app, [options] { return rotate(*options); }};
}

}  // namespace siaga::app
