#pragma once
// JsonWriter: JSON text with the members in the order they are written, coordinates exact, and no
// surprise in numbers. Reading JSON is simdjson's; this only writes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siaga {

class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    /// Inside an object, before each value.
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);  ///< escaped; invalid UTF-8 becomes U+FFFD
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool truth);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
    JsonWriter& value(double number);  ///< shortest form that reads back the same; NaN and infinities: null
    /// number / 10^decimals, exactly, without trailing zeros: (-94386000, 7) -> -9.4386
    JsonWriter& decimal(std::int64_t number, int decimals);
    JsonWriter& null();
    /// Text that is already one JSON value.
    JsonWriter& raw(std::string_view json);

    template <class T> JsonWriter& member(std::string_view name, const T& v) {
        key(name);
        return value(v);
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    void separate();
    std::string text_;
    std::vector<bool> first_{true};  ///< one per open container: nothing written yet
    bool after_key_ = false;
};

}  // namespace siaga
