#pragma once
#include <map>
#include <string>
#include <string_view>

#include "gateway/mapping/plan.hpp"

namespace cimgate::mapping {

/// For one variant: which rule explains that a BIM element (by path without numbers) may need the supplement,
/// and which rule is in charge of a CIM element.
class LossIndex {
 public:
  explicit LossIndex(const VariantPlan& variant);

  /// The rule that declares it, or null. An element with children is explained by a rule for anything in it.
  const Rule* explains(std::string_view bim_path) const;
  /// The rule that writes or names the element of the n-th document of the variant, or null.
  const Rule* in_charge(std::size_t document, std::string_view cim_path) const;

 private:
  void add(const std::vector<Rule>& rules, const std::string& bim, const std::string& cim,
           std::size_t document);

  std::map<std::string, const Rule*, std::less<>> lossy_;
  std::map<std::string, const Rule*, std::less<>> subtrees_;
  std::map<std::pair<std::size_t, std::string>, const Rule*, std::less<>> cim_;
};

}  // namespace cimgate::mapping
