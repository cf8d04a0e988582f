#pragma once
// FieldDesk: what field clients get for their posts, without a socket (PROTOCOL, sections 2 and 3).
//   GET or POST /, /TOKEN      Traccar Client, OsmAnd, GPSLogger
//   POST /owntracks            OwnTracks
// 200: committed and synced, or in the quarantine with its reasons, or nothing to keep. 503: not stored, send
// it again. 400: no device named. 401: not proved who it is. 403: that token may not. 404: no such device. An
// answer to a wrong token waits (HttpAnswer::held).
//
// Identity is the device's id. Its proof is a token of the source of that name (keys/tokens.toml), as the
// password of Basic auth or as the only segment of the path, which every client keeps. Without a token nobody
// is let in, unless the listener was told device_id_alone, which only a loopback listener can be. A device that
// nobody accepted yet waits in WaitingDevices, whatever its answer.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/clock.hpp"
#include "data/core/result.hpp"
#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/http_desk.hpp"

namespace siaga::net {

class FieldDesk final : public HttpDesk {
public:
    using Answered = std::function<void(SessionId, HttpAnswer)>;

    /// `answered` is told the answers that come later. `steady` is the clock of deadlines. What `gate` names, `inlet`
    /// and `clock` outlive the desk.
    FieldDesk(const FieldListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Answered answered,
              std::function<Steady::time_point()> steady = Steady::now);

    [[nodiscard]] SessionId next_id() override { return inlet_.new_session(); }
    [[nodiscard]] std::optional<HttpAnswer> take(SessionId id, HttpRequest&& request) override;
    void forget(SessionId id) override;

    // What the core says.
    void on_subscribed();  ///< its replies come from now on: what waited for that goes in
    void on_replies(const std::vector<Reply>& replies);
    void on_room();

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    struct Waiting {
        std::size_t records = 0;  ///< not answered yet
        bool stored = true;
        bool owntracks = false;
        std::string device = {};
    };
    struct Held {
        SessionId id = 0;
        Submission submission;
    };
    struct Post;

    [[nodiscard]] std::optional<HttpAnswer> admit(SessionId id, const HttpRequest& request, Post& post);
    [[nodiscard]] Result<Identity> identify(const Post& post);
    [[nodiscard]] HttpAnswer not_let_in(const HttpRequest& request, const Post& post, const Problem& problem);
    void note_waiting(const HttpRequest& request, const Post& post);
    void note_refused(SignInFault reason, const HttpRequest& request, const Post& post);
    [[nodiscard]] std::optional<HttpAnswer> hand_over(SessionId id, Submission&& submission, const Device& device,
                                                      bool owntracks);

    FieldListenerSettings settings_;
    Inlet& inlet_;
    Gate gate_;
    const Clock& clock_;
    Answered answered_;
    std::function<Steady::time_point()> steady_;
    std::map<SessionId, Waiting> waiting_;
    bool subscribed_ = false;
    std::vector<Held> held_;  ///< the queue was full, or no reply would be heard: calls for help first, then in order
};

}  // namespace siaga::net
