#pragma once
// What becomes of an event that is refused for whom it is of: the door hears of it, it counts for its session, and an
// unknown device waits for somebody to accept it.

#include <string>

#include "net/access.hpp"
#include "net/cot_session.hpp"

namespace siaga::net {

struct CotSender {
    const char* listener;  ///< its table in operation.toml
    std::string address;
    SessionId session = 0;  ///< 0: nobody's
};

void note_refusal(const Gate& gate, const CotSender& sender, CotRefusal why, const CotEvent& event, Time now);

}  // namespace siaga::net
