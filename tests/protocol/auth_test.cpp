#include "net/token_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

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
        siaga::test::write_file(file(), text);
        ::chmod(file().c_str(), mode);
    }
    std::string fault_of_opening() {
        try {
            const TokenFile tokens(folder.path(), clock);
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.exit(), Exit::kEnvironment);
            return fault.what();
        }
        return "none";
    }
    siaga::test::TempFolder folder;
    SourceName source = SourceName::literal("poskotis-7");
    ManualClock clock{time_from_ms(1'732'948'270'000)};
};

TEST_F(AuthTest, LetsInWhoHasTheTokenOfTheSource) {
    const Identity who{source, Role::kField, {UnitName::literal("RAJAWALI-04")}};
    const std::string token = add_token(folder.path(), who);
    EXPECT_EQ(token.size(), 64U);
    TokenFile tokens(folder.path(), clock);
    const Result<Identity> known = tokens.identify(token, source);
    ASSERT_TRUE(known.ok());
    EXPECT_EQ(known->source, who.source);
    EXPECT_EQ(known->role, who.role);
    EXPECT_EQ(known->units, who.units);
    EXPECT_EQ(known->expires, std::nullopt);
    EXPECT_EQ(known->fingerprint.size(), 16U);
    EXPECT_THAT(siaga::test::content_of(file()), HasSubstr("sha256 = \"" + known->fingerprint));
}

TEST_F(AuthTest, AnswersAWrongTokenAndAWrongSourceInTheSameWords) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    TokenFile tokens(folder.path(), clock);
    const Problem refused{Refusal::kAuthFailed, 0, "token and source do not belong together here"};
    EXPECT_EQ(tokens.identify("guess", source).problem(), refused);
    EXPECT_EQ(tokens.identify("", source).problem(), refused);
    EXPECT_EQ(tokens.identify(token, SourceName::literal("another")).problem(), refused);
}

TEST_F(AuthTest, LetsNobodyInWithoutAFile) {
    TokenFile tokens(folder.path(), clock);
    EXPECT_EQ(tokens.identify("x", source).problem().code, Refusal::kAuthFailed);
}

TEST_F(AuthTest, KnowsANewTokenWithoutARestart) {
    TokenFile tokens(folder.path(), clock);
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
    EXPECT_THAT(siaga::test::content_of(file()), testing::Not(HasSubstr(token)));
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
    EXPECT_EQ(fault_of_opening(), file().string() + ": other users can read it: run chmod 600 on it");
}

TEST_F(AuthTest, LetsNobodyInOnceTheFileBecomesReadableForOthers) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    TokenFile tokens(folder.path(), clock);
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

TEST_F(AuthTest, EndsATokenWhenItsTimeHasComeByTheClockItIsGiven) {
    const Time end = clock.now() + 7 * 24h;
    const std::string token = add_token(folder.path(), {source, Role::kField, {}, end});
    TokenFile tokens(folder.path(), clock);
    clock.set(end - 1ms);
    const Result<Identity> who = tokens.identify(token, source);
    ASSERT_TRUE(who.ok());
    EXPECT_EQ(who->expires, end);
    EXPECT_EQ(tokens.ended(*who), std::nullopt);
    clock.set(end);
    const Problem over{Refusal::kTokenExpired, 0, "this token expired at 2024-12-07T06:31:10.000Z"};
    EXPECT_EQ(tokens.identify(token, source).problem(), over);
    EXPECT_EQ(tokens.ended(*who), over);
    EXPECT_EQ(tokens.identify("guess", source).problem().code, Refusal::kAuthFailed);
}

TEST_F(AuthTest, EndsARevokedTokenAtOnceAndKeepsItInTheFile) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {}});
    TokenFile tokens(folder.path(), clock);
    const Identity who = *tokens.identify(token, source);
    revoke_token(folder.path(), source, clock.now());
    const Problem over{Refusal::kTokenRevoked, 0, "this token was revoked"};
    EXPECT_EQ(tokens.ended(who), over);
    EXPECT_EQ(tokens.identify(token, source).problem(), over);
    EXPECT_EQ(tokens.identify("guess", source).problem().code, Refusal::kAuthFailed);
    ASSERT_EQ(read_tokens(folder.path()).size(), 1U);
    EXPECT_EQ(read_tokens(folder.path())[0].revoked, clock.now());
}

TEST_F(AuthTest, GivesANewTokenInPlaceOfARevokedOne) {
    const std::string old = add_token(folder.path(), {source, Role::kField, {}});
    revoke_token(folder.path(), source, clock.now());
    const std::string fresh = add_token(folder.path(), {source, Role::kOperator, {}});
    TokenFile tokens(folder.path(), clock);
    EXPECT_FALSE(tokens.identify(old, source).ok());
    EXPECT_EQ(tokens.identify(fresh, source)->role, Role::kOperator);
    EXPECT_EQ(read_tokens(folder.path()).size(), 1U);
}

TEST_F(AuthTest, EndsWhoeverIsNoLongerInTheFileOrMayDoOtherwiseNow) {
    const std::string token = add_token(folder.path(), {source, Role::kField, {UnitName::literal("A")}});
    TokenFile tokens(folder.path(), clock);
    const Identity who = *tokens.identify(token, source);
    std::string text = siaga::test::content_of(file());
    text.replace(text.find("\"A\""), 3, "\"B\"");
    write_tokens(text);
    EXPECT_EQ(tokens.ended(who)->detail, "what this token permits was changed: sign in again");
    std::filesystem::remove(file());
    EXPECT_EQ(tokens.ended(who)->code, Refusal::kTokenRevoked);
}

TEST_F(AuthTest, SaysWhoHasNoTokenToRevoke) {
    EXPECT_THROW(revoke_token(folder.path(), source, clock.now()), Fault);
    (void)add_token(folder.path(), {source, Role::kField, {}});
    revoke_token(folder.path(), source, clock.now());
    try {
        revoke_token(folder.path(), source, clock.now());
        FAIL() << "revoked twice";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(),
                    HasSubstr("the token of 'poskotis-7' was revoked at 2024-11-30T06:31:10.000Z already"));
    }
}

TEST_F(AuthTest, NamesATimeThatIsNone) {
    const std::string hash(64, 'a');
    write_tokens("[[token]]\nsource = \"a\"\nrole = \"field\"\nsha256 = \"" + hash + "\"\nexpires = \"soon\"\n");
    EXPECT_THAT(fault_of_opening(), HasSubstr("token 1 has 'expires' that is no time in quotes"));
}

TEST_F(AuthTest, KeepsWhatTwoProgramsAddAtOnce) {
    std::vector<std::thread> adding;
    for (int i = 0; i < 8; ++i) {
        adding.emplace_back([this, i] {
            (void)add_token(folder.path(), {SourceName::literal("source-" + std::to_string(i)), Role::kField, {}});
        });
    }
    for (std::thread& one : adding) one.join();
    EXPECT_EQ(read_tokens(folder.path()).size(), 8U);
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
