#include "app/common/tak_package.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>
#include <memory>
#include <string>

#include "data/core/fault.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::app {
namespace {

using testing::HasSubstr;

/// Its members, by name.
std::map<std::string, std::string> members_of(const std::filesystem::path& file) {
    const std::unique_ptr<archive, int (*)(archive*)> zip(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(zip.get());
    EXPECT_EQ(archive_read_open_filename(zip.get(), file.c_str(), 4096), ARCHIVE_OK);
    std::map<std::string, std::string> members;
    archive_entry* entry = nullptr;
    while (archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK) {
        std::string& bytes = members[archive_entry_pathname(entry)];
        char buffer[4096];
        for (la_ssize_t count = 0; (count = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0;)
            bytes.append(buffer, static_cast<std::size_t>(count));
    }
    return members;
}

TEST(TakPackage, HoldsTheConnectionAndBothCertificates) {
    const test::TempFolder folder;
    const std::filesystem::path file = folder.path() / "tak.zip";
    TakPackage package;
    package.name = "Operasi <A&B>";
    package.host = "posko.example";
    package.client_p12 = std::string("client\0bytes", 12);
    package.authority_p12 = "authority";
    package.password = "k3vq-7hmd";
    package.uid = "siaga-1";
    write_tak_package(file, package, time_from_ms(1'732'939'200'000));
    auto members = members_of(file);
    ASSERT_EQ(members.size(), 4U);
    EXPECT_EQ(members["client.p12"], package.client_p12);
    EXPECT_EQ(members["ca.p12"], "authority");
    EXPECT_THAT(members["MANIFEST/manifest.xml"],
                HasSubstr(R"(<Parameter name="name" value="Operasi &lt;A&amp;B>" />)"));
    for (const char* name : {"siaga.pref", "client.p12", "ca.p12"}) {
        EXPECT_THAT(members["MANIFEST/manifest.xml"], HasSubstr(std::string("zipEntry=\"") + name + '"'));
    }
    EXPECT_THAT(
        members["siaga.pref"],
        HasSubstr(R"(<entry key="connectString0" class="class java.lang.String">posko.example:8089:ssl</entry>)"));
    EXPECT_THAT(members["siaga.pref"], HasSubstr(">cert/client.p12<"));
    EXPECT_THAT(members["siaga.pref"], HasSubstr(">k3vq-7hmd<"));
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U) << "whoever reads it can connect";
    EXPECT_THROW(write_tak_package(file, package, Time{}), Fault) << "nothing is overwritten";
}

}  // namespace
}  // namespace siaga::app
