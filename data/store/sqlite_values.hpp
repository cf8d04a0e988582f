#pragma once
// Blobs and 64-bit numbers in and out of SQLite statements.

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "data/core/time.hpp"

namespace siaga {

/// The bytes must live until the statement has run. Never NULL, also when empty.
inline void bind_blob(SQLite::Statement& statement, int index, std::span<const std::uint8_t> bytes) {
    static constexpr std::uint8_t kNothing = 0;
    statement.bindNoCopy(index, bytes.empty() ? &kNothing : bytes.data(), static_cast<int>(bytes.size()));
}
inline void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
    bind_blob(statement, index, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}
/// Precondition: number <= kMaxSeq (data/store/store.hpp).
inline void bind_uint(SQLite::Statement& statement, int index, std::uint64_t number) {
    statement.bind(index, static_cast<std::int64_t>(number));
}
inline void bind_time(SQLite::Statement& statement, int index, Time t) { statement.bind(index, unix_ms(t)); }

/// Valid until the statement's next step.
inline std::span<const std::uint8_t> blob_of(const SQLite::Column& column) {
    const void* bytes = column.getBlob();  // before getBytes(): SQLite asks for this order
    return {static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(column.getBytes())};
}
inline std::uint64_t uint_of(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }
inline Time time_of(const SQLite::Column& column) { return time_from_ms(column.getInt64()); }

/// True when the column holds exactly these bytes.
template <std::size_t N> bool holds(const SQLite::Column& column, const std::array<std::uint8_t, N>& bytes) {
    const std::span<const std::uint8_t> stored = blob_of(column);
    return std::equal(stored.begin(), stored.end(), bytes.begin(), bytes.end());
}

}  // namespace siaga
