#include "net/field_desk.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/url/grammar/ci_string.hpp>
#include <boost/url/parse.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "net/basic_auth.hpp"
#include "net/field_post.hpp"
#include "net/form_decoder.hpp"
#include "net/owntracks_decoder.hpp"
#include "net/permissions.hpp"
#include "net/traccar_json_decoder.hpp"
#include "net/url_text.hpp"

namespace siaga::net {
namespace {

namespace urls = boost::urls;

HttpAnswer said(unsigned status, std::string text) { return {.status = status, .body = std::move(text) + "\n"}; }

/// OwnTracks for Android repeats for ever what is answered with an empty body.
HttpAnswer accepted(bool owntracks) {
    if (owntracks) return {.body = "[]", .content_type = "application/json"};
    return {};
}

HttpAnswer not_stored() { return said(http_status::kUnavailable, "not stored, send it again"); }

/// Refused because it could not be written, not because of what it says.
bool kept(const std::optional<Problem>& problem) {
    return !problem || (problem->code != Refusal::kStorageFull && problem->code != Refusal::kStorageFault &&
                        problem->code != Refusal::kRateLimit);
}

bool holds_sos(const Submission& submission) { return submission.events > 0; }

bool is_json(const HttpRequest& request) {
    constexpr std::string_view kJson = "application/json";
    return urls::grammar::ci_is_equal(std::string_view(request.content_type).substr(0, kJson.size()), kJson) ||
           request.body.starts_with('{');
}

}  // namespace

/// Who calls, what with, and what was said.
struct FieldDesk::Post {
    FieldPost post;
    std::optional<Credentials> basic;
    std::string path_token;
    std::string raw;  ///< for the quarantine: never the path, it may hold the token
    bool owntracks = false;

    /// Nothing: no such place here.
    static std::optional<Post> from(const HttpRequest& request) {
        const std::string clean = tidy_url(request.target);  // what it points into
        const auto target = urls::parse_origin_form(clean);
        if (!target) return std::nullopt;
        Post sent;
        sent.basic = basic_credentials(request.authorization);
        std::vector<std::string> segments;
        for (const std::string segment : target->segments()) {
            if (!segment.empty()) segments.push_back(segment);
        }
        if (segments.size() > 1) return std::nullopt;
        sent.owntracks = !segments.empty() && segments.front() == "owntracks";
        if (!segments.empty() && !sent.owntracks) sent.path_token = segments.front();
        sent.read(request, std::string(target->encoded_query()));
        return sent;
    }

