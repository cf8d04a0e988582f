#pragma once
// keys/ of an operation folder: ledger.key signs the tips (mode 0600, refused when others may read it),
// ledger.pub beside it for everybody, and ledger.key.next while a rotation is under way.

#include <filesystem>
#include <optional>

#include "data/store/signing.hpp"

namespace siaga {

class KeyFiles {
public:
    explicit KeyFiles(const std::filesystem::path& operation) : folder_(operation / "keys") {}

    /// The private key, or nothing. Throws Fault: readable by others, not a key.
    [[nodiscard]] std::optional<SigningKey> load() const;
    /// ledger.pub, or nothing. Throws Fault when it is not a key.
    [[nodiscard]] std::optional<PublicKey> published() const;
    /// Writes ledger.pub.
    void publish(const PublicKey& key) const;

    /// A key that is on the disk before the first tip is signed with it or the ledger names it, and takes
    /// its place after. Makes the folder where there is none.
    [[nodiscard]] SigningKey make_next() const;
    [[nodiscard]] std::optional<SigningKey> next() const;
    void promote_next() const;
    void drop_next() const;

    [[nodiscard]] std::filesystem::path key_file() const { return folder_ / "ledger.key"; }

private:
    [[nodiscard]] std::filesystem::path next_file() const { return folder_ / "ledger.key.next"; }
    void make_folder() const;

    std::filesystem::path folder_;
};

}  // namespace siaga
