#include "data/core/bounded_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace siaga {
namespace {

struct Parcel {
    int number = 0;
    std::size_t weight = 0;
    [[nodiscard]] std::size_t bytes() const { return weight; }
    friend bool operator==(const Parcel&, const Parcel&) = default;
};

bool push(BoundedQueue<Parcel>& queue, int number, std::size_t weight) {
    Parcel parcel{number, weight};
    return queue.try_push(parcel);
}

TEST(BoundedQueue, GivesEverythingInOrder) {
    BoundedQueue<Parcel> queue("parcels", 100);
    ASSERT_TRUE(push(queue, 1, 40));
    ASSERT_TRUE(push(queue, 2, 60));
    std::vector<Parcel> out{{9, 9}};
    EXPECT_TRUE(queue.pop_all(out, std::chrono::milliseconds(0)));
    EXPECT_THAT(out, testing::ElementsAre(Parcel{1, 40}, Parcel{2, 60}));
}

TEST(BoundedQueue, RefusesWhatDoesNotFitAndLeavesItUntouched) {
    BoundedQueue<Parcel> queue("parcels", 100);
    ASSERT_TRUE(push(queue, 1, 60));
    Parcel second{2, 41};
    EXPECT_FALSE(queue.try_push(second));
    EXPECT_EQ(second, (Parcel{2, 41}));
    const QueueFigures figures = queue.figures();
    EXPECT_EQ(figures.name, "parcels");
    EXPECT_EQ(figures.bytes, 60U);
    EXPECT_EQ(figures.items, 1U);
    EXPECT_EQ(figures.refusals, 1U);
}

TEST(BoundedQueue, TakesAnItemLargerThanItselfWhenEmpty) {
    BoundedQueue<Parcel> queue("parcels", 100);
    EXPECT_TRUE(push(queue, 1, 500));
    EXPECT_FALSE(push(queue, 2, 1));
}

TEST(BoundedQueue, RemembersTheMostItHeld) {
    BoundedQueue<Parcel> queue("parcels", 100);
    ASSERT_TRUE(push(queue, 1, 70));
    std::vector<Parcel> out;
    queue.pop_all(out, std::chrono::milliseconds(0));
    ASSERT_TRUE(push(queue, 2, 10));
    EXPECT_EQ(queue.figures().high_water_bytes, 70U);
    EXPECT_EQ(queue.figures().bytes, 10U);
}

TEST(BoundedQueue, TellsOnceAfterARefusalThatThereIsRoom) {
    BoundedQueue<Parcel> queue("parcels", 100);
    int told = 0;
    bool fits = false;
    queue.on_room([&] {
        ++told;
        fits = push(queue, 3, 100);  // would lock up if it were called under the lock
    });
    ASSERT_TRUE(push(queue, 1, 100));
    std::vector<Parcel> out;
    queue.pop_all(out, std::chrono::milliseconds(0));
    EXPECT_EQ(told, 0) << "nobody was refused";
    ASSERT_TRUE(push(queue, 2, 100));
    EXPECT_FALSE(push(queue, 3, 100));
    EXPECT_FALSE(push(queue, 3, 100));
    queue.pop_all(out, std::chrono::milliseconds(0));
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(fits);
}

TEST(BoundedQueue, StoppedRefusesButGivesWhatItHolds) {
    BoundedQueue<Parcel> queue("parcels", 100);
    ASSERT_TRUE(push(queue, 1, 10));
    queue.stop();
    EXPECT_FALSE(push(queue, 2, 10));
    std::vector<Parcel> out;
    EXPECT_TRUE(queue.pop_all(out, std::chrono::hours(1)));
    EXPECT_THAT(out, testing::ElementsAre(Parcel{1, 10}));
    EXPECT_FALSE(queue.pop_all(out, std::chrono::hours(1)));
    EXPECT_TRUE(out.empty());
}

TEST(BoundedQueue, APokeWakesTheReaderWithoutAnItem) {
    BoundedQueue<Parcel> queue("parcels", 100);
    std::vector<Parcel> out;
    bool open = false;
    std::thread reader([&] { open = queue.pop_all(out, std::chrono::hours(1)); });
    queue.poke();
    reader.join();
    EXPECT_TRUE(open);
    EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace siaga
