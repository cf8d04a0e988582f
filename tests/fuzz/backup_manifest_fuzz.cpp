// What a ledger from elsewhere begins with: any text as the manifest of a backup. A Fault in one line, or a manifest
// that keeps to its folder and is read again as it was written.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/core/fault.hpp"
#include "data/store/backup_manifest.hpp"
#include "tests/fuzz/field_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const BackupManifest manifest = manifest_from(text, "b.tar");
        for (const BackupMember& member : manifest.members) {
            test::require(!member.name.empty() && member.name.front() != '/' && member.name.front() != '.');
            test::require(member.name.find("/.") == std::string::npos);
        }
        test::require(manifest_from(to_toml(manifest), "b.tar") == manifest);
    } catch (const Fault& fault) {
        test::require(std::string_view(fault.what()).starts_with("b.tar"));
        test::require_one_line(fault.what());
    }
    return 0;
}
