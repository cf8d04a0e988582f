#pragma once
// A name that was typed for an option; wrong use names the option.

#include <string>

#include "app/common/command_line.hpp"

namespace siaga::app {

template <class Name> Name parsed_name(const std::string& option, const std::string& text) {
    const auto name = Name::parse(text);
    if (!name) wrong_use(option, name.problem().detail);
    return *name;
}

}  // namespace siaga::app
