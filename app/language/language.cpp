#include "app/language/language.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <system_error>

namespace siaga::app {

namespace {
constexpr const char* kDomain = "siaga";
}

std::string_view code_of(Language language) { return language == Language::kIndonesian ? "id" : "en"; }

std::optional<Language> language_from_code(std::string_view code) {
    if (code == "id") return Language::kIndonesian;
    if (code == "en") return Language::kEnglish;
    return std::nullopt;
}

std::filesystem::path locale_folder() {
    std::error_code ignored;
    const std::filesystem::path bin = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    const std::filesystem::path built = bin.parent_path() / "locale";
    return std::filesystem::exists(built, ignored) ? built : bin.parent_path() / "share" / "locale";
}

bool use_language(Language language, const std::filesystem::path& folder) {
    // LANGUAGE is looked at only when the locale is not "C"; C.UTF-8 is on every glibc.
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    ::setenv("LANGUAGE", std::string(code_of(language)).c_str(), 1);
    ::bindtextdomain(kDomain, folder.c_str());  // also makes gettext forget the texts of another language
    ::bind_textdomain_codeset(kDomain, "UTF-8");
    ::textdomain(kDomain);
    std::error_code ignored;
    return std::filesystem::exists(folder / code_of(language) / "LC_MESSAGES" / "siaga.mo", ignored);
}

const char* tr(const char* text) { return ::dgettext(kDomain, text); }

const char* trn(const char* one, const char* many, unsigned long count) {
    return ::dngettext(kDomain, one, many, count);
}

std::string detail::format_or(const char* translated, const char* original, fmt::format_args args) {
    try {
        return fmt::vformat(translated, args);
    } catch (const fmt::format_error&) {
        return fmt::vformat(original, args);
    }
}

}  // namespace siaga::app
