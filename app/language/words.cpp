#include "app/language/words.hpp"

#include <array>
#include <cstddef>

namespace siaga::app {

namespace {

#define N_(text) text

template <class E> using Words = std::array<const char*, kEnumCount<E>>;

constexpr Words<DistrictClass> kClass{
    N_("Awaiting plenary"),     N_("Plenary running"),           N_("Suspended"), N_("Done · boxes at PPK"),
    N_("Done · boxes on road"), N_("Done · boxes in warehouse"), N_("Trouble"),   N_("Not known")};
constexpr Words<DistrictClass> kClassShort{N_("waits"), N_("runs"),      N_("paused"),  N_("PPK"),
                                           N_("road"),  N_("warehouse"), N_("trouble"), N_("unknown")};
constexpr Words<PlenaryStage> kStage{N_("Not scheduled"), N_("Scheduled"),   N_("Running"),       N_("Suspended"),
                                     N_("Reading done"),  N_("Form signed"), N_("Copies handed"), N_("Finished")};
constexpr Words<PlenaryStage> kStageShort{N_("none"), N_("waits"),  N_("runs"),   N_("paused"),
                                          N_("read"), N_("signed"), N_("copies"), N_("done")};
constexpr Words<PlenaryFlagKind> kFlag{N_("witness objection"),   N_("special event"),    N_("Bawaslu advice"),
                                       N_("re-vote (PSU)"),       N_("later vote (PSL)"), N_("follow-up vote (PSS)"),
                                       N_("corrected at regency")};
constexpr Words<BoxStage> kBox{N_("at polling station"), N_("at PPS"),   N_("on the road"),  N_("at PPK"),
                               N_("opened in plenary"),  N_("resealed"), N_("in warehouse"), N_("guarded")};
constexpr Words<BoxStage> kBoxShort{N_("TPS"),     N_("PPS"),      N_("road"),      N_("PPK"),
                                    N_("plenary"), N_("resealed"), N_("warehouse"), N_("guarded")};
constexpr Words<BoxFault> kFault{N_("count mismatch"), N_("seal mismatch"), N_("damaged or wet"), N_("late")};
constexpr Words<Condition> kCondition{N_("conducive"), N_("watchful"), N_("critical")};
constexpr Words<IncidentKind> kIncident{N_("Security"), N_("Traffic"),   N_("Weather"),
                                        N_("Medical"),  N_("Procedure"), N_("Other")};
constexpr Words<IncidentStep> kIncidentStep{N_("reported"), N_("being handled"), N_("closed")};
constexpr Words<AlertRule> kRule{N_("SOS"),         N_("Count mismatch"), N_("Seal mismatch"),
                                 N_("Signal lost"), N_("Unplanned stop"), N_("Sequence number reused"),
                                 N_("Wrong clock"), N_("Records lost"),   N_("Attempts to get in")};
constexpr Words<AlertStep> kAlertStep{N_("raised"), N_("acknowledged"), N_("shelved"), N_("cleared")};
constexpr Words<Role> kRole{N_("field"), N_("operator"), N_("viewer"), N_("admin")};
constexpr Words<AccessStep> kAccessStep{N_("given"), N_("altered"), N_("expired"), N_("revoked")};
constexpr Words<DeviceStep> kDeviceStep{N_("accepted"), N_("refused"), N_("forgotten")};
constexpr Words<SignInFault> kSignInFault{N_("wrong token"),        N_("expired token"),  N_("revoked token"),
                                          N_("role may not do it"), N_("unknown device"), N_("too many sessions"),
                                          N_("no good TLS")};
#undef N_

template <class E> const char* look_up(const Words<E>& words, E value) {
    return tr(words.at(static_cast<std::size_t>(value)));
}

}  // namespace

const char* words_for(DistrictClass shown) { return look_up(kClass, shown); }
const char* words_for(PlenaryStage stage) { return look_up(kStage, stage); }
const char* words_for(PlenaryFlagKind flag) { return look_up(kFlag, flag); }
const char* words_for(BoxStage stage) { return look_up(kBox, stage); }
const char* words_for(BoxFault fault) { return look_up(kFault, fault); }
const char* words_for(Condition condition) { return look_up(kCondition, condition); }
const char* words_for(IncidentKind kind) { return look_up(kIncident, kind); }
const char* words_for(IncidentStep step) { return look_up(kIncidentStep, step); }
const char* words_for(AlertRule rule) { return look_up(kRule, rule); }
const char* words_for(AlertStep step) { return look_up(kAlertStep, step); }
const char* words_for(Role role) { return look_up(kRole, role); }
const char* words_for(AccessStep step) { return look_up(kAccessStep, step); }
const char* words_for(DeviceStep step) { return look_up(kDeviceStep, step); }
const char* words_for(SignInFault reason) { return look_up(kSignInFault, reason); }
const char* short_words_for(DistrictClass shown) { return look_up(kClassShort, shown); }
const char* short_words_for(PlenaryStage stage) { return look_up(kStageShort, stage); }
const char* short_words_for(BoxStage stage) { return look_up(kBoxShort, stage); }

}  // namespace siaga::app