    /// How it names itself; of OwnTracks the credentials do.
    [[nodiscard]] const std::string& device() const { return post.device.empty() && basic ? basic->user : post.device; }
    [[nodiscard]] const std::string* token() const {
        if (!path_token.empty()) return &path_token;
        return basic ? &basic->password : nullptr;
    }

private:
    void read(const HttpRequest& request, const std::string& query) {
        if (owntracks) {
            raw = request.body;
            post = decode_owntracks(raw);
        } else if (request.method == "POST" && is_json(request)) {
            raw = request.body;
            post = decode_traccar_json(raw);
        } else {
            raw = query.empty() || request.body.empty() ? query + request.body : query + "&" + request.body;
            post = decode_form(raw);
        }
    }
};

FieldDesk::FieldDesk(const FieldListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock,
                     Answered answered, std::function<Steady::time_point()> steady)
    : settings_(settings),
      inlet_(inlet),
      gate_(gate),
      clock_(clock),
      answered_(std::move(answered)),
      steady_(std::move(steady)) {}

std::optional<HttpAnswer> FieldDesk::take(SessionId id, HttpRequest&& request) {
    std::optional<Post> post = Post::from(request);
    if (!post) return said(http_status::kNotFound, "phones post to /, /TOKEN or /owntracks");
    const bool allowed = request.method == "POST" || (request.method == "GET" && !post->owntracks);
    if (!allowed) return said(http_status::kMethodNotAllowed, "send GET or POST, to /owntracks POST");
    auto answer = admit(id, request, *post);
    if (answer && answer->status >= http_status::kBadRequest && answer->status < http_status::kUnavailable) {
        spdlog::warn("{}: a post of device '{}' refused with {}", request.address, printable(post->device()),
                     answer->status);
    }
    return answer;
}

std::optional<HttpAnswer> FieldDesk::admit(SessionId id, const HttpRequest& request, Post& post) {
    if (post.owntracks && !post.basic) return said(http_status::kUnauthorized, "user name and password, please");
    if (post.device().empty()) {
        const auto* problem = std::get_if<Problem>(&post.post.fix);
        const bool unreadable = problem != nullptr && problem->code == Refusal::kMalformed;
        return said(http_status::kBadRequest,
                    unreadable ? problem->detail : "no id: the post does not name its device");
    }
    const Result<Identity> who = identify(post);
    if (!who) return not_let_in(request, post, who.problem());
    for (const std::string* limit : {&request.limit_user, &request.limit_device}) {
        if (post.owntracks && !limit->empty() && *limit != post.basic->user) {
            return said(http_status::kForbidden, "X-Limit-U and X-Limit-D must be the user name");
        }
    }
    const std::optional<Device> device = gate_.devices.find(post.device());
    if (!device) {
        note_waiting(request, post);
        return said(http_status::kNotFound, fmt::format("device '{}' is not accepted here", printable(post.device())));
    }
    FixReport any;
    any.unit = device->unit;
    if (const auto refused = refused_by_role(*who, FeedMessage(any))) {
        note_refused(SignInFault::kRole, request, post);
        return said(http_status::kForbidden, refused->detail);
    }
    gate_.door.called(*who, {"http", request.address}, clock_.now());
    gate_.door.sessions().called("http", request.address, device->id, name_of(who->role), steady_());
    return hand_over(id, submission_of(std::move(post.post), *device, post.raw, clock_.now()), *device, post.owntracks);
}

/// Whoever has no token is not told which devices there are: the answer is the same, and waits as long.
HttpAnswer FieldDesk::not_let_in(const HttpRequest& request, const Post& post, const Problem& problem) {
    if (problem.code == Refusal::kBadIdentifier) return said(http_status::kBadRequest, problem.detail);
    if (gate_.devices.find(post.device())) {
        note_refused(sign_in_fault(problem.code), request, post);
    } else {
        note_waiting(request, post);
    }
    HttpAnswer answer = said(http_status::kUnauthorized, problem.detail);
    answer.held = gate_.door.delay_of({"http", request.address}, steady_());
    return answer;
}

void FieldDesk::note_waiting(const HttpRequest& request, const Post& post) {
    note_refused(SignInFault::kUnknownDevice, request, post);
    const std::string& id = post.device();
    if (!valid_name(id) || id.size() > Device::kIdMaxBytes || gate_.devices.is_refused(id)) return;
    std::optional<LonLat> place;
    const auto* fix = std::get_if<FixReport>(&post.post.fix);
    if (fix != nullptr && LonLat::in_range(fix->lon_deg, fix->lat_deg)) {
        place = LonLat::from_degrees(fix->lon_deg, fix->lat_deg);
    }
    gate_.waiting.note(id, request.address, place, clock_.now());
}

void FieldDesk::note_refused(SignInFault reason, const HttpRequest& request, const Post& post) {
    gate_.door.refused(reason, {"http", request.address}, post.device(), clock_.now());
}

Result<Identity> FieldDesk::identify(const Post& post) {
    const std::string& device = post.device();
    if (post.basic && post.basic->user != device) {
        return Problem{Refusal::kAuthFailed, 0, "the user name is not the device's id"};
    }
    Result<SourceName> source = SourceName::parse(device);
    if (!source) return source.problem();
    if (const std::string* token = post.token()) return gate_.auth.identify(*token, *source);
    if (!settings_.device_id_alone) return Problem{Refusal::kAuthFailed, 0, "a token is needed: /TOKEN"};
    return Identity{*source, Role::kField, {}};
}

std::optional<HttpAnswer> FieldDesk::hand_over(SessionId id, Submission&& submission, const Device& device,
                                               bool owntracks) {
    if (submission.records.empty()) return accepted(owntracks);
    submission.session = id;
    waiting_[id] = {submission.records.size(), true, owntracks, device.id};
    const bool sos = holds_sos(submission);
    if (subscribed_ && (held_.empty() || sos) && inlet_.try_submit(submission)) return std::nullopt;
    const auto place =
        sos ? std::find_if(held_.begin(), held_.end(), [](const Held& held) { return !holds_sos(held.submission); })
            : held_.end();
    held_.insert(place, {id, std::move(submission)});
    return std::nullopt;
}

void FieldDesk::forget(SessionId id) {
    waiting_.erase(id);
    std::erase_if(held_, [id](const Held& held) { return held.id == id; });
}

void FieldDesk::on_subscribed() {
    subscribed_ = true;
    on_room();
}

void FieldDesk::on_room() {
    if (!subscribed_) return;
    const auto first =
        std::find_if(held_.begin(), held_.end(), [this](Held& held) { return !inlet_.try_submit(held.submission); });
    held_.erase(held_.begin(), first);
}

void FieldDesk::on_replies(const std::vector<Reply>& replies) {
    for (const Reply& reply : replies) {
        const auto found = waiting_.find(reply.session);
        if (found == waiting_.end()) continue;
        Waiting& waiting = found->second;
        waiting.stored = waiting.stored && kept(reply.problem);
        if (reply.problem) gate_.door.sessions().call_refused("http", waiting.device, name_of(reply.problem->code));
        waiting.records -= std::min(waiting.records, reply.records);
        if (waiting.records > 0) continue;
        HttpAnswer answer = waiting.stored ? accepted(waiting.owntracks) : not_stored();
        waiting_.erase(found);
        answered_(reply.session, std::move(answer));
    }
}

}  // namespace siaga::net
