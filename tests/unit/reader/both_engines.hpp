#pragma once
#include <string>
#include <string_view>

#include "gateway/reader/fast.hpp"

/// The fast engine held against the reference reader: shared by the unit tests and the fuzzer.
namespace cimgate::test {

struct Comparison {
  reader::Answer answer = reader::Answer::declined;
  std::string difference;  ///< what the two disagree about; "" when they agree
};

/// Reads with both, the fast engine with every instruction set that this processor has.
Comparison compare_engines(const schema::Catalog& catalog, std::string_view bytes,
                           const document::ReadOptions& options = {});

}  // namespace cimgate::test
