#include "app/reports/state_json.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/unit/reports/report_samples.hpp"

namespace siaga::app {
namespace {

namespace dom = simdjson::dom;

class StateJson : public testing::Test {
protected:
    /// The state one minute after the start, read back.
    dom::element read(Millis after_start = 1min) {
        text = state_json(*history.situation_at(kSampleStart + after_start), figures);
        return parser.parse(text);
    }
    void add(EventBody body, Millis after_start = 1s) {
        Committed committed;
        committed.entries = {sample_entry(next_++, after_start, std::move(body))};
        history.add(committed);
    }
    static PlenaryMoved plenary(const char* district, const char* contest, PlenaryStage to) {
        PlenaryMoved moved;
        moved.district = DistrictCode::literal(district);
        moved.contest = ContestName::literal(contest);
        moved.to = to;
        return moved;
    }

    Operation operation = sample_operation(true);
    History history{operation.roster};
    StateFigures figures;
    dom::parser parser;
    std::string text;

private:
    std::uint64_t next_ = 0;
};

TEST_F(StateJson, IsOneLineThatBeginsWithTimeAndOperation) {
    add(OperationOpened{"Operasi Uji", true});
    read();
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(text.substr(0, text.find(",\"plenary\"")),
              R"({"time":1732917660000,"operation":"Operasi Uji","simulated":true)");
}

TEST_F(StateJson, CountsThePlenariesAndNamesTheStageOfEachContest) {
    add(plenary("53.03.01", "gubernur", PlenaryStage::kFinished));
    add(plenary("53.03.01", "bupati", PlenaryStage::kFinished));
    add(plenary("53.03.02", "bupati", PlenaryStage::kRunning));
    const dom::element state = read();
    EXPECT_EQ(simdjson::minify(dom::element(state["plenary"])), R"({"finished":1,"total":2})");
    const dom::element second = state["districts"].at(1);
    EXPECT_EQ(second["code"].get_string().value(), "53.03.02");
    EXPECT_EQ(second["class"].get_string().value(), "berlangsung");
    EXPECT_EQ(simdjson::minify(dom::element(second["plenary"])),
              R"({"gubernur":"BELUM_DIJADWALKAN","bupati":"BERLANGSUNG"})");
    EXPECT_EQ(second["last_heard"].get_int64().value(), test::kDayStartMs + 1000);
}

TEST_F(StateJson, CountsTheBoxesByStageInAllAndPerDistrict) {
    CustodyTransfer transfer;
    transfer.transfer = RecordName::literal("ST-1");
    transfer.to_stage = BoxStage::kAtWarehouse;
    transfer.to = SiteCode::literal("GUDANG");
    for (std::size_t i = 0; i < 3; ++i) transfer.boxes.push_back(operation.roster->boxes[i].code);
    transfer.declared = 3;
    add(transfer);
    const dom::element state = read();
    EXPECT_EQ(simdjson::minify(dom::element(state["boxes"])),
              R"({"expected":16,"by_stage":{"DI_TPS":13,"DI_PPS":0,"DALAM_PERJALANAN":0,"DI_PPK":0,)"
              R"("DIBUKA_PLENO":0,"DISEGEL_ULANG":0,"DITERIMA_GUDANG":3,"DIJAGA":0}})");
    EXPECT_EQ(state["districts"].at(0)["boxes"]["DITERIMA_GUDANG"].get_uint64().value(), 3U);
    EXPECT_EQ(state["districts"].at(0)["boxes"]["DI_TPS"].get_uint64().value(), 5U);
    EXPECT_EQ(state["districts"].at(1)["boxes"]["DI_TPS"].get_uint64().value(), 8U);
}

TEST_F(StateJson, WritesUnitsByNameWithExactPlacesAndLeavesOutWhatIsUnknown) {
    Committed committed;
    committed.new_units = {"TAMBORA", "RINJANI", "SILENT"};
    committed.fixes = {full_fix(0, 55s), bare_fix(1, 50s, {-1, 900000000}), bare_fix(2, 2min)};
    history.add(committed);
    const dom::element state = read();
    EXPECT_EQ(simdjson::minify(dom::element(state["units"])),
              R"([{"unit":"RINJANI","time":1732917650000,"lat":90,"lon":-1e-07,"status":"live"},)"
              R"({"unit":"TAMBORA","time":1732917655000,"lat":-9.4386,"lon":124.4871001,"speed_mps":8.2,)"
              R"("course_deg":310.05,"accuracy_m":12.3,"altitude_m":-4,"battery_pct":80,"status":"live"}])");
    EXPECT_NE(text.find(R"("lat":90,"lon":-0.0000001,)"), std::string::npos) << text;
}

TEST_F(StateJson, TellsStaleFromLost) {
    Committed committed;
    committed.new_units = {"TAMBORA", "RINJANI"};
    committed.fixes = {bare_fix(0, 9min), bare_fix(1, 1s)};
    history.add(committed);
    const dom::array units = read(10min + 1s)["units"];
    EXPECT_EQ(units.at(0)["status"].get_string().value(), "lost");
    EXPECT_EQ(units.at(1)["status"].get_string().value(), "stale");
}

TEST_F(StateJson, ListsIncidentsGuardsAndAlerts) {
    add(sample_incident("longsor", LonLat{1244871000, -94386000}));
    add(GuardReport{SiteCode::literal("GUDANG"), 3, 4, Condition::kWatchful, {}});
    AlertMoved alert;
    alert.alert = RecordName::literal("HILANG RINJANI");
    alert.rule = AlertRule::kSignalLost;
    alert.severity = Severity::kAlarm;
    alert.unit = UnitName::literal("RINJANI");
    alert.text = "8 min";
    add(alert, 2s);
    const dom::element state = read();
    EXPECT_EQ(simdjson::minify(dom::element(state["incidents"])),
              R"([{"incident":"INS-1","kind":"LALU_LINTAS","step":"DILAPORKAN","severity":"PERINGATAN",)"
              R"("since":1732917601000,"district":"53.03.01","lat":-9.4386,"lon":124.4871,"text":"longsor"}])");
    EXPECT_EQ(simdjson::minify(dom::element(state["guards"])),
              R"([{"site":"GUDANG","present":3,"required":4,"condition":"WASPADA","reported":1732917601000}])");
    EXPECT_EQ(simdjson::minify(dom::element(state["alerts"])),
              R"([{"alert":"HILANG RINJANI","rule":"HILANG_SINYAL","step":"MUNCUL","severity":"ALARM",)"
              R"("since":1732917602000,"unit":"RINJANI","text":"8 min"}])");
}

TEST_F(StateJson, EndsWithTheFiguresOfTheRecord) {
    figures.ledger.entries = 1204;
    figures.ledger.root.fill(0);
    figures.ledger.root.front() = 0xA5;
    figures.ledger.root.back() = 0x0F;
    figures.fixes_stored = 512034;
    figures.fixes_quarantined = 3;
    read();
    EXPECT_EQ(text.substr(text.find("\"ledger\"")), R"("ledger":{"entries":1204,"root":"a5)" + std::string(60, '0') +
                                                        R"(0f"},"fixes":{"stored":512034,"quarantined":3}})");
}

TEST_F(StateJson, OfTheTimeBeforeTheFirstRecordHasNoUnitsAndNoInventedValues) {
    const dom::element state = read();
    EXPECT_EQ(simdjson::minify(dom::element(state["units"])), "[]");
    EXPECT_EQ(state["districts"].at(0)["class"].get_string().value(), "tidak_diketahui");
    EXPECT_EQ(state["districts"].at(0)["last_heard"].error(), simdjson::NO_SUCH_FIELD);
}

}  // namespace
}  // namespace siaga::app
