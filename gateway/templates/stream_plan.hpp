#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/mapping/plan.hpp"
#include "gateway/templates/leaf_use.hpp"

namespace cimgate::templates {

/// How a variant of a mapping can be run a few records at a time: decided from its plan, before any message
/// is read. A mapping can, when what it says of one record depends on that record, on the head of the
/// message, and on the first record at most.
struct StreamPlan {
  std::uint32_t place = 0;  ///< of the records among the children of the message's root
  const schema::Element* record = nullptr;
  std::string name;  ///< "PayloadEnergyTimeSeries"
  /// Lists in a record whose elements depend on each other no more than records do.
  std::set<List> bim_rows;
  std::set<List> cim_rows;
  std::vector<bool> row_places;  ///< bim_rows, by place in the record
  std::unique_ptr<const LeafUse> leaves;
};

/// Nothing, and why in `obstacle`, for a variant that needs the whole message.
std::unique_ptr<const StreamPlan> stream_plan(const mapping::Plan& plan, const mapping::VariantPlan& variant,
                                              std::string& obstacle);

}  // namespace cimgate::templates
