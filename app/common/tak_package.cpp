#include "app/common/tak_package.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <span>
#include <sstream>
#include <string_view>
#include <utility>

#include "data/store/archive_file.hpp"

namespace siaga::app {
namespace {

constexpr const char* kPreferences = "siaga.pref";
constexpr const char* kClient = "client.p12";
constexpr const char* kAuthority = "ca.p12";

std::string text_of(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out, "  ");
    return out.str();
}

std::string manifest_of(const TakPackage& package) {
    pugi::xml_document document;
    pugi::xml_node manifest = document.append_child("MissionPackageManifest");
    manifest.append_attribute("version") = 2;
    pugi::xml_node configuration = manifest.append_child("Configuration");
    for (const auto& [name, value] : {std::pair{"uid", package.uid.c_str()}, std::pair{"name", package.name.c_str()},
                                      std::pair{"onReceiveImport", "true"}, std::pair{"onReceiveDelete", "true"}}) {
        pugi::xml_node parameter = configuration.append_child("Parameter");
        parameter.append_attribute("name") = name;
        parameter.append_attribute("value") = value;
    }
    pugi::xml_node contents = manifest.append_child("Contents");
    for (const char* file : {kPreferences, kClient, kAuthority}) {
        pugi::xml_node content = contents.append_child("Content");
        content.append_attribute("ignore") = "false";
        content.append_attribute("zipEntry") = file;
    }
    return text_of(document);
}

std::string preferences_of(const TakPackage& package) {
    pugi::xml_document document;
    pugi::xml_node streams = document.append_child("preferences").append_child("preference");
    streams.append_attribute("version") = "1";
    streams.append_attribute("name") = "cot_streams";
    const auto add = [&](const char* key, const char* type, const std::string& value) {
        pugi::xml_node entry = streams.append_child("entry");
        entry.append_attribute("key") = key;
        entry.append_attribute("class") = (std::string("class java.lang.") + type).c_str();
        entry.text() = value.c_str();
    };
    const bool six = package.host.find(':') != std::string::npos;
    add("count", "Integer", "1");
    add("description0", "String", package.name);
    add("enabled0", "Boolean", "true");
    add("connectString0", "String",
        fmt::format("{}{}{}:{}:ssl", six ? "[" : "", package.host, six ? "]" : "", package.port));
    add("caLocation0", "String", std::string("cert/") + kAuthority);
    add("caPassword0", "String", package.password);
    add("certificateLocation0", "String", std::string("cert/") + kClient);
    add("clientPassword0", "String", package.password);
    return text_of(document);
}

}  // namespace

void write_tak_package(const std::filesystem::path& file, const TakPackage& package, Time now) {
    constexpr std::int64_t kMsPerSecond = 1000;
    ArchiveWriter zip(file, ArchiveKind::kZip);
    const auto add = [&](const char* name, const std::string& bytes) {
        zip.begin(name, bytes.size(), unix_ms(now) / kMsPerSecond);
        zip.add(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
    };
    add("MANIFEST/manifest.xml", manifest_of(package));
    add(kPreferences, preferences_of(package));
    add(kClient, package.client_p12);
    add(kAuthority, package.authority_p12);
    zip.finish();
}

}  // namespace siaga::app
