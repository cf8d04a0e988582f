#include "data/store/verify_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "data/core/name.hpp"
#include "data/store/row_checksums.hpp"

namespace siaga {
namespace {

/// "table entry" -> its SQL; an index SQLite makes by itself has none.
using Objects = std::map<std::string, std::string>;

Objects objects_of(SQLite::Database& db, const std::string& schema) {
    Objects objects;
    SQLite::Statement rows(db, fmt::format("SELECT type, name, tbl_name, sql FROM {}.sqlite_schema", schema));
    while (rows.executeStep()) {
        const std::string name = fmt::format("{} {}", rows.getColumn(0).getString(), rows.getColumn(1).getString());
        objects[name] = rows.getColumn(2).getString() + ": " + rows.getColumn(3).getString();
    }
    return objects;
}

/// As of `version`: a folder that nobody has written since keeps its own.
Objects expected_objects(const DatabaseKind& kind, std::size_t version) {
    SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    define_row_checksums(db);
    for (const std::string_view step : kind.steps.first(std::min(version, kind.steps.size()))) {
        db.exec(std::string(step));
    }
    return objects_of(db, "main");
}

std::optional<std::string> difference(const Objects& found, const Objects& expected) {
    for (const auto& [name, sql] : expected) {
        const auto place = found.find(name);
        if (place == found.end()) return fmt::format("its {} is missing", name);
        if (place->second != sql) return fmt::format("its {} was changed", name);
    }
    for (const auto& object : found) {
        if (!expected.contains(object.first))
            return fmt::format("holds a {}, which is none of ours", printable(object.first));
    }
    return std::nullopt;
}

std::optional<std::string> trouble(SQLite::Database& db, const std::string& schema, const DatabaseKind& kind) {
    const unsigned version = db.execAndGet(fmt::format("PRAGMA {}.user_version", schema)).getUInt();
    if (auto what = difference(objects_of(db, schema), expected_objects(kind, version))) return what;
    const std::string answer = db.execAndGet(fmt::format("PRAGMA {}.integrity_check(1)", schema)).getString();
    if (answer != "ok") return fmt::format("SQLite finds it damaged: {}", printable(answer));
    SQLite::Statement foreign(db, fmt::format("PRAGMA {}.foreign_key_check", schema));
    if (foreign.executeStep())
        return fmt::format("a row of {} refers to one that is gone", foreign.getColumn(0).getString());
    return std::nullopt;
}

}  // namespace

std::optional<Finding> check_database(SQLite::Database& db, const std::string& schema, const DatabaseKind& kind) {
    const std::string file(kind.file);
    try {
        auto what = trouble(db, schema, kind);
        if (!what) return std::nullopt;
        return Finding{file, std::move(*what)};
    } catch (const SQLite::Exception& error) {
        return Finding{file, fmt::format("cannot be read: {}", error.what())};
    }
}

}  // namespace siaga
