#pragma once
#include <string>
#include <utility>
#include <vector>

#include "gateway/mapping/engine.hpp"
#include "gateway/mapping/residual.hpp"

namespace cimgate::mapping {

/// A message made into CIM documents, with the proof that nothing was lost: the way back is run, and each
/// difference to the message must be explained by a correspondence. `made.documents` count only when `good`.
struct Proven {
  Proven(Forward forth, Backward way_back) : made(std::move(forth)), back(std::move(way_back)) {}

  Forward made;
  Backward back;
  std::vector<document::SupplementEntry> hints;  ///< choices and orders, with their reasons
  std::vector<Difference> differences;           ///< in document order, with their reasons
  std::vector<document::NodeId> given;           ///< node of the way back for each of the message; or no_node
  std::vector<Finding> findings;                 ///< why it is not good
  bool fault = false;                            ///< a finding reports an internal error
  bool good() const { return findings.empty(); }
};

/// `made` comes from the message; `numbers` as it was made with; `tracing`: of the way back.
Proven prove(const Plan& plan, const document::Document& bim, Forward made,
             const RecordNumbers* numbers = nullptr, Tracing tracing = Tracing::yes);

}  // namespace cimgate::mapping
