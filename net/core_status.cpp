#include "net/core_status.hpp"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "data/core/json_writer.hpp"
#include "net/json_members.hpp"

namespace siaga::net {
namespace {

using Element = simdjson::dom::element;

void write(JsonWriter& out, const ListenerFigures& listener) {
    out.begin_object().member("name", std::string_view(listener.name));
    out.member("place", std::string_view(listener.place)).member("sessions", std::uint64_t{listener.sessions});
    out.member("accepted", listener.accepted).member("taken", listener.taken);
    out.member("per_second", listener.per_second).key("refused").begin_object();
    for (const auto& [code, count] : listener.refused) out.member(code, count);
    out.end_object().end_object();
}

void write(JsonWriter& out, const SessionFigures& session) {
    out.begin_object().member("listener", std::string_view(session.listener));
    out.member("who", std::string_view(session.who)).member("role", std::string_view(session.role));
    out.member("address", std::string_view(session.address));
    out.member("since_s", std::int64_t{session.since.count()}).member("heard_s", std::int64_t{session.heard.count()});
    out.member("messages", session.messages).member("last_minute", session.last_minute);
    out.member("refused", session.refused).member("last_refusal", std::string_view(session.last_refusal)).end_object();
}

std::uint64_t count_in(const Element& root, std::string_view name) {
    std::uint64_t count = 0;
    return root[name].get(count) == simdjson::SUCCESS ? count : 0;
}

std::chrono::seconds seconds_in(const Element& root, std::string_view name) {
    std::int64_t count = 0;
    return std::chrono::seconds{root[name].get(count) == simdjson::SUCCESS ? count : 0};
}

ListenerFigures listener_in(const Element& root) {
    ListenerFigures listener;
    listener.name = text_in(root, "name");
    listener.place = text_in(root, "place");
    listener.sessions = count_in(root, "sessions");
    listener.accepted = count_in(root, "accepted");
    listener.taken = count_in(root, "taken");
    listener.per_second = std::max(0.0, number_in(root, "per_second").value_or(0));
    simdjson::dom::object refused;
    if (root["refused"].get(refused) != simdjson::SUCCESS) return listener;
    for (const auto& [code, value] : refused) {
        std::uint64_t count = 0;
        if (value.get(count) == simdjson::SUCCESS) listener.refused.emplace(code, count);
    }
    return listener;
}

SessionFigures session_in(const Element& root) {
    SessionFigures session;
    session.listener = text_in(root, "listener");
    session.who = text_in(root, "who");
    session.role = text_in(root, "role");
    session.address = text_in(root, "address");
    session.since = seconds_in(root, "since_s");
    session.heard = seconds_in(root, "heard_s");
    session.messages = count_in(root, "messages");
    session.last_minute = count_in(root, "last_minute");
    session.refused = count_in(root, "refused");
    session.last_refusal = text_in(root, "last_refusal");
    return session;
}

template <class T>
void read_list(const Element& root, std::string_view name, T (*read)(const Element&), std::vector<T>& to) {
    simdjson::dom::array list;
    if (root[name].get(list) != simdjson::SUCCESS) return;
    for (const Element& one : list) to.push_back(read(one));
}

}  // namespace

std::string to_json(const CoreStatus& status) {
    JsonWriter out;
    out.begin_object().member("queued", std::uint64_t{status.queued});
    out.member("queue_room", std::uint64_t{status.queue_room});
    out.member("storage_problem", std::string_view(status.storage_problem)).key("listeners").begin_array();
    for (const ListenerFigures& listener : status.listeners) write(out, listener);
    out.end_array().key("sessions").begin_array();
    for (const SessionFigures& session : status.sessions) write(out, session);
    out.end_array().end_object();
    return out.take();
}

Result<CoreStatus> parse_core_status(std::string_view json) {
    simdjson::dom::parser parser;
    const Result<Element> root = parse_object(parser, json);
    if (!root) return root.problem();
    CoreStatus status;
    status.queued = count_in(*root, "queued");
    status.queue_room = count_in(*root, "queue_room");
    status.storage_problem = text_in(*root, "storage_problem");
    read_list(*root, "listeners", listener_in, status.listeners);
    read_list(*root, "sessions", session_in, status.sessions);
    return status;
}

}  // namespace siaga::net
