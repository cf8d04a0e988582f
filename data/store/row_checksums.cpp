#include "data/store/row_checksums.hpp"

#include <sqlite3.h>
#include <xxhash.h>

#include <span>
#include <string>
#include <vector>

#include "data/model/byte_codec.hpp"

namespace siaga {
namespace {

constexpr int kNameColumns = 2;        // idx, name
constexpr int kQuarantineColumns = 6;  // batch, received, source, seq, reasons, raw

std::uint64_t checksum_of(ByteWriter& out) {
    const std::vector<std::uint8_t> bytes = out.take();
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::string text_of(sqlite3_value* value) {
    const void* bytes = sqlite3_value_blob(value);  // before the count: SQLite asks for this order
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

std::uint64_t number_of(sqlite3_value* value) { return static_cast<std::uint64_t>(sqlite3_value_int64(value)); }

void answer(sqlite3_context* context, std::uint64_t checksum) {
    sqlite3_result_int64(context, static_cast<sqlite3_int64>(checksum));
}

void name_in_sql(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const std::span<sqlite3_value*> in(values, kNameColumns);
    answer(context, name_checksum(number_of(in[0]), text_of(in[1])));
}

void quarantine_in_sql(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
    const std::span<sqlite3_value*> in(values, kQuarantineColumns);
    QuarantinedRecord record;
    record.received = time_from_ms(sqlite3_value_int64(in[1]));
    record.source = text_of(in[2]);
    record.seq = number_of(in[3]);
    record.reasons = text_of(in[4]);
    record.raw = text_of(in[kQuarantineColumns - 1]);
    answer(context, quarantine_checksum(number_of(in[0]), record));
}

}  // namespace

std::uint64_t name_checksum(std::uint64_t index, std::string_view name) {
    ByteWriter out;
    out.uint(index);
    out.put(name);
    return checksum_of(out);
}

std::uint64_t quarantine_checksum(std::uint64_t batch, const QuarantinedRecord& record) {
    ByteWriter out;
    out.uint(batch);
    out.put(record.received);
    out.put(record.source);
    out.uint(record.seq);
    out.put(record.reasons);
    out.put(record.raw);
    return checksum_of(out);
}

void define_row_checksums(SQLite::Database& db) {
    db.createFunction("name_checksum", kNameColumns, true, nullptr, name_in_sql);
    db.createFunction("quarantine_checksum", kQuarantineColumns, true, nullptr, quarantine_in_sql);
}

}  // namespace siaga
