#pragma once
#include <string>
#include <vector>

#include "gateway/mapping/plan.hpp"

/// The static proof: before any message runs, every value that either side can hold has a correspondence, and
/// every correspondence fits the schemas.
namespace cimgate::mapping {

/// What becomes of a leaf.
struct LeafCoverage {
  enum class Kind : std::uint8_t {
    copied,      ///< the same value in the documents (times in UTC)
    translated,  ///< through a code table
    companion,   ///< in a companion document only
    derived,  ///< follows from other values (a default on the way back, a constant or computed value forth)
    supplement,   ///< beside the documents
    only,         ///< CIM side: BIM has no room; reported when it is there
    unexplained,  ///< no correspondence: a hole
  };
  std::string path;
  Kind kind = Kind::unexplained;
  std::vector<std::string> targets;  ///< paths on the other side, with the document's name
  std::string reason;                ///< for supplement, only and losses
  bool may_need_supplement = false;  ///< BIM side: the way back cannot always know the value
  std::string may_be_lost;  ///< CIM side: why a value may not come to BIM, which is then reported; "" = it
                            ///< always comes
  Origin origin;
};

struct DocumentCoverage {
  std::string document;
  std::vector<LeafCoverage> leaves;
};

struct Coverage {
  std::string message;
  std::string variant;
  std::string profile;
  std::string schema;  ///< of the BIM message
  std::vector<LeafCoverage> bim;
  std::vector<DocumentCoverage> cim;
  std::vector<yaml::Mistake> problems;  ///< everything that keeps this from being a proof

  std::size_t explained() const;
  std::size_t total() const;
};

std::string_view to_string(LeafCoverage::Kind kind);

/// One for each variant of the plan.
std::vector<Coverage> coverage_of(const Plan& plan);

}  // namespace cimgate::mapping
