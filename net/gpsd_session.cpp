#include "net/gpsd_session.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "data/core/name.hpp"

namespace siaga::net {

GpsdSession::GpsdSession(std::string daemon, std::vector<GpsdReceiver> receivers, const Limits& limits)
    : daemon_(std::move(daemon)),
      receivers_(std::move(receivers)),
      limits_(limits),
      splitter_(limits.line_bytes),
      retry_after_(limits.gpsd_retry) {
    for (const GpsdReceiver& one : receivers_) ready_.push_back(one.receiver->submission());
}

void GpsdSession::on_connected(Steady::time_point now) {
    for (const GpsdReceiver& one : receivers_) one.receiver->tally.connected();
    connected_ = true;
    splitter_ = LineSplitter(limits_.line_bytes);
    output_ = kGpsdWatch;
    trouble_.clear();
    adopted_.clear();
    pinged_ = false;
    broken_in_a_row_ = 0;
    deadline_ = now + limits_.gpsd_idle;
}

void GpsdSession::on_bytes(std::string_view bytes, Steady::time_point now) {
    splitter_.add(bytes);
    while (const auto line = splitter_.next()) take(*line, now);
}

void GpsdSession::on_deadline(Steady::time_point now) {
    if (!connected_ || now < deadline_) return;
    if (pinged_) {
        trouble_ = "it says nothing";
    } else {
        pinged_ = true;
        output_ += kGpsdPing;
    }
    deadline_ = now + limits_.gpsd_answer;
}

void GpsdSession::on_lost(std::string_view why, Steady::time_point now) {
    for (const GpsdReceiver& one : receivers_) {
        if (connected_) {
            one.receiver->tally.disconnected();
        } else {
            one.receiver->tally.failed();
        }
    }
    connected_ = false;
    output_.clear();
    if (!std::exchange(said_lost_, true)) spdlog::warn("gpsd {}: {}; trying again", daemon_, why);
    retry_at_ = now + retry_after_;
    retry_after_ = std::min(2 * retry_after_, limits_.gpsd_retry_most);
}

std::vector<Submission> GpsdSession::take_ready() {
    std::vector<Submission> taken;
    for (std::size_t i = 0; i < ready_.size(); ++i) {
        if (!ready_[i].records.empty()) {
            taken.push_back(std::exchange(ready_[i], receivers_[i].receiver->submission()));
        }
    }
    return taken;
}

void GpsdSession::take(const LineSplitter::Line& line, Steady::time_point now) {
    deadline_ = now + limits_.gpsd_idle;
    pinged_ = false;
    if (line.text.empty()) return;
    if (line.too_long) {
        return refuse({Refusal::kLineTooLong, 0, fmt::format("a line of more than {} bytes", limits_.line_bytes)},
                      line.text, now);
    }
    Result<GpsdReport> report = decode_gpsd(parser_, line.text);
    if (!report) return refuse(report.problem(), line.text, now);
    broken_in_a_row_ = 0;
    take_report(std::move(report).value(), line.text);
}

void GpsdSession::take_report(GpsdReport&& report, std::string_view line) {
    if (report.kind == "VERSION") {
        // It speaks: the next failure is a new one.
        retry_after_ = limits_.gpsd_retry;
        if (std::exchange(said_lost_, false)) spdlog::info("gpsd {}: connected again", daemon_);
    } else if (report.kind == "ERROR") {
        spdlog::warn("gpsd {}: {}", daemon_, printable(report.message));
    }
    if (report.kind != "TPV") return;
    const std::size_t place = place_of(report.device, report.fix.has_value());
    if (place == receivers_.size()) return;
    Receiver& receiver = *receivers_[place].receiver;
    receiver.tally.line();
    if (!report.fix) return receiver.tally.without_fix();
    receiver.add_fix(ready_[place], std::move(*report.fix), line);
}

void GpsdSession::refuse(const Problem& problem, std::string_view line, Steady::time_point now) {
    receivers_.front().receiver->tally.line();
    receivers_.front().receiver->add_problem(ready_.front(), problem, line, now);
    if (problem.code != Refusal::kMalformed && problem.code != Refusal::kLineTooLong) return;
    if (++broken_in_a_row_ >= limits_.broken_lines_in_a_row) trouble_ = "what it says is no JSON of gpsd";
}

/// receivers_.size(): nobody's.
std::size_t GpsdSession::place_of(const std::string& device, bool has_fix) {
    const auto found = std::find_if(receivers_.begin(), receivers_.end(), [&](const GpsdReceiver& one) {
        return !one.device.empty() && one.device == device;
    });
    if (found != receivers_.end()) return static_cast<std::size_t>(found - receivers_.begin());
    const auto open =
        std::find_if(receivers_.begin(), receivers_.end(), [](const GpsdReceiver& one) { return one.device.empty(); });
    if (open == receivers_.end()) return receivers_.size();
    if (has_fix && adopted_.empty()) adopted_ = device;
    const bool others = has_fix && adopted_ != device;
    return others ? receivers_.size() : static_cast<std::size_t>(open - receivers_.begin());
}

}  // namespace siaga::net
