#include "data/model/event.hpp"

namespace siaga {

std::string_view kind_of(const Event& event) {
    return std::visit([](const auto& body) { return body.kKind; }, event.body);
}

}  // namespace siaga
