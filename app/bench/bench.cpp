#include "app/bench/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "data/core/json_writer.hpp"

namespace siaga::app::bench {
namespace {

/// Four digits that count: more are noise.
double rounded(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    constexpr int kDigits = 3;
    const double scale = std::pow(10.0, kDigits - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

std::string text_of(const Target& target) {
    return fmt::format("{}{}{:g}{}", target.of_ratio ? "" : "value", target.at_most ? "<=" : ">=", target.bound,
                       target.bound == std::floor(target.bound) ? ".0" : "");
}

}  // namespace

std::optional<double> Figure::ratio() const {
    return floor && *floor != 0 ? std::optional(value / *floor) : std::nullopt;
}

bool Figure::pass() const {
    if (!target) return true;
    if (target->of_ratio && !ratio()) return false;
    const double judged = target->of_ratio ? *ratio() : value;
    return target->at_most ? judged <= target->bound : judged >= target->bound;
}

std::string to_json(const Figure& figure) {
    JsonWriter out;
    out.begin_object().member("bench", figure.name).member("unit", figure.unit);
    out.member("value", rounded(figure.value)).member("min", rounded(figure.min)).member("max", rounded(figure.max));
    if (figure.floor) out.member("floor", rounded(*figure.floor));
    if (const auto ratio = figure.ratio()) out.member("ratio", rounded(*ratio));
    if (figure.target) out.member("target", text_of(*figure.target)).member("pass", figure.pass());
    out.member("runs", figure.runs).end_object();
    return out.take();
}

std::string to_text(const Figure& figure) {
    std::string line = fmt::format("{:<34} {:>11.4g} {:<9} [{:.4g} .. {:.4g}]", figure.name, figure.value, figure.unit,
                                   figure.min, figure.max);
    if (figure.floor) line += fmt::format("  floor {:.4g}", *figure.floor);
    if (const auto ratio = figure.ratio()) line += fmt::format("  ratio {:.3g}", *ratio);
    if (figure.target) line += fmt::format("  {} {}", text_of(*figure.target), figure.pass() ? "ok" : "MISSED");
    return line;
}

double quantile(std::vector<double> samples, double q) {
    assert(!samples.empty());
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(samples.size())));
    const auto place = samples.begin() + static_cast<std::ptrdiff_t>(rank == 0 ? 0 : rank - 1);
    std::nth_element(samples.begin(), place, samples.end());
    return *place;
}

Figure summarised(std::string name, std::string unit, std::vector<double> samples, std::vector<double> floor_samples,
                  std::optional<Target> target) {
    const auto ends = std::minmax_element(samples.begin(), samples.end());
    Figure figure;
    figure.name = std::move(name);
    figure.unit = std::move(unit);
    figure.min = *ends.first;
    figure.max = *ends.second;
    figure.runs = static_cast<int>(samples.size());
    figure.value = quantile(std::move(samples), 0.5);
    if (!floor_samples.empty()) figure.floor = quantile(std::move(floor_samples), 0.5);
    figure.target = target;
    return figure;
}

Figure Runner::measure(const Case& c) {
    std::vector<double> samples, floor_samples;
    for (int i = -1; i < c.runs; ++i) {
        const double floor = c.floor ? c.floor() : 0;
        const double value = c.run();
        if (i < 0) continue;  // caches and clocks warm
        samples.push_back(value);
        if (c.floor) floor_samples.push_back(floor);
    }
    Figure figure = summarised(c.name, c.unit, std::move(samples), std::move(floor_samples), c.target);
    report(figure);
    return figure;
}

void Runner::report(const Figure& figure) {
    figures_.push_back(figure);
    print_(settings_.json ? to_json(figure) : to_text(figure));
}

void Runner::note(const std::string& text) {
    if (!settings_.json) print_(text);
}

}  // namespace siaga::app::bench
