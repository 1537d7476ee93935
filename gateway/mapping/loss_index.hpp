#pragma once
#include <map>
#include <string>
#include <string_view>

#include "gateway/mapping/plan.hpp"

namespace cimgate::mapping {

/// For one variant: which correspondence explains that a BIM element (by path without numbers) may need the
/// supplement, and which correspondence is in charge of a CIM element.
class LossIndex {
 public:
  explicit LossIndex(const VariantPlan& variant);

  /// The correspondence that declares it, or null. An element with children is explained by a correspondence
  /// for anything in it.
  const Correspondence* explains(std::string_view bim_path) const;
  /// The correspondence that writes or names the element of the n-th document of the variant, or null.
  const Correspondence* in_charge(std::size_t document, std::string_view cim_path) const;

 private:
  void add(const std::vector<Correspondence>& rules, const std::string& bim, const std::string& cim,
           std::size_t document);

  std::map<std::string, const Correspondence*, std::less<>> lossy_;
  std::map<std::string, const Correspondence*, std::less<>> subtrees_;
  std::map<std::pair<std::size_t, std::string>, const Correspondence*, std::less<>> cim_;
};

}  // namespace cimgate::mapping
