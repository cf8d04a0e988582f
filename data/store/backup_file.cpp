#include "data/store/backup_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "data/store/archive_file.hpp"
#include "data/store/files.hpp"
#include "data/store/folder_in_making.hpp"
#include "data/store/hex.hpp"
#include "data/store/key_files.hpp"
#include "data/store/operation.hpp"
#include "data/store/operation_file.hpp"
#include "data/store/store_reader.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using Take = std::function<void(std::span<const std::uint8_t>)>;

constexpr const char* kManifest = "manifest.toml";
constexpr const char* kSignature = "manifest.sig";
constexpr std::size_t kMaxManifestBytes = std::size_t{1024} * 1024;
constexpr std::array kDatabases{"ledger.db", "tracks.db"};

/// `hint` of a damaged backup: another one.
[[noreturn]] void damaged_backup(const fs::path& file, const std::string& what) {
    throw Fault(fmt::format("{}: {}; take another backup", file.string(), what), Exit::kCheckFailed);
}

void read_in_pieces(const fs::path& file, const std::atomic<bool>& stop, const Take& take) {
    constexpr std::size_t kPiece = std::size_t{256} * 1024;
    std::ifstream in(file, std::ios::binary);
    std::vector<std::uint8_t> piece(kPiece);
    while (in) {
        if (stop) throw Fault("the backup was given up: the core is ending");
        in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        if (in.gcount() > 0) take(std::span(piece).first(static_cast<std::size_t>(in.gcount())));
    }
    if (!in.eof()) throw Fault(fmt::format("cannot read {}; check the disk", file.string()));
}

/// A member and where it is read from.
struct Source {
    fs::path from;
    BackupMember member;
};

/// Databases first: they are what counts.
std::vector<Source> sources_of(const fs::path& operation, const fs::path& copied) {
    const OperationFile file = read_operation_file(operation);
    std::vector<Source> sources;
    sources.reserve(kDatabases.size());
    for (const char* name : kDatabases) sources.push_back({copied / name, {name, 0, {}}});
    std::vector<std::string> names{"operation.toml", file.areas, file.villages, file.sites};
    if (file.context) names.push_back(*file.context);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) sources.push_back({operation / name, {name, 0, {}}});
    return sources;
}

void add_small_files(const fs::path& in, const char* folder, std::string_view ending, std::vector<Source>& sources) {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& item : fs::directory_iterator(in / folder, none)) {
        const std::string name = item.path().filename().string();
        if (item.is_regular_file() && name.front() != '.' && name.ends_with(ending)) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names)
        sources.push_back({in / folder / name, {fmt::format("{}/{}", folder, name), 0, {}}});
}

/// Everything in the databases is read and checked against the hashes beside it.
LedgerTip verified_tip(const fs::path& folder) {
    const StoreReader reader(folder);
    reader.read_entries(0, [](const Entry&) {});
    (void)reader.read_open_fixes(0, [](const Fix&) {});
    const std::shared_ptr<SliceSource> slices = reader.slices();
    for (const SliceInfo& slice : slices->list()) (void)slices->read(slice.start);
    reader.read_quarantine([](const QuarantinedRecord&) {});
    return reader.tip();
}

void hash_all(std::vector<Source>& sources, const std::atomic<bool>& stop) {
    for (Source& source : sources) {
        Sha256 hasher;
        read_in_pieces(source.from, stop, [&](std::span<const std::uint8_t> bytes) {
            hasher.add(bytes);
            source.member.bytes += bytes.size();
        });
        source.member.sha256 = hasher.finish();
    }
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// `key`: that of the manifest.
void pack(const fs::path& file, const BackupManifest& manifest, const std::optional<SigningKey>& key,
          const std::vector<Source>& sources, const std::atomic<bool>& stop) {
    const std::int64_t made_s = std::chrono::floor<std::chrono::seconds>(manifest.made).time_since_epoch().count();
    ArchiveWriter archive(file);
    const std::string text = to_toml(manifest);
    archive.begin(kManifest, text.size(), made_s);
    archive.add(bytes_of(text));
    if (key) {
        const std::string signature = to_hex(key->sign(signed_text(text))) + "\n";
        archive.begin(kSignature, signature.size(), made_s);
        archive.add(bytes_of(signature));
    }
    for (const Source& source : sources) {
        archive.begin(source.member.name, source.member.bytes, made_s);
        read_in_pieces(source.from, stop, [&](std::span<const std::uint8_t> bytes) { archive.add(bytes); });
    }
    archive.finish();
}

/// A file that is removed unless it was put in its place.
class FileInMaking {
public:
    explicit FileInMaking(const fs::path& place)
        : place_(place), path_(place.parent_path() / ("." + place.filename().string() + ".part")) {
        if (fs::exists(place_)) throw Fault(fmt::format("{} exists already; name another file", place_.string()));
        fs::create_directories(place_.parent_path());
        fs::remove(path_);  // of a backup that was cut off
    }
    ~FileInMaking() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove(path_, ignored);
    }
    FileInMaking(const FileInMaking&) = delete;
    FileInMaking& operator=(const FileInMaking&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }
    void put_in_place() {
        fs::rename(path_, place_);
        path_.clear();
        sync_folder(place_.parent_path());
    }

private:
    fs::path place_, path_;
};

