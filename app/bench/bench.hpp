#pragma once
// The harness of `siagactl bench` and `siaga bench`. A figure is measured in turns with its floor (a
// function that does nothing but the physical work), so that a machine whose speed drifts moves both;
// what is printed are medians with minimum and maximum, and the ratio of the medians.
//
//   runner.measure({.name = "situation_at_p99", .unit = "ms", .run = [&] { return one_run(); },
//                   .floor = [&] { return bare_run(); }, .target = ratio_at_most(2.0)});
//
// prints, with --json, one object a line:
//   {"bench":"situation_at_p99","unit":"ms","value":0.21,"min":0.2,"max":0.3,"floor":0.15,"ratio":1.4,
//    "target":"<=2.0","pass":true,"runs":5}

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace siaga::app::bench {

/// What a bar asks: of the ratio to the floor ("<=2.0"), or of the value itself ("value<=9.5").
struct Target {
    bool of_ratio = true;
    bool at_most = true;
    double bound = 0;
};
[[nodiscard]] constexpr Target ratio_at_most(double bound) { return {true, true, bound}; }
[[nodiscard]] constexpr Target ratio_at_least(double bound) { return {true, false, bound}; }
[[nodiscard]] constexpr Target value_at_most(double bound) { return {false, true, bound}; }
[[nodiscard]] constexpr Target value_at_least(double bound) { return {false, false, bound}; }

struct Case {
    std::string name, unit;
    std::function<double()> run;    ///< one measurement, in `unit`
    std::function<double()> floor;  ///< the same of the floor; may be empty where the bar is a plain number
    std::optional<Target> target;   ///< none: a figure for the table of growth
    int runs = 5;
};

struct Figure {
    std::string name, unit;
    double value = 0, min = 0, max = 0;  ///< median, least, most of the runs
    std::optional<double> floor;         ///< median
    std::optional<Target> target;
    int runs = 0;
    [[nodiscard]] std::optional<double> ratio() const;
    [[nodiscard]] bool pass() const;
};

[[nodiscard]] std::string to_json(const Figure& figure);
[[nodiscard]] std::string to_text(const Figure& figure);

struct Settings {
    bool json = false;
    bool quick = false;  ///< fewer fixes and runs: an answer in 30 s
};

/// Runs cases one after the other and prints each figure as soon as it is known.
class Runner {
public:
    using Print = std::function<void(const std::string& line)>;
    Runner(Settings settings, Print print) : settings_(settings), print_(std::move(print)) {}

    [[nodiscard]] bool quick() const { return settings_.quick; }
    /// Floor and run in turns, `runs` times each after one unmeasured turn.
    Figure measure(const Case& c);
    /// A figure that was taken elsewhere, for example one of many from the same runs.
    void report(const Figure& figure);
    /// What is being prepared, for a person; not printed with --json.
    void note(const std::string& text);
    [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }

private:
    Settings settings_;
    Print print_;
    std::vector<Figure> figures_;
};

/// Median, least and most of `samples` as a Figure. Precondition: not empty.
[[nodiscard]] Figure summarised(std::string name, std::string unit, std::vector<double> samples,
                                std::vector<double> floor_samples, std::optional<Target> target);

/// q in [0, 1]; nearest rank. Precondition: not empty.
[[nodiscard]] double quantile(std::vector<double> samples, double q);

/// Wall time of one call.
template <class F> [[nodiscard]] double milliseconds(F&& work) {
    const auto start = std::chrono::steady_clock::now();
    std::forward<F>(work)();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Keeps the optimiser from removing what is measured.
template <class T> void keep(const T& value) { asm volatile("" : : "r,m"(value) : "memory"); }

}  // namespace siaga::app::bench
