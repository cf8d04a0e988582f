#pragma once
// Overloaded: one lambda for each alternative of a variant, for std::visit.

namespace siaga {

template <class... F> struct Overloaded : F... { using F::operator()...; };
template <class... F> Overloaded(F...) -> Overloaded<F...>;

}  // namespace siaga
