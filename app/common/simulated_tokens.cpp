#include "app/common/simulated_tokens.hpp"

#include <utility>

namespace siaga::app {

SimulatedTokens::SimulatedTokens(std::filesystem::path operation_folder)
    : kept_(std::move(operation_folder), "simulator") {}

std::string SimulatedTokens::token_for(const DaySource& source) const {
    return kept_.token_for({.source = source.name, .role = net::role_from_name(source.role).value(), .units = {}});
}

}  // namespace siaga::app
