#include "net/nmea_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace siaga::net {
namespace {

/// gpspipe -r begins with what gpsd says of itself.
constexpr std::string_view kGpsdBanner = R"({"class":)";

/// The end of a line that began before the connection.
bool is_remainder(std::string_view line) {
    return !line.starts_with('$') && !line.starts_with('!') && !line.starts_with('\\');
}

void add_height(FixReport& report, const NmeaHeight& height) {
    report.altitude_m = height.altitude_m;
    report.accuracy_m = height.accuracy_m;
}

}  // namespace

NmeaStream::NmeaStream(Receiver& receiver, const Limits& limits, const Clock& clock)
    : receiver_(receiver),
      limits_(limits),
      clock_(clock),
      splitter_(limits.nmea_line_bytes),
      ready_(receiver.submission()) {}

void NmeaStream::on_bytes(std::string_view bytes, Steady::time_point now) {
    splitter_.add(bytes);
    while (const auto line = splitter_.next()) {
        take(*line, now);
        begun_ = true;
        line_until_.reset();
    }
    if (!splitter_.partial()) line_until_.reset();
    if (splitter_.partial() && !line_until_) line_until_ = now + limits_.line;
}

void NmeaStream::on_datagram(std::string_view bytes, Steady::time_point now) {
    begun_ = true;  // a datagram is whole
    on_bytes(bytes, now);
    if (const auto line = splitter_.rest()) take(*line, now);
    line_until_.reset();
}

void NmeaStream::on_end(Steady::time_point now) {
    if (const auto line = splitter_.rest()) take(*line, now);
    line_until_.reset();
    release();
}

void NmeaStream::on_deadline(Steady::time_point now) {
    if (line_until_ && *line_until_ <= now) stalled_ = true;
    if (!held_ || held_->until > now) return;
    height_follows_ = false;
    release();
}

Steady::time_point NmeaStream::deadline() const {
    const auto held = held_ ? held_->until : Steady::time_point::max();
    return line_until_ ? std::min(held, *line_until_) : held;
}

Submission NmeaStream::take_ready() { return std::exchange(ready_, receiver_.submission()); }

void NmeaStream::take(const LineSplitter::Line& line, Steady::time_point now) {
    if (line.text.empty()) return;
    receiver_.tally.line();
    if (!line.too_long) return take_line(line.text, now);
    refuse({Refusal::kLineTooLong, 0, fmt::format("a line of more than {} bytes", limits_.nmea_line_bytes)}, line.text,
           now);
}

void NmeaStream::take_line(std::string_view line, Steady::time_point now) {
    if (line.starts_with(kGpsdBanner) || (!begun_ && is_remainder(line))) return;
    const Result<NmeaSentence> sentence = parse_nmea(line);
    if (!sentence) return refuse(sentence.problem(), line, now);
    broken_in_a_row_ = 0;
    if (sentence->type == "RMC") return take_rmc(*sentence, line, now);
    if (sentence->type == "GGA") return take_gga(*sentence, line, now);
}

void NmeaStream::take_rmc(const NmeaSentence& rmc, std::string_view line, Steady::time_point now) {
    if (held_) height_follows_ = false;
    release();
    Result<std::optional<NmeaFix>> fix = decode_rmc(rmc, clock_.now());
    if (!fix) return receiver_.add_problem(ready_, fix.problem(), line, now);
    if (!*fix) return receiver_.tally.without_fix();
    Held fresh{std::move(**fix), std::string(line), now + limits_.nmea_join};
    if (height_ && height_->clock == fresh.fix.clock) {
        add_height(fresh.fix.report, *height_);
        fresh.raw = height_raw_ + "\n" + fresh.raw;
        height_.reset();
        return emit(std::move(fresh));
    }
    height_.reset();
    if (height_follows_) {
        held_ = std::move(fresh);
    } else {
        released_ = fresh.fix.clock;
        emit(std::move(fresh));
    }
}

void NmeaStream::take_gga(const NmeaSentence& gga, std::string_view line, Steady::time_point now) {
    const Result<std::optional<NmeaHeight>> height = decode_gga(gga);
    if (!height) return receiver_.add_problem(ready_, height.problem(), line, now);
    if (!*height) return;
    if (released_ == (*height)->clock) height_follows_ = true;  // from the next one on
    if (held_ && held_->fix.clock == (*height)->clock) {
        add_height(held_->fix.report, **height);
        held_->raw += "\n" + std::string(line);
        return emit(*std::exchange(held_, std::nullopt));
    }
    height_ = **height;
    height_raw_ = line;
}

void NmeaStream::refuse(const Problem& problem, std::string_view line, Steady::time_point now) {
    ++broken_in_a_row_;
    receiver_.add_problem(ready_, problem, line, now);
}

void NmeaStream::release() {
    if (!held_) return;
    released_ = held_->fix.clock;
    emit(*std::exchange(held_, std::nullopt));
}

void NmeaStream::emit(Held&& held) { receiver_.add_fix(ready_, std::move(held.fix.report), held.raw); }

}  // namespace siaga::net
