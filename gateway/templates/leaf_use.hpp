#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "gateway/mapping/plan.hpp"

namespace cimgate::templates {

/// A list of repeated elements: the parent's declaration, and the place in it.
using List = std::pair<const schema::Element*, std::uint32_t>;

/// What of a translation depends on a value, worked out from the plan alone. A value that is only copied or
/// converted on its own leaves everything else as it is; any other (one that a condition asks for, that a
/// table of codes turns, that a default is compared with) may change which rules come in.
class LeafUse {
 public:
  /// `rows`: lists whose repetitions are looked at one by one; see stream_plan.hpp.
  LeafUse(const mapping::VariantPlan& variant, const std::set<List>& bim_rows,
          const std::set<List>& cim_rows);

  enum class Weight : std::uint8_t {
    none,       ///< the value goes where it goes
    first_row,  ///< the value counts in the first row of its list only
    always,
  };
  /// Of an element's text (attribute null) or an attribute of the BIM message.
  Weight weight(const schema::Element* element, const schema::Attribute* attribute) const {
    const auto at = weights_.find(attribute != nullptr ? static_cast<const void*>(attribute) : element);
    return at == weights_.end() ? Weight::none : at->second;
  }

 private:
  using Leaf = const void*;  ///< the declaration of an attribute, or of an element for its text

  static Leaf leaf_of(const mapping::Path& path);
  Weight weight_of(const mapping::Path& path, const std::set<List>& rows) const;
  void weigh(const mapping::Path& path, Weight weight);
  void add_bim(const mapping::Condition& condition);
  void add_cim(const mapping::Condition& condition);
  void add_filters(const mapping::Path& path);
  void add(const std::vector<mapping::Correspondence>& rules);
  void add_field(const mapping::Correspondence& rule);
  void spread();

  const std::set<List>& bim_rows_;
  const std::set<List>& cim_rows_;
  std::unordered_map<Leaf, Weight> weights_;
  std::map<Leaf, std::set<Leaf>> fed_;  ///< element of CIM → what of BIM it comes from or goes to
};

}  // namespace cimgate::templates
