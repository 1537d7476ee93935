#pragma once
#include <functional>
#include <string>

namespace cimgate::test {

/// Hands on, one after the other, what a message becomes by one change: its encoding, a tag, an attribute, a
/// value, white space, a reference, the order of elements. `what` says which.
void mutants_of(const std::string& xml,
                const std::function<void(const std::string& what, const std::string& mutant)>& use);

}  // namespace cimgate::test
