#include "net/metrics_text.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace siaga::net {
namespace {

class Page {
public:
    /// Its lines follow. A name that ends in _total only grows.
    Page& about(std::string_view name, std::string_view help) {
        name_ = name;
        fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                       name.ends_with("_total") ? "counter" : "gauge");
        return *this;
    }
    Page& line(std::uint64_t value) {
        fmt::format_to(std::back_inserter(text_), "{} {}\n", name_, value);
        return *this;
    }
    Page& line(std::string_view label, std::string_view which, std::uint64_t value) {
        fmt::format_to(std::back_inserter(text_), "{}{{{}=\"{}\"}} {}\n", name_, label, which, value);
        return *this;
    }
    Page& line(std::string_view label, std::string_view which, std::string_view other, std::string_view other_which,
               std::uint64_t value) {
        fmt::format_to(std::back_inserter(text_), "{}{{{}=\"{}\",{}=\"{}\"}} {}\n", name_, label, which, other,
                       other_which, value);
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string_view name_;
    std::string text_;
};

void write_core(Page& page, const Metrics& metrics) {
    page.about("siaga_recording", "1 while records can be written.").line(metrics.recording ? 1 : 0);
    page.about("siaga_fixes_total", "Fixes stored since the start.").line(metrics.core.fixes);
    page.about("siaga_events_total", "Events stored since the start.").line(metrics.core.events);
    page.about("siaga_duplicates_total", "Records that were there already.").line(metrics.core.duplicates);
    page.about("siaga_refused_total", "Records refused since the start.").line(metrics.core.refused);
    page.about("siaga_commits_total", "Commits since the start.").line(metrics.core.commits);
    page.about("siaga_quarantined", "Records in the quarantine of the operation.").line(metrics.core.quarantined);
    page.about("siaga_open_alerts", "Alarms that are not cleared.").line(metrics.open_alerts);
    const QueueFigures& queue = metrics.queue;
    page.about("siaga_queue_bytes", "What waits for the ingest thread.").line("queue", queue.name, queue.bytes);
    page.about("siaga_queue_capacity_bytes", "What may wait.").line("queue", queue.name, queue.capacity_bytes);
    page.about("siaga_queue_high_water_bytes", "The most that ever waited.")
        .line("queue", queue.name, queue.high_water_bytes);
    page.about("siaga_queue_refusals_total", "Submissions that found it full.")
        .line("queue", queue.name, queue.refusals);
}

void write_feed(Page& page, const FeedStatus& feed) {
    page.about("siaga_feed_sessions", "Sessions of the feed.")
        .line("state", "open", feed.sessions)
        .line("state", "authenticated", feed.authenticated)
        .line("state", "following", feed.following);
    page.about("siaga_feed_connections_total", "Connections accepted.").line(feed.accepted);
    page.about("siaga_feed_accept_errors_total", "Accepts that failed.").line(feed.accept_errors);
    page.about("siaga_feed_lines_total", "Lines read.").line(feed.lines);
    page.about("siaga_feed_refused_total", "Refusals, by code.");
    for (const auto& [code, count] : feed.refused) page.line("code", code, count);
}

void write_field(Page& page, const HttpStatus& field) {
    page.about("siaga_http_connections", "Connections of field clients.").line(field.connections);
    page.about("siaga_http_connections_total", "Connections accepted.").line(field.accepted);
    page.about("siaga_http_turned_away_total", "Connections over a limit.").line(field.turned_away);
    page.about("siaga_http_accept_errors_total", "Accepts that failed.").line(field.accept_errors);
    page.about("siaga_http_answers_total", "Answers, by status.");
    for (const auto& [status, count] : field.answers) page.line("status", std::to_string(status), count);
}

void write_receivers(Page& page, const std::vector<ReceiverFigures>& receivers) {
    const auto each = [&](std::string_view name, std::string_view help, auto figure) {
        page.about(name, help);
        for (const ReceiverFigures& one : receivers) page.line("receiver", one.source, std::uint64_t{one.*figure});
    };
    each("siaga_receiver_connections", "Connections of a receiver.", &ReceiverFigures::connections);
    each("siaga_receiver_connections_total", "Connections so far.", &ReceiverFigures::connects);
    each("siaga_receiver_failures_total", "Connections that failed or were turned away.", &ReceiverFigures::failures);
    each("siaga_receiver_lines_total", "Lines read.", &ReceiverFigures::lines);
    each("siaga_receiver_without_fix_total", "Times it said that it has no position.", &ReceiverFigures::without_fix);
    each("siaga_receiver_accepted_total", "Fixes stored, or there already.", &ReceiverFigures::accepted);
    each("siaga_receiver_not_kept_total", "Refused beyond what the quarantine keeps of one receiver.",
         &ReceiverFigures::not_kept);
    page.about("siaga_receiver_refused_total", "Refusals, by code.");
    for (const ReceiverFigures& one : receivers) {
        for (const auto& [code, count] : one.refused) page.line("receiver", one.source, "code", code, count);
    }
}

void write_cot(Page& page, const CotStatus& cot) {
    page.about("siaga_cot_sessions", "TAK clients that are connected.").line(cot.sessions);
    page.about("siaga_cot_connections_total", "Connections accepted.").line(cot.connects);
    page.about("siaga_cot_turned_away_total", "Connections over the limit.").line(cot.turned_away);
    page.about("siaga_cot_events_total", "Events read.").line(cot.events.events);
    page.about("siaga_cot_passed_over_total", "Events with nothing to record.")
        .line("why", "not_ours", cot.events.not_ours)
        .line("why", "no_position", cot.events.unplaced)
        .line("why", "unknown_device", cot.events.strangers)
        .line("why", "not_permitted", cot.events.foreign);
    page.about("siaga_cot_accepted_total", "Records stored, or there already.").line(cot.accepted);
    page.about("siaga_cot_refused_total", "Refusals, by code.");
    for (const auto& [code, count] : cot.refused) page.line("code", code, count);
}

void write_door(Page& page, const Door::Figures& door, std::size_t waiting) {
    page.about("siaga_sign_ins_total", "Sessions that were let in, and devices once a day.").line(door.entered);
    page.about("siaga_sign_ins_refused_total", "Who was not let in, by reason.");
    for (std::size_t i = 0; i < door.refused.size(); ++i)
        page.line("why", name_of(static_cast<SignInFault>(i)), door.refused[i]);
    page.about("siaga_slowed_addresses", "Addresses whose wrong tokens are answered late.").line(door.slowed);
    page.about("siaga_waiting_devices", "Devices that wait to be accepted.").line(waiting);
}

}  // namespace

std::string metrics_text(const Metrics& metrics) {
    Page page;
    write_core(page, metrics);
    if (metrics.feed) write_feed(page, *metrics.feed);
    if (metrics.field) write_field(page, *metrics.field);
    if (!metrics.receivers.empty()) write_receivers(page, metrics.receivers);
    if (metrics.cot) write_cot(page, *metrics.cot);
    if (metrics.door) write_door(page, *metrics.door, metrics.waiting);
    return page.take();
}

}  // namespace siaga::net
