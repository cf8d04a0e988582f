#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

#include "app/common/backups.hpp"
#include "app/common/command_line.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/public_key_option.hpp"
#include "data/store/backup_file.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

struct BackupOptions {
    explicit BackupOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string file;
};

std::string summary_of(const BackupManifest& manifest) {
    std::uint64_t bytes = 0;
    for (const BackupMember& member : manifest.members) bytes += member.bytes;
    return fmt::format("{}, {}: {} entries, {} files, {:.1f} MB, {}", manifest.operation, to_rfc3339(manifest.made),
                       manifest.tip.entries, manifest.members.size(), static_cast<double>(bytes) / 1e6,
                       manifest.key ? "signed by key " + fingerprint(*manifest.key)
                                    : std::string("not signed: the folder has no private key"));
}

Exit run_backup(const BackupOptions& options) {
    (void)load_operation(options.operation.folder());
    const BackupManifest manifest = take_backup(options.operation.folder(), options.file);
    fmt::print("{}\n{}\n", options.file, summary_of(manifest));
    return Exit::kDone;
}

struct RestoreOptions {
    std::string file, folder, key;
};

Exit run_restore(const RestoreOptions& options) {
    std::optional<PublicKey> key;
    if (!options.key.empty()) key = public_key_option("--key", options.key);
    const BackupManifest manifest = restore_backup(options.file, options.folder, key);
    fmt::print("{}\n{}\n", options.folder, summary_of(manifest));
    fmt::print("keys and tokens are not in a backup: copy keys/ to go on with the same, or add tokens anew\n");
    return Exit::kDone;
}

}  // namespace

Command backup_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("backup", "one verified file of the whole record, also while a core runs");
    auto options = std::make_shared<BackupOptions>(*app);
    app->add_option("file", options->file, "the file to make; missing")->required()->type_name("FILE");
    app->footer("Example:\n  siagactl backup /media/usb/pilkada.tar --operation pilkada");
    return {app, [options] { return run_backup(*options); }};
}

Command restore_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("restore", "makes an operation folder of a backup, checked to the byte");
    auto options = std::make_shared<RestoreOptions>();
    app->add_option("file", options->file, "a file that siagactl backup made")->required()->type_name("FILE");
    app->add_option("--to", options->folder, "the folder to make; it must not exist")->required()->type_name("DIR");
    app->add_option("--key", options->key, "must have signed it: 64 hexadecimal digits or a PEM file")
        ->type_name("KEY");
    app->footer("Example:\n  siagactl restore /media/usb/pilkada.tar --to pilkada-restored");
    return {app, [options] { return run_restore(*options); }};
}

}  // namespace siaga::app
