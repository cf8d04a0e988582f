#pragma once
// Source: where the wall's records come from: the core inside this program, a record that another
// process writes, or a frozen one for a picture. Window thread only.

#include <string>

#include "app/live/health.hpp"
#include "data/ingest/mailbox.hpp"
#include "data/model/event.hpp"

namespace siaga::app {

class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    /// What came since the last call; the first mail holds everything so far.
    [[nodiscard]] virtual Mail take() = 0;
    /// The core's clock.
    [[nodiscard]] virtual Time now() const = 0;
    /// How fast that clock runs.
    [[nodiscard]] virtual double speed() const { return 1; }
    /// It cannot wake the window; take() must be called now and then.
    [[nodiscard]] virtual bool polled() const { return false; }
    /// An operator's event; false where the record is read only.
    virtual bool submit(Event&& /*event*/) { return false; }
    /// For the health panel, while it is open; gathered at each call.
    [[nodiscard]] virtual Health health() { return {}; }
    /// "" or why the records stopped coming, for the terminal.
    [[nodiscard]] virtual std::string trouble() { return {}; }
};

}  // namespace siaga::app
