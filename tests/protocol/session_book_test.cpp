#include "net/session_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

class SessionBookTest : public testing::Test {
protected:
    [[nodiscard]] SessionFigures only(Steady::time_point at) const {
        const std::vector<SessionFigures> all = book.list(at);
        EXPECT_THAT(all, SizeIs(1));
        return all.empty() ? SessionFigures{} : all.front();
    }

    SessionBook book;
    Steady::time_point begun{1'000s};
};

TEST_F(SessionBookTest, ListsASessionUntilItIsClosed) {
    book.opened(7, "feed", "10.8.0.12", begun);
    EXPECT_EQ(only(begun + 3s), (SessionFigures{"feed", "", "", "10.8.0.12", 3s, 3s, 0, 0, 0, ""}));
    book.known(7, "poskotis-7", "field");
    book.heard(7, 4, begun + 10s);
    book.refused(7, "TELEPORT");
    book.refused(7, "MALFORMED");
    EXPECT_EQ(only(begun + 12s),
              (SessionFigures{"feed", "poskotis-7", "field", "10.8.0.12", 12s, 2s, 4, 4, 2, "MALFORMED"}));
    book.closed(7);
    EXPECT_THAT(book.list(begun + 12s), IsEmpty());
    book.heard(7, 1, begun + 13s);  // what comes late is of nobody
    book.refused(7, "TELEPORT");
    EXPECT_THAT(book.list(begun + 13s), IsEmpty());
}

TEST_F(SessionBookTest, CountsWhatCameWithinAMinute) {
    book.opened(1, "feed", "a", begun);
    for (int second = 0; second < 600; second += 5) {
        book.heard(1, 1, begun + std::chrono::seconds(second));
        const std::uint64_t expected = static_cast<std::uint64_t>(std::min(second / 5 + 1, 12));
        const std::uint64_t told = only(begun + std::chrono::seconds(second)).last_minute;
        EXPECT_LE(told, expected + 1) << second;
        EXPECT_GE(told + 1, expected) << second;
    }
    EXPECT_EQ(only(begun + 595s).messages, 120U);
    EXPECT_EQ(only(begun + 595s + 30s).last_minute, 7U);   // of the minute before, what is still within one
    EXPECT_EQ(only(begun + 595s + 125s).last_minute, 0U);  // silent since
    book.heard(1, 3, begun + 2000s);
    EXPECT_EQ(only(begun + 2000s).last_minute, 3U);
}

TEST_F(SessionBookTest, KeepsAPhoneThatComesAndGoes) {
    book.called("http", "10.8.0.77", "hp-04", "field", begun);
    book.called("http", "10.8.0.78", "hp-04", "field", begun + 30s);
    book.call_refused("http", "hp-04", "TELEPORT");
    book.call_refused("http", "hp-05", "TELEPORT");  // never let in
    EXPECT_EQ(only(begun + 40s),
              (SessionFigures{"http", "hp-04", "field", "10.8.0.78", 40s, 10s, 2, 2, 1, "TELEPORT"}));
    EXPECT_THAT(book.list(begun + 30s + 60min), SizeIs(1));
    EXPECT_THAT(book.list(begun + 31s + 60min), IsEmpty());
}

TEST_F(SessionBookTest, ForgetsTheLongestSilentPhoneOfTooMany) {
    for (std::size_t i = 0; i < SessionBook::kPhones; ++i)
        book.called("http", "10.8.0.77", "hp-" + std::to_string(i), "field", begun + std::chrono::milliseconds(i));
    book.called("http", "10.8.0.77", "hp-0", "field", begun + 10s);  // so the longest silent is hp-1
    book.called("http", "10.8.0.77", "another", "field", begun + 11s);
    const std::vector<SessionFigures> all = book.list(begun + 11s);
    EXPECT_THAT(all, SizeIs(SessionBook::kPhones));
    EXPECT_THAT(all, testing::Contains(Field(&SessionFigures::who, "hp-0")));
    EXPECT_THAT(all, testing::Not(testing::Contains(Field(&SessionFigures::who, "hp-1"))));
}

TEST_F(SessionBookTest, ListsByListenerAndName) {
    book.opened(3, "feed", "a", begun);
    book.opened(2, "feed", "a", begun);
    book.opened(1, "cot", "a", begun);
    book.known(3, "alfa", "field");
    book.known(2, "bravo", "field");
    book.called("http", "a", "hp-04", "field", begun);
    EXPECT_THAT(book.list(begun),
                ElementsAre(Field(&SessionFigures::listener, "cot"), Field(&SessionFigures::who, "alfa"),
                            Field(&SessionFigures::who, "bravo"), Field(&SessionFigures::who, "hp-04")));
}

}  // namespace
}  // namespace siaga::net
