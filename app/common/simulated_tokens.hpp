#pragma once
// The tokens of the simulator's sources in a simulated operation. They are kept beside the operation's
// keys, readable by the owner alone, so that a second run speaks as the same sources.

#include <filesystem>
#include <string>

#include "app/simulator/day_plan.hpp"

namespace siaga::app {

class SimulatedTokens {
public:
    /// Precondition: the operation is simulated.
    explicit SimulatedTokens(std::filesystem::path operation_folder);

    /// The kept token, else a new one added to the operation. Throws Fault.
    [[nodiscard]] std::string token_for(const DaySource& source) const;

private:
    std::filesystem::path operation_;
    std::filesystem::path kept_;
};

}  // namespace siaga::app
