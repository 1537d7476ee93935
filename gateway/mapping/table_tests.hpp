#pragma once
#include <cstddef>
#include <vector>

#include "gateway/mapping/translator.hpp"

/// The tests that stand beside the mappings: *.test.yaml, in the words of the domain. Their form is described
/// in docs/mapping-files.md.
namespace cimgate::mapping {

struct TableTests {
  std::size_t files = 0;
  std::size_t rows = 0;
  std::vector<yaml::Mistake>
      failures;  ///< with the place of the row, or of the expectation that does not hold
};

/// Runs the tests of a data folder; what is built in has none. Messages that rows start from are read from
/// the store.
TableTests run_table_tests(const resources::Store& store, const schema::Catalog& catalog,
                           const Translator& translator);

}  // namespace cimgate::mapping
