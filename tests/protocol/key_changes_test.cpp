#include "net/key_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/access.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using siaga::test::kNow;
using testing::ElementsAre;
using testing::IsEmpty;

const SourceName kSource = SourceName::literal("poskotis-7");

class KeyChangesTest : public testing::Test {
protected:
    /// Applies and tells what a core would enter now.
    std::vector<std::string> changes() {
        std::vector<Event> events;
        add_token_changes(tokens, live, events);
        add_device_changes(devices, live, events);
        std::vector<std::string> said;
        for (Event& event : events) {
            EXPECT_EQ(event.time, live.time);
            if (const auto* access = std::get_if<AccessChanged>(&event.body)) {
                said.push_back(std::string(name_of(access->step)) + " " + access->fingerprint);
            } else {
                const auto& device = std::get<DeviceDecided>(event.body);
                said.push_back(std::string(name_of(device.step)) + " " + device.device.text());
            }
            Entry entry;
            entry.event = std::move(event);
            apply(live, entry);
        }
        return said;
    }
    static TokenEntry token(const std::string& fingerprint) {
        return {{kSource, Role::kField, {}, {}, fingerprint}, {}, {}};
    }

    std::vector<TokenEntry> tokens;
    DeviceDecisions devices;
    Situation live = [] {
        Situation start = initial_situation(siaga::test::roster_with_sites());
        start.time = kNow;
        return start;
    }();
};

TEST_F(KeyChangesTest, EnterATokenThatIsNewAndOneThatIsGone) {
    tokens = {token("aa"), token("bb")};
    EXPECT_THAT(changes(), ElementsAre("DITAMBAH aa", "DITAMBAH bb"));
    EXPECT_THAT(changes(), IsEmpty());
    tokens[0].revoked = kNow;
    EXPECT_THAT(changes(), ElementsAre("DICABUT aa"));
    tokens.pop_back();
    EXPECT_THAT(changes(), ElementsAre("DICABUT bb"));
    EXPECT_THAT(changes(), IsEmpty());
}

TEST_F(KeyChangesTest, EnterWhatATokenMayDoNow) {
    tokens = {token("aa")};
    (void)changes();
    tokens[0].identity.role = Role::kAdmin;
    EXPECT_THAT(changes(), ElementsAre("DIUBAH aa"));
    tokens[0].identity.units = {UnitName::literal("RAJAWALI-04")};
    EXPECT_THAT(changes(), ElementsAre("DIUBAH aa"));
    EXPECT_EQ(live.access.at("aa").units, tokens[0].identity.units);
    EXPECT_THAT(changes(), IsEmpty());
}

TEST_F(KeyChangesTest, EnterATokenThatExpiredOnce) {
    tokens = {token("aa")};
    tokens[0].identity.expires = kNow + 1h;
    EXPECT_THAT(changes(), ElementsAre("DITAMBAH aa"));
    live.time = kNow + 1h;
    EXPECT_THAT(changes(), ElementsAre("KEDALUWARSA aa"));
    EXPECT_THAT(changes(), IsEmpty());
    tokens[0].identity.expires = kNow + 9h;
    EXPECT_THAT(changes(), ElementsAre("DIUBAH aa"));
    tokens.clear();
    EXPECT_THAT(changes(), ElementsAre("DICABUT aa"));
}

TEST_F(KeyChangesTest, EnterWhatWasDecidedAboutDevices) {
    devices.accepted = {{"hp-07", UnitName::literal("RAJAWALI-07")}};
    devices.refused = {"hp-99"};
    EXPECT_THAT(changes(), ElementsAre("DITERIMA hp-07", "DITOLAK hp-99"));
    EXPECT_THAT(changes(), IsEmpty());
    devices.accepted[0].unit = UnitName::literal("RAJAWALI-08");
    EXPECT_THAT(changes(), ElementsAre("DITERIMA hp-07"));
    devices = {};
    EXPECT_THAT(changes(), ElementsAre("DILUPAKAN hp-07", "DILUPAKAN hp-99"));
}

/// The whole of it: files on disk, a core, its ledger.
class AccessTest : public testing::Test, public siaga::test::CoreBench {
protected:
    std::vector<std::string> access_entries() const {
        std::vector<std::string> found;
        StoreReader(folder.path()).read_entries(0, [&](const Entry& entry) {
            const auto* change = std::get_if<AccessChanged>(&entry.event.body);
            if (change == nullptr) return;
            found.push_back(std::string(name_of(change->step)) + " " + change->who.text());
            EXPECT_EQ(change->fingerprint.size(), 16U);
        });
        return found;
    }
    /// A start of the core, as serve does it.
    void begin() {
        core.reset();
        access.reset();
        Operation operation;
        operation.folder = folder.path();
        access = std::make_unique<Access>(operation, clock);
        open();
        core->heed(*access);
        core->tick();
    }
    std::unique_ptr<Access> access;
};

TEST_F(AccessTest, EntersKeyChangesOfARunningAndOfAStoppedCore) {
    begin();
    EXPECT_THAT(access_entries(), IsEmpty());
    (void)add_token(folder.path(), {kSource, Role::kField, {}});
    core->tick();
    EXPECT_THAT(access_entries(), ElementsAre("DITAMBAH poskotis-7"));
    core->close();
    core.reset();
    revoke_token(folder.path(), kSource, kNow);
    (void)add_token(folder.path(), {SourceName::literal("pusdalops"), Role::kOperator, {}});
    begin();
    EXPECT_THAT(access_entries(), ElementsAre("DITAMBAH poskotis-7", "DITAMBAH pusdalops", "DICABUT poskotis-7"));
    core->tick();
    EXPECT_EQ(access_entries().size(), 3U);
}

TEST_F(AccessTest, EntersNothingWhileTheFileCannotBeRead) {
    (void)add_token(folder.path(), {kSource, Role::kField, {}});
    begin();
    const auto file = folder.path() / "keys" / "tokens.toml";
    std::filesystem::permissions(file, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    core->tick();
    EXPECT_THAT(access_entries(), ElementsAre("DITAMBAH poskotis-7"));
    std::filesystem::permissions(file, std::filesystem::perms::others_read, std::filesystem::perm_options::remove);
    core->tick();
    EXPECT_THAT(access_entries(), ElementsAre("DITAMBAH poskotis-7"));
}

TEST_F(AccessTest, TakesADeviceThatWasAcceptedOffTheList) {
    begin();
    access->gate().waiting.note("hp-07", "10.0.0.7", {}, kNow);
    core->tick();
    ASSERT_EQ(read_waiting(folder.path()).size(), 1U);
    EXPECT_FALSE(access->gate().devices.find("hp-07"));
    accept_device(folder.path(), {"hp-07", UnitName::literal("RAJAWALI-07")});
    EXPECT_EQ(access->gate().devices.find("hp-07")->unit.text(), "RAJAWALI-07") << "without a restart";
    core->close();
    EXPECT_THAT(access->waiting().list(), IsEmpty());
    EXPECT_THAT(read_waiting(folder.path()), IsEmpty());
}

}  // namespace
}  // namespace siaga::net
