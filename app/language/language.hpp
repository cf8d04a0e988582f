#pragma once
// Language: gettext with the domain "siaga". The texts in the code are English; people read the
// translation of assets/locale/. Indonesian is the default. gettext's choice belongs to the process:
// set it on the window thread before the first text, change it only there.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace siaga::app {

enum class Language { kIndonesian, kEnglish };

/// "id" or "en".
[[nodiscard]] std::string_view code_of(Language language);
[[nodiscard]] std::optional<Language> language_from_code(std::string_view code);

/// Where the compiled catalogues are: beside the program in the build, or under share/ when installed.
[[nodiscard]] std::filesystem::path locale_folder();

/// Returns false when the catalogue was not found: then texts stay English, and the caller says so.
bool use_language(Language language, const std::filesystem::path& folder);

/// The translation of one text. Precondition: a literal, so that xgettext finds it.
[[nodiscard]] const char* tr(const char* text);
/// Of a text whose form depends on a number.
[[nodiscard]] const char* trn(const char* one, const char* many, unsigned long count);

namespace detail {
[[nodiscard]] std::string format_or(const char* translated, const char* original, fmt::format_args args);
}

/// A translated text with its {} filled in. A translation with wrong braces falls back to English.
template <class... Args> [[nodiscard]] std::string trf(const char* text, const Args&... args) {
    return detail::format_or(tr(text), text, fmt::make_format_args(args...));
}
template <class... Args>
[[nodiscard]] std::string trnf(const char* one, const char* many, unsigned long count, const Args&... args) {
    return detail::format_or(trn(one, many, count), count == 1 ? one : many, fmt::make_format_args(args...));
}

}  // namespace siaga::app
