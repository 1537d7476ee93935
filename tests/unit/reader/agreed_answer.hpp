#pragma once
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/document/messages.hpp"
#include "tests/unit/reader/both_engines.hpp"

namespace cimgate::test {

/// The answer of the fast engine, which has to be that of the reference reader.
inline reader::Answer agreed_answer(std::string_view bytes, const document::ReadOptions& options = {},
                                    const schema::Catalog& schemas = catalog()) {
  const auto compared = compare_engines(schemas, bytes, options);
  CHECK_MESSAGE(compared.difference.empty(), compared.difference, "\n", std::string(bytes.substr(0, 4000)));
  return compared.answer;
}

}  // namespace cimgate::test
