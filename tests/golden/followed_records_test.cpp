#include "app/live/followed_records.hpp"

#include <gtest/gtest.h>

#include "net/status_socket.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

/// The next one that says something: the records are looked at by themselves, at most once a second.
Mail next_mail(FollowedRecords& records) {
    Mail mail;
    while (!mail.fresh) mail = records.take();
    return mail;
}

TEST(FollowedRecords, SaysThatTheirCoreCannotWrite) {
    const FilledDay day(day_time(8, 0));
    const std::filesystem::path& folder = day.operation.folder;
    FollowedRecords records(folder, day.operation.roster, std::make_unique<ManualClock>(day_time(8, 0)));
    EXPECT_EQ(next_mail(records).newest.storage_problem, "") << "nobody says so";
    const net::StatusSocket core(folder, [] {
        net::CoreStatus status;
        status.storage_problem = "no room";
        return status;
    });
    EXPECT_EQ(next_mail(records).newest.storage_problem, "no room");
    EXPECT_EQ(records.trouble(), "");
}

}  // namespace
}  // namespace siaga::app
