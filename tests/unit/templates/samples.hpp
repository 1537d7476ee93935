#pragma once
#include <doctest/doctest.h>

#include "gateway/engine/engine.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/effort.hpp"

namespace cimgate::test {

/// Calls `check(message)` with random messages of every kind that has a mapping, `seeds` of each.
template <class Check>
void for_each_sample(const Engine& engine, std::uint64_t seeds, const Check& check) {
  for (const auto& mapping : engine.translator->files().mappings) {
    const auto* set = engine.catalog->set(mapping.schema);
    REQUIRE(set != nullptr);
    const auto* kind = set->find(mapping.message);
    const auto schema = *engine.catalog->schema(*set, *kind);
    for (std::uint64_t seed = 1; seed <= effort(seeds); ++seed) {
      CAPTURE(mapping.message);
      CAPTURE(seed);
      check(document::Message{set, kind, sample::sample(schema, *schema->root(kind->root), seed)});
    }
  }
}

}  // namespace cimgate::test
