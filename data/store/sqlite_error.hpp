#pragma once
// SQLite's errors as our faults, and the transaction that ends in one or the other.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <functional>
#include <string_view>

#include "data/store/storage_fault.hpp"

namespace siaga {

/// `doing`: "write tracks.db". Call before anything else touches the connection: the operating
/// system's reason is read from it.
[[nodiscard]] StorageFault storage_fault(const SQLite::Exception& error, SQLite::Database& db, std::string_view doing,
                                         const std::filesystem::path& folder);

/// BEGIN, body, COMMIT; within a transaction a savepoint of it. Any failure rolls back and leaves as StorageFault.
void in_transaction(SQLite::Database& db, std::string_view doing, const std::filesystem::path& folder,
                    const std::function<void()>& body);

/// Runs `body`; SQLite's exceptions leave as StorageFault.
template <class Body>
auto with_faults(SQLite::Database& db, std::string_view doing, const std::filesystem::path& folder, const Body& body) {
    try {
        return body();
    } catch (const SQLite::Exception& error) {
        throw storage_fault(error, db, doing, folder);
    }
}

/// Ends the read of a statement that is used again, so that it holds no snapshot.
class ResetAtEnd {
public:
    explicit ResetAtEnd(SQLite::Statement& statement) : statement_(statement) {}
    ~ResetAtEnd() { (void)statement_.tryReset(); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    SQLite::Statement& statement_;
};

}  // namespace siaga
