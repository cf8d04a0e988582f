#pragma once
// The tokens of the simulator's sources in a simulated operation.

#include <filesystem>
#include <string>

#include "app/common/kept_tokens.hpp"
#include "app/simulator/day_plan.hpp"

namespace siaga::app {

class SimulatedTokens {
public:
    /// Precondition: the operation is simulated.
    explicit SimulatedTokens(std::filesystem::path operation_folder);

    /// The kept token, else a new one added to the operation. Throws Fault.
    [[nodiscard]] std::string token_for(const DaySource& source) const;

private:
    KeptTokens kept_;
};

}  // namespace siaga::app
