#pragma once
// What must hold for the records of a receiver, whatever it sent.

#include <string>
#include <string_view>
#include <variant>

#include "net/receiver.hpp"
#include "tests/fuzz/field_checks.hpp"

namespace siaga::test {

/// How many of them are refused.
inline std::size_t check_submission(const Submission& submission, const net::Receiver& receiver) {
    std::size_t refused = 0;
    require(submission.unnumbered && submission.source == receiver.source && submission.events == 0);
    for (std::size_t i = 0; i < submission.records.size(); ++i) {
        require(!submission.raw_of(i).empty() && submission.records[i].seq == 0);
        if (const auto* report = std::get_if<FixReport>(&submission.records[i].record)) {
            require(report->unit == receiver.unit);
            require(!report->speed_mps || *report->speed_mps == *report->speed_mps);
        } else {
            const auto& problem = std::get<Problem>(submission.records[i].record);
            require_one_line(problem.detail);
            ++refused;
        }
    }
    return refused;
}

}  // namespace siaga::test
