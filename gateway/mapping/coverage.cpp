#include "gateway/mapping/coverage.hpp"

#include <algorithm>

#include "gateway/mapping/coverage_parts.hpp"

namespace cimgate::mapping {

std::string_view to_string(LeafCoverage::Kind kind) {
  switch (kind) {
    case LeafCoverage::Kind::copied:
      return "copied";
    case LeafCoverage::Kind::translated:
      return "translated";
    case LeafCoverage::Kind::companion:
      return "companion";
    case LeafCoverage::Kind::derived:
      return "derived";
    case LeafCoverage::Kind::supplement:
      return "supplement";
    case LeafCoverage::Kind::only:
      return "only CIM";
    case LeafCoverage::Kind::unexplained:
      return "unexplained";
  }
  return {};
}

std::size_t Coverage::total() const {
  std::size_t n = bim.size();
  for (const auto& document : cim) n += document.leaves.size();
  return n;
}

std::size_t Coverage::explained() const {
  const auto holes = [](const std::vector<LeafCoverage>& leaves) {
    return static_cast<std::size_t>(std::count_if(leaves.begin(), leaves.end(), [](const LeafCoverage& leaf) {
      return leaf.kind == LeafCoverage::Kind::unexplained;
    }));
  };
  std::size_t n = total() - holes(bim);
  for (const auto& document : cim) n -= holes(document.leaves);
  return n;
}

std::vector<Coverage> coverage_of(const Plan& plan) {
  std::vector<Coverage> all;
  for (const auto& variant : plan.variants) {
    Coverage coverage;
    coverage.message = plan.def->message;
    coverage.variant = variant.def->name;
    coverage.profile = plan.cim_set->id;
    coverage.schema = plan.bim_set->id;
    cover_bim(plan, variant, coverage);
    cover_cim(variant, coverage);
    check_rules(plan, variant, coverage);
    check_mandatory(variant, coverage);
    all.push_back(std::move(coverage));
  }
  return all;
}

}  // namespace cimgate::mapping
