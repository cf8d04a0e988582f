#include "data/store/key_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <system_error>

#include "data/core/fault.hpp"
#include "data/store/files.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKeyBytes = 4096;
constexpr unsigned kKeyMode = 0600;

std::optional<SigningKey> load_from(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 && errno == ENOENT) return std::nullopt;
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    if ((status.st_mode & kOthers) != 0) {
        throw Fault(
            fmt::format("{} may be used by others (mode {:04o}): chmod 600 it, then siagactl key rotate if anybody "
                        "else could read it",
                        file.string(), static_cast<unsigned>(status.st_mode & (S_IRWXU | kOthers))));
    }
    std::optional<SigningKey> key = SigningKey::from_pem(read_whole_file(file, kMaxKeyBytes));
    if (!key) {
        throw Fault(fmt::format("{} is not an Ed25519 key in PEM: put it back from its copy", file.string()));
    }
    return key;
}

}  // namespace

std::optional<SigningKey> KeyFiles::load() const { return load_from(key_file()); }

std::optional<SigningKey> KeyFiles::next() const { return load_from(next_file()); }

void KeyFiles::make_folder() const {
    if (fs::is_directory(folder_)) return;
    std::error_code error;
    fs::create_directory(folder_, error);
    if (!error) fs::permissions(folder_, fs::perms::owner_all, error);
    if (error) {
        throw Fault(fmt::format("cannot make {}: {}; make the operation folder writable for this user",
                                folder_.string(), error.message()));
    }
    sync_folder(folder_.parent_path());
}

std::optional<PublicKey> KeyFiles::published() const {
    const fs::path file = folder_ / "ledger.pub";
    std::error_code error;
    if (fs::status(file, error).type() == fs::file_type::not_found) return std::nullopt;
    const std::optional<PublicKey> key = public_key_from(read_whole_file(file, kMaxKeyBytes));
    if (!key) throw Fault(fmt::format("{} is not an Ed25519 public key: put it back from its copy", file.string()));
    return key;
}

void KeyFiles::publish(const PublicKey& key) const { replace_file(folder_ / "ledger.pub", to_pem(key)); }

SigningKey KeyFiles::make_next() const {
    make_folder();
    SigningKey key = SigningKey::generate();
    replace_file(next_file(), key.to_pem(), kKeyMode);
    return key;
}

void KeyFiles::promote_next() const {
    const std::optional<SigningKey> key = next();
    if (!key) throw Fault(fmt::format("{} is missing: put it back from its copy", next_file().string()));
    std::error_code error;
    fs::rename(next_file(), key_file(), error);
    if (error) {
        throw Fault(fmt::format("cannot rename {} to {}: {}; do it by hand", next_file().string(), key_file().string(),
                                error.message()));
    }
    sync_folder(folder_);
    publish(key->public_key());
}

void KeyFiles::drop_next() const {
    std::error_code ignored;
    fs::remove(next_file(), ignored);
}

}  // namespace siaga
