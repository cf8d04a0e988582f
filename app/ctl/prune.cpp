#include <fmt/format.h>

#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/duration.hpp"
#include "app/common/prune.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app {
namespace {

struct PruneOptions {
    explicit PruneOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string older_than;
    bool dry_run = false;
};

void print_plan(const PrunePlan& plan, const Operation& operation, const char* verb) {
    if (plan.slices.empty()) {
        fmt::print("nothing is that old\n");
        return;
    }
    fmt::print("{} {} fixes measured before {}; the newest of each unit stays\n", verb, plan.fixes,
               operation.zone.to_rfc3339(plan.kept_from));
}

Exit run_prune(const PruneOptions& options) {
    const Result<Millis> age = parse_age(options.older_than);
    if (!age) wrong_use("--older-than", age.problem().detail);
    const Operation operation = load_operation(options.operation.folder());
    const Time now = operation_clock(operation)->now();
    if (options.dry_run) {
        const StoreReader reader(operation.folder);
        print_plan(plan_prune(reader.slices()->list(), now - *age), operation, "would remove");
        return Exit::kDone;
    }
    Store store(operation.folder, Durability::kFull);
    const Pruned pruned = prune_tracks(store, now, *age);
    store.close();
    print_plan(pruned.plan, operation, "removed");
    if (pruned.entry) fmt::print("entry {} of the ledger says so\n", *pruned.entry);
    return Exit::kDone;
}

}  // namespace

Command prune_command(CLI::App& siagactl) {
    CLI::App* app =
        siagactl.add_subcommand("prune", "removes old tracks, never the ledger; the core must not run meanwhile");
    auto options = std::make_shared<PruneOptions>(*app);
    app->add_option("--older-than", options->older_than, "whole days or hours: 30d, 12h")->required()->type_name("AGE");
    app->add_flag("--dry-run", options->dry_run, "say what would go, and change nothing");
    app->footer(
        "Age is by the operation's clock. What goes ends at a whole five minutes and is overwritten in the file.\n"
        "Example:\n  siagactl prune --operation pilkada --older-than 30d --dry-run");
    return {app, [options] { return run_prune(*options); }};
}

}  // namespace siaga::app
