#include "net/tak_message.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <sstream>

#include "net/tak_message.pb.h"

namespace siaga::net {
namespace {

constexpr double kUnknownMetres = 999'999;
constexpr std::uint64_t kLastMs = 253'402'300'799'999;  // the end of year 9999
constexpr std::size_t kVarintMost = 5;                  // bytes of a length of 32 bits

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name) = value.c_str();
}

/// The shortest text that reads back as the same number.
void set(pugi::xml_node node, const char* name, double value) { set(node, name, fmt::format("{}", value)); }

/// The element of this name, with nothing in it yet; null when the sender's own XML has it already.
pugi::xml_node add_unless_there(pugi::xml_node detail, const char* name) {
    return detail.child(name) ? pugi::xml_node() : detail.append_child(name);
}

void write_detail(const tak::Detail& from, pugi::xml_node detail) {
    if (from.has_contact()) {
        if (pugi::xml_node contact = add_unless_there(detail, "contact"))
            set(contact, "callsign", from.contact().callsign());
    }
    if (from.has_status() && from.status().battery() > 0) {  // 0 is how protobuf says nothing
        if (pugi::xml_node status = add_unless_there(detail, "status")) set(status, "battery", from.status().battery());
    }
    if (from.has_track()) {
        if (pugi::xml_node track = add_unless_there(detail, "track")) {
            set(track, "course", from.track().course());
            set(track, "speed", from.track().speed());
        }
    }
}

Result<std::string> xml_of(const tak::Event& event) {
    if (has_doctype(event.detail().xml())) return Problem{Refusal::kMalformed, 0, "a document type is not allowed"};
    if (event.sent_ms() > kLastMs) {
        return Problem{Refusal::kBadValue, 0, fmt::format("sendTime: {} ms is after the year 9999", event.sent_ms())};
    }
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("event");
    set(root, "uid", event.uid());
    set(root, "type", event.type());
    set(root, "time", to_rfc3339(time_from_ms(static_cast<std::int64_t>(event.sent_ms()))));
    pugi::xml_node point = root.append_child("point");
    set(point, "lat", event.lat());
    set(point, "lon", event.lon());
    set(point, "hae", event.hae());
    if (event.ce() != 0) set(point, "ce", event.ce());
    pugi::xml_node detail = root.append_child("detail");
    const std::string& more = event.detail().xml();
    const pugi::xml_parse_result parsed =
        detail.append_buffer(more.data(), more.size(), pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
    if (!parsed && parsed.status != pugi::status_no_document_element)
        return Problem{Refusal::kMalformed, 0, fmt::format("xmlDetail: {}", parsed.description())};
    write_detail(event.detail(), detail);
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

double number_of_tak(const pugi::xml_node& node, const char* name, double otherwise) {
    const std::string_view text = node.attribute(name).value();
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && stop == text.data() + text.size() ? value : otherwise;
}

std::uint64_t ms_in(const pugi::xml_node& node, const char* name) {
    const Result<Time> time = parse_rfc3339(node.attribute(name).value());
    return time ? static_cast<std::uint64_t>(std::max<std::int64_t>(unix_ms(*time), 0)) : 0;
}

/// Nothing of it would be lost in a message that has these fields alone.
bool has_only(const pugi::xml_node& node, std::initializer_list<std::string_view> names) {
    return !node.first_child() &&
           std::all_of(node.attributes_begin(), node.attributes_end(), [&](const auto& attribute) {
               return std::find(names.begin(), names.end(), attribute.name()) != names.end();
           });
}

void read_detail(const pugi::xml_node& detail, tak::Detail& into) {
    std::ostringstream rest;
    for (const pugi::xml_node& child : detail.children()) {
        const std::string_view name = child.name();
        if (name == "contact" && has_only(child, {"callsign"})) {
            into.mutable_contact()->set_callsign(child.attribute("callsign").value());
        } else if (name == "track" && has_only(child, {"course", "speed"}) && child.attribute("course") &&
                   child.attribute("speed")) {
            into.mutable_track()->set_course(number_of_tak(child, "course", 0));
            into.mutable_track()->set_speed(number_of_tak(child, "speed", 0));
        } else if (name == "status" && has_only(child, {"battery"})) {
            into.mutable_status()->set_battery(
                static_cast<std::uint32_t>(std::max(number_of_tak(child, "battery", 0), 0.0)));
        } else {
            child.print(rest, "", pugi::format_raw | pugi::format_no_declaration);
        }
    }
    into.set_xml(rest.str());
}

std::string message_of(const pugi::xml_node& event) {
    tak::Message message;
    tak::Event& into = *message.mutable_event();
    into.set_type(event.attribute("type").value());
    into.set_uid(event.attribute("uid").value());
    into.set_how(event.attribute("how").value());
    into.set_sent_ms(ms_in(event, "time"));
    into.set_start_ms(ms_in(event, "start"));
    into.set_stale_ms(ms_in(event, "stale"));
    const pugi::xml_node point = event.child("point");
    into.set_lat(number_of_tak(point, "lat", 0));
    into.set_lon(number_of_tak(point, "lon", 0));
    for (const auto& [name, put] : {std::pair{"hae", &tak::Event::set_hae}, std::pair{"ce", &tak::Event::set_ce},
                                    std::pair{"le", &tak::Event::set_le}}) {
        (into.*put)(std::min(number_of_tak(point, name, kUnknownMetres), kUnknownMetres));
    }
    read_detail(event.child("detail"), *into.mutable_detail());
    return message.SerializeAsString();
}

}  // namespace

Result<CotEvent> decode_tak(std::string_view message) {
    // The library would write what it thinks of a hostile message to the terminal; the answer is ours.
    static const google::protobuf::LogSilencer kSilent;
    tak::Message parsed;
    if (!parsed.ParseFromArray(message.data(), static_cast<int>(message.size())))
        return Problem{Refusal::kMalformed, 0, "no message of TAK protocol 1"};
    if (!parsed.has_event()) {
        // What version a client of a mesh speaks, and nothing more.
        if (parsed.has_control()) return CotEvent{};
        return Problem{Refusal::kMalformed, 0, "a message without an event"};
    }
    const Result<std::string> xml = xml_of(parsed.event());
    return xml ? decode_cot(*xml) : Result<CotEvent>(xml.problem());
}

std::string tak_frames(std::string_view xml) {
    pugi::xml_document document;
    document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
    std::string frames;
    for (const pugi::xml_node& event : document.children("event")) {
        const std::string message = message_of(event);
        google::protobuf::io::StringOutputStream bytes(&frames);
        google::protobuf::io::CodedOutputStream out(&bytes);
        out.WriteRaw(&kTakMark, 1);
        out.WriteVarint32(static_cast<std::uint32_t>(message.size()));
        out.WriteString(message);
    }
    return frames;
}

Result<std::optional<TakFrame>> tak_frame(std::string_view bytes) {
    const std::string_view length = bytes.substr(1, kVarintMost);
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(length.data()),
                                              static_cast<int>(length.size()));
    std::uint32_t size = 0;
    if (in.ReadVarint32(&size))
        return std::optional(TakFrame{1 + static_cast<std::size_t>(in.CurrentPosition()), size});
    if (length.size() < kVarintMost) return std::optional<TakFrame>();
    return Problem{Refusal::kMalformed, 1, "byte 1: no length of a frame"};
}

}  // namespace siaga::net
