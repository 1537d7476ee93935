#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "cimgate/explain.hpp"
#include "gateway/mapping/path_query.hpp"
#include "gateway/mapping/translator.hpp"

namespace cimgate::mapping {

/// What was translated into what: the documents that were read, and what became of them.
struct TranslationView {
  const Translation& translation;
  std::vector<const document::Document*> sources;    ///< in the order that they were given
  const document::Supplement* supplement = nullptr;  ///< that came with them
  bool to_bim() const;
};

using TakeExplained = std::function<void(ExplainedValue)>;

/// Gives every value of the result, and of the supplement, that stands at or below the place, in document
/// order; all of them when there is no place. A place in the source stands for what its values became.
/// How many there are.
std::size_t explain(const TranslationView& view, const PathQuery* place, const TakeExplained& take);

}  // namespace cimgate::mapping