std::string read_text(ArchiveReader& archive, const fs::path& file, const std::string& name) {
    std::string text;
    archive.read([&](std::span<const std::uint8_t> bytes) {
        if (text.size() + bytes.size() > kMaxManifestBytes)
            damaged_backup(file, fmt::format("its {} is too long", name));
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
    return text;
}

/// With its signature, where it names a key.
BackupManifest read_manifest(ArchiveReader& archive, const fs::path& file) {
    if (archive.next() != kManifest)
        damaged_backup(file, "it does not begin with a manifest, so siagactl backup did not make it");
    const std::string text = read_text(archive, file, kManifest);
    BackupManifest manifest = manifest_from(text, file.string());
    if (!manifest.key) return manifest;
    if (archive.next() != kSignature) damaged_backup(file, "the signature of its manifest is missing");
    std::string line = read_text(archive, file, kSignature);
    if (!line.empty() && line.back() == '\n') line.pop_back();
    const std::optional<Signature> signature = from_hex<std::tuple_size_v<Signature>>(line);
    if (!signature || !is_signed_by(*manifest.key, signed_text(text), *signature))
        damaged_backup(file, fmt::format("its manifest is not signed by key {}", fingerprint(*manifest.key)));
    return manifest;
}

/// Calls take(member, bytes) with every piece of every member, and checks them against the manifest.
BackupManifest read_backup(const fs::path& file,
                           const std::function<void(const BackupMember&, std::span<const std::uint8_t>)>& take) {
    ArchiveReader archive(file);
    BackupManifest manifest = read_manifest(archive, file);
    for (const BackupMember& member : manifest.members) {
        const std::string name = archive.next();
        if (name != member.name)
            damaged_backup(file, fmt::format("{} is missing, '{}' is in its place", member.name, printable(name)));
        Sha256 hasher;
        std::uint64_t bytes = 0;
        take(member, {});
        archive.read([&](std::span<const std::uint8_t> piece) {
            bytes += piece.size();
            if (bytes > member.bytes)
                damaged_backup(file, fmt::format("{} is longer than the manifest says", member.name));
            hasher.add(piece);
            take(member, piece);
        });
        if (bytes != member.bytes || hasher.finish() != member.sha256)
            damaged_backup(file, fmt::format("{} is not what the manifest says", member.name));
    }
    if (const std::string more = archive.next(); !more.empty())
        damaged_backup(file, fmt::format("'{}' is not in the manifest", printable(more)));
    return manifest;
}

void extract(const fs::path& file, const fs::path& folder, BackupManifest& manifest) {
    std::ofstream out;
    fs::path writing;
    manifest = read_backup(file, [&](const BackupMember& member, std::span<const std::uint8_t> bytes) {
        if (writing != folder / member.name) {
            out.close();
            writing = folder / member.name;
            fs::create_directories(writing.parent_path());
            out.open(writing, std::ios::binary | std::ios::trunc);
        }
        out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (!out) throw Fault(fmt::format("cannot write {}; check that the disk has room", writing.string()));
    });
    out.close();
    if (out.fail()) throw Fault(fmt::format("cannot write {}; check that the disk has room", writing.string()));
}

}  // namespace

BackupManifest make_backup(const fs::path& operation, const fs::path& copied, const fs::path& file, Time now,
                           const std::atomic<bool>& stop) {
    try {
        BackupManifest manifest;
        manifest.operation = read_operation_file(operation).name;
        manifest.made = now;
        manifest.tip = verified_tip(copied);
        const std::optional<SigningKey> key = KeyFiles(operation).load();
        if (key) manifest.key = key->public_key();
        std::vector<Source> sources = sources_of(operation, copied);
        add_small_files(copied, "checkpoints", "", sources);
        add_small_files(operation, "keys", ".pub", sources);
        hash_all(sources, stop);
        for (const Source& source : sources) manifest.members.push_back(source.member);
        FileInMaking making(fs::absolute(file));
        pack(making.path(), manifest, key, sources, stop);
        if (check_backup(making.path()) != manifest) damaged_backup(file, "it does not read back as it was written");
        making.put_in_place();
        return manifest;
    } catch (const fs::filesystem_error& error) {
        throw Fault(fmt::format("cannot make {}: {}; name a place that this user may write", file.string(),
                                error.code().message()));
    }
}

BackupManifest check_backup(const fs::path& file) {
    return read_backup(file, [](const BackupMember&, std::span<const std::uint8_t>) {});
}

BackupManifest restore_backup(const fs::path& file, const fs::path& folder, const std::optional<PublicKey>& key) {
    const fs::path place = fs::absolute(folder).lexically_normal();
    const fs::path target = place.has_filename() ? place : place.parent_path();  // "dir/" is "dir"
    try {
        if (fs::exists(fs::symlink_status(target)))
            throw Fault(
                fmt::format("{} exists already; name a folder that does not, nothing was changed", target.string()));
        FolderInMaking making(target);
        BackupManifest manifest;
        extract(file, making.path(), manifest);
        if (key && manifest.key != key)
            damaged_backup(file, fmt::format("its manifest is not signed by key {}", fingerprint(*key)));
        if (verified_tip(making.path()) != manifest.tip)
            damaged_backup(file, "its ledger is not the one of the manifest");
        (void)load_operation(making.path());
        for (const char* name : {"keys", "checkpoints", "log"}) fs::create_directory(making.path() / name);
        fs::permissions(making.path() / "keys", fs::perms::owner_all);
        for (const char* name : kDatabases) {
            for (const char* index : {"-shm", "-wal"}) fs::remove(making.path() / (name + std::string(index)));
        }
        sync_tree(making.path());
        making.put_in_place();
        return manifest;
    } catch (const fs::filesystem_error& error) {
        throw Fault(fmt::format("cannot make {}: {}; name a folder that this user may write", target.string(),
                                error.code().message()));
    }
}

}  // namespace siaga
