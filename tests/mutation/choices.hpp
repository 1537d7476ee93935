#pragma once
#include "tests/mutation/code_mutants.hpp"

/// One program that can be made to have any one of many changes in it, so that it is built once for all of
/// them.
namespace cimgate::mutation {

struct Numbered {
  std::size_t number = 0;  ///< the change that CIMGATE_MUTANT names
  CodeMutant mutant;
};

/// Those that can be put in one file together: with a place, and with none that overlaps that of another.
std::vector<Numbered> that_fit_together(std::vector<Numbered> all);

/// The file with all of these in it, each where tests/mutation/mutant.hpp says that it is wanted. Lines stay
/// where they are.
std::string with_choices(std::string_view text, const std::vector<Numbered>& mutants);

}  // namespace cimgate::mutation
