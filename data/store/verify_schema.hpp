#pragma once
// The part of verify that looks at a database as SQLite sees it: its objects are exactly ours, no page
// is damaged, no index disagrees with its table.

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

#include "data/store/sqlite_schema.hpp"
#include "data/store/verify.hpp"

namespace siaga {

/// `schema`: "main" or "tracks".
[[nodiscard]] std::optional<Finding> check_database(SQLite::Database& db, const std::string& schema,
                                                    const DatabaseKind& kind);

}  // namespace siaga
