#pragma once
#include <optional>
#include <string_view>
#include <unordered_map>

#include "cimgate/finding.hpp"
#include "gateway/document/document.hpp"
#include "gateway/document/paths.hpp"

namespace cimgate::validation {

/// Says where findings are and what they are about. One object for all findings of a document that does not
/// change: what it has found out about a node it keeps for the next finding.
class FindingPlaces {
 public:
  explicit FindingPlaces(const document::Document& document) : document_(document), paths_(document) {}

  /// Fills in line, column, path and context of a finding about a node.
  void place(Finding& finding, document::NodeId node);

  /// The metering point, series and position that a node is about, as far as they stand above or beside it.
  /// Only values of the form of such identifiers are taken, so no personal data.
  FindingContext context_of(document::NodeId node);

 private:
  std::string_view metering_point_in(document::NodeId parent);

  const document::Document& document_;
  document::Paths paths_;
  std::unordered_map<document::NodeId, std::string_view> metering_points_;
};

}  // namespace cimgate::validation
