#include "net/auth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "data/core/fault.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::net {
namespace {

using testing::HasSubstr;

class AuthTest : public testing::Test {
protected:
    [[nodiscard]] std::filesystem::path file() const { return folder.path() / "keys" / "tokens.toml"; }
    void write_tokens(std::string_view text, mode_t mode = 0600) {
        std::filesystem::create_directories(file().parent_path());
        test::write_file(file(), text);
        ::chmod(file().c_str(), mode);
    }
    std::string fault_of_opening() {
        try {
            const TokenFile tokens(folder.path());
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.exit(), Exit::kEnvironment);
            return fault.what();
        }
        return "none";
    }
    test::TempFolder folder;
    SourceName source = SourceName::literal("poskotis-7");
};

TEST_F(AuthTest, LetsInWhoHasTheTokenOfTheSource) {
    const Identity who{source, Role::kField, {UnitName::literal("RAJAWALI-04")}};
    const std::string token = add_token(folder.path(), who);
    EXPECT_EQ(token.size(), 64U);
    TokenFile tokens(folder.path());
    EXPECT_EQ(*tokens.identify(token, source), who);
}

TEST_F(AuthTest, AnswersAWrongTokenAndAWrongSourceInTheSameWords) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    TokenFile tokens(folder.path());
    const Problem refused{Refusal::kAuthFailed, 0, "token and source do not belong together here"};
    EXPECT_EQ(tokens.identify("guess", source).problem(), refused);
    EXPECT_EQ(tokens.identify("", source).problem(), refused);
    EXPECT_EQ(tokens.identify(token, SourceName::literal("another")).problem(), refused);
}

TEST_F(AuthTest, LetsNobodyInWithoutAFile) {
    TokenFile tokens(folder.path());
    EXPECT_EQ(tokens.identify("x", source).problem().code, Refusal::kAuthFailed);
}

TEST_F(AuthTest, KnowsANewTokenWithoutARestart) {
    TokenFile tokens(folder.path());
    const std::string first = add_token(folder.path(), {source, Role::kField, {}});
    EXPECT_TRUE(tokens.identify(first, source).ok());
    const SourceName second_source = SourceName::literal("pusdalops");
    const std::string second = add_token(folder.path(), {second_source, Role::kOperator, {}});
    EXPECT_EQ(tokens.identify(second, second_source)->role, Role::kOperator);
    EXPECT_TRUE(tokens.identify(first, source).ok());
    std::filesystem::remove(file());
    EXPECT_FALSE(tokens.identify(first, source).ok());
}

TEST_F(AuthTest, KeepsOnlyHashesAndForItsOwnerOnly) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    EXPECT_THAT(test::content_of(file()), testing::Not(HasSubstr(token)));
    struct stat info {};
    ASSERT_EQ(::stat(file().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(AuthTest, GivesNoTwoTokensAlike) {
    EXPECT_NE(add_token(folder.path(), {source, Role::kField, {}}),
              add_token(folder.path(), {SourceName::literal("b"), Role::kField, {}}));
}

TEST_F(AuthTest, RefusesAFileThatOthersCanRead) {
    write_tokens("", 0640);
    EXPECT_EQ(fault_of_opening(), file().string() + ": other users can read the tokens' file: run chmod 600 on it");
}

TEST_F(AuthTest, LetsNobodyInOnceTheFileBecomesReadableForOthers) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    TokenFile tokens(folder.path());
    ::chmod(file().c_str(), 0644);
    EXPECT_FALSE(tokens.identify(token, source).ok());
    ::chmod(file().c_str(), 0600);
    EXPECT_TRUE(tokens.identify(token, source).ok());
}

TEST_F(AuthTest, NamesTheLineOfAFileThatIsNoToml) {
    write_tokens("# tokens\n[[token]\n");
    EXPECT_THAT(fault_of_opening(), HasSubstr("tokens.toml: line 2: "));
}

TEST_F(AuthTest, NamesTheTokenThatIsNotOne) {
    write_tokens("[[token]]\nsource = \"a\"\nrole = \"king\"\nsha256 = \"00\"\n");
    EXPECT_THAT(fault_of_opening(), HasSubstr("token 1 needs a source, a role"));
}

TEST_F(AuthTest, RefusesASecondTokenForASourceAndTheCoresOwnName) {
    (void)add_token(folder.path(), {source, Role::kField, {}});
    EXPECT_THROW((void)add_token(folder.path(), {source, Role::kAdmin, {}}), Fault);
    EXPECT_THROW((void)add_token(folder.path(), {SourceName::literal("siaga"), Role::kAdmin, {}}), Fault);
}

TEST_F(AuthTest, NamesAFolderThatIsNotThere) {
    try {
        (void)add_token(folder.path() / "none", {source, Role::kField, {}});
        FAIL() << "no fault";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("there is no such operation folder: make it with siagactl init"));
    }
}

}  // namespace
}  // namespace siaga::net
