#pragma once
// SessionBook: who is inside, on every listener: the sessions of the feed and of TAK clients, and the phones that post
// now and then. What siagactl status and the health panel list. Any thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/ingest/submission.hpp"
#include "net/limits.hpp"

namespace siaga::net {

/// As they are when asked.
struct SessionFigures {
    std::string listener;           ///< "feed", "http", "cot_tls"
    std::string who;                ///< source or device; "" until it has said
    std::string role;               ///< by its wire name; "" until it is known
    std::string address;            ///< of the peer, as address_group gives it
    std::chrono::seconds since{0};  ///< it came so long ago
    std::chrono::seconds heard{0};  ///< and said something last
    std::uint64_t messages = 0;     ///< lines, events or posts, since it came
    std::uint64_t last_minute = 0;  ///< of these, within a minute; about, while the minute before still counts in part
    std::uint64_t refused = 0;      ///< of what it sent
    std::string last_refusal;       ///< the code of the last one, "" if there was none
    friend bool operator==(const SessionFigures&, const SessionFigures&) = default;
};

class SessionBook {
public:
    using SteadyTime = Steady::time_point;
    static constexpr std::size_t kPhones = 2048;                ///< of more, the longest silent is forgotten
    static constexpr std::chrono::minutes kPhoneForgotten{60};  ///< after so long without a post

    // A session with a connection, until it is closed. One that is not in the book is none.
    void opened(SessionId id, std::string_view listener, std::string address, SteadyTime now);
    void known(SessionId id, std::string who, std::string_view role);
    void heard(SessionId id, std::uint64_t messages, SteadyTime now);
    void refused(SessionId id, std::string_view code);
    void closed(SessionId id);

    // One that comes and goes with each post.
    void called(std::string_view listener, std::string address, const std::string& who, std::string_view role,
                SteadyTime now);
    void call_refused(std::string_view listener, const std::string& who, std::string_view code);

    /// By listener, then by who.
    [[nodiscard]] std::vector<SessionFigures> list(SteadyTime now) const;

private:
    struct Row {
        SessionFigures figures;  ///< but for the times and the minute
        SteadyTime opened, heard;
        SteadyTime minute;  ///< when `in_minute` began
        std::uint64_t in_minute = 0, minute_before = 0;

        void take(std::uint64_t messages, SteadyTime now);
        void refuse(std::string_view code);
        [[nodiscard]] SessionFigures at(SteadyTime now) const;
    };
    using Phone = std::pair<std::string, std::string>;  ///< listener, who

    [[nodiscard]] static Row row(std::string_view listener, std::string address, SteadyTime now);
    void make_room(SteadyTime now);

    mutable std::mutex mutex_;
    std::map<SessionId, Row> sessions_;
    std::map<Phone, Row> phones_;
};

}  // namespace siaga::net
