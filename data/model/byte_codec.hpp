#pragma once
// The primitive codings of canonical bytes (data/model/canonical.hpp), as a writer and a reader that
// walk an event's `fields`.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/result.hpp"
#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"
#include "data/model/enum_names.hpp"

namespace siaga {

class ByteWriter {
public:
    void put(bool truth) { bytes_.push_back(truth ? 1 : 0); }
    void put(std::uint32_t number) { uint(number); }
    void put(Time t) { sint(unix_ms(t)); }
    void put(LonLat p) { sint(p.lon_e7), sint(p.lat_e7); }
    void put(std::string_view text) {
        uint(text.size());
        bytes_.insert(bytes_.end(), text.begin(), text.end());
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    template <class Tag> void put(const Name<Tag>& name) { put(std::string_view(name.text())); }
    template <class E>
    requires std::is_enum_v<E>
    void put(E value) { uint(static_cast<std::uint64_t>(value)); }
    template <class T> void put(const std::optional<T>& maybe) {
        put(maybe.has_value());
        if (maybe) put(*maybe);
    }
    template <class T> void put(const std::vector<T>& list) {
        uint(list.size());
        for (const T& item : list) put(item);
    }
    /// For `fields`.
    template <class T> void operator()(std::string_view, const T& value) { put(value); }

    void uint(std::uint64_t number);
    void sint(std::int64_t number);  ///< zigzag

    [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
    std::vector<std::uint8_t> bytes_;
};

/// After the first fault every further read is a no-op: ask problem() once at the end.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    void get(bool& truth) {
        const std::uint64_t number = uint();
        if (number > 1) fail("a bool is 0 or 1");
        truth = number == 1;
    }
    void get(std::uint32_t& number);
    void get(Time& t) { t = time_from_ms(sint()); }
    void get(LonLat& p);
    void get(std::string& text);
    template <class Tag> void get(Name<Tag>& name) {
        std::string text;
        get(text);
        if (!text.empty() && !valid_name(text)) return fail("an identifier has characters none may have");
        name = Name<Tag>::literal(text);
    }
    template <class E>
    requires std::is_enum_v<E>
    void get(E& value) {
        const std::uint64_t number = uint();
        if (number >= kEnumCount<E>) return fail("an enum value is beyond its table");
        value = static_cast<E>(number);
    }
    template <class T> void get(std::optional<T>& maybe) {
        bool there = false;
        get(there);
        if (there && !failed()) get(maybe.emplace());
    }
    template <class T> void get(std::vector<T>& list) {
        const std::uint64_t count = uint();
        if (count > left()) return fail("a list is longer than the bytes that are left");
        list.resize(static_cast<std::size_t>(count));
        for (T& item : list) get(item);
    }
    template <class T> void operator()(std::string_view, T& value) {
        if (!failed()) get(value);
    }

    [[nodiscard]] std::uint64_t uint();
    [[nodiscard]] std::int64_t sint();
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
    [[nodiscard]] bool failed() const { return problem_.has_value(); }
    void fail(std::string_view why);
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    std::optional<Problem> problem_;
};

}  // namespace siaga
