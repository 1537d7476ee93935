#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/document/document.hpp"

namespace cimgate::sample {

/// A random message that is valid against its schema: optional elements, choices, every code, length and
/// digit limits, days of 23, 24, 25, 92, 96 and 100 values, times in UTC and with offsets, letters beyond
/// ASCII. The same seed gives the same message on every machine.
document::Document sample(const std::shared_ptr<const schema::Schema>& schema, const schema::Element& root,
                          std::uint64_t seed);

/// Random numbers with a sequence that is fixed by the seed alone (xorshift64*; the standard library leaves
/// the distributions open).
class Random {
 public:
  explicit Random(std::uint64_t seed);
  /// From 0 up to, not including, `below`.
  std::uint64_t below(std::uint64_t below);
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// A random value of a type; nothing when no try fits all its facets.
std::optional<std::string> sample_value(const schema::SimpleType& type, Random& random);

}  // namespace cimgate::sample
