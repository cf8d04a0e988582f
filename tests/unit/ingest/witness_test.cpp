// What the core enters because somebody saw it.
#include "data/ingest/witness.hpp"

#include <gtest/gtest.h>

#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

/// Says what it is told to, once.
class TestWitness final : public Witness {
public:
    void look(const Situation& live, bool ending, std::vector<Event>& out) override {
        ++looks;
        ended = ended || ending;
        for (EventBody& body : saw) out.push_back({live.time, std::move(body), {}});
        saw.clear();
    }
    std::vector<EventBody> saw;
    int looks = 0;
    bool ended = false;
};

class WitnessTest : public testing::Test, public test::CoreBench {
protected:
    void SetUp() override { core->heed(witness); }
    std::vector<Entry> entries() const {
        std::vector<Entry> all;
        StoreReader(folder.path()).read_entries(0, [&](Entry entry) { all.push_back(std::move(entry)); });
        return all;
    }
    static SignInRefused refused(std::uint32_t count) {
        return {SignInFault::kToken, "feed", "10.0.0.7", count, "poskotis-7"};
    }
    TestWitness witness;
};

TEST_F(WitnessTest, IsAskedAtEachTickAndItsEventsAreTheCoresOwn) {
    core->tick();
    EXPECT_EQ(witness.looks, 1);
    const std::size_t before = entries().size();
    witness.saw = {refused(3)};
    core->tick();
    const std::vector<Entry> all = entries();
    ASSERT_EQ(all.size(), before + 1);
    EXPECT_EQ(all.back().source.text(), "siaga");
    EXPECT_EQ(all.back().event, (Event{test::kNow, refused(3), {}}));
    ASSERT_EQ(core->live()->refusals.size(), 1U);
    EXPECT_EQ(core->live()->refusals[0].what, refused(3));
}

TEST_F(WitnessTest, RaisesTheAlarmOfTheRule) {
    witness.saw = {refused(100)};
    core->tick();
    EXPECT_TRUE(open_alerts().empty());
    core->tick();
    EXPECT_EQ(open_alerts(), std::vector<std::string>{"PERCOBAAN_MASUK"});
    clock.advance(10min);
    core->tick();
    EXPECT_TRUE(open_alerts().empty());
}

TEST_F(WitnessTest, IsAskedOnceMoreAtTheEnd) {
    witness.saw = {refused(7)};
    core->close();
    EXPECT_TRUE(witness.ended);
    EXPECT_EQ(entries().back().event.body, EventBody(refused(7)));
}

TEST_F(WitnessTest, IsNotAskedAgainBeforeItsEventsAreWritten) {
    core->store().close();
    witness.saw = {refused(7)};
    core->tick();
    EXPECT_FALSE(core->storage_problem().empty());
    for (int i = 0; i < 3; ++i) core->tick();
    EXPECT_EQ(witness.looks, 1);
}

}  // namespace
}  // namespace siaga
