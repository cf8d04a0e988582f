#include "app/reports/export.hpp"

#include <string>

namespace siaga::app {

std::optional<ExportFormat> export_format_from_name(std::string_view name) {
    for (const auto& [known, format] : kExportFormats) {
        if (known == name) return format;
    }
    return std::nullopt;
}

std::string csv_cell(std::string_view text) {
    constexpr std::string_view kFormula = "=+-@\t\r";
    std::string cell;
    if (!text.empty() && kFormula.find(text.front()) != std::string_view::npos) cell += '\'';
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&apos;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') out += c;
        }
    }
    return out;
}

}  // namespace siaga::app
