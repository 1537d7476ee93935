#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "gateway/document/document.hpp"

namespace cimgate::document {

/// Paths of many nodes of one document that does not change: the same as Document::path, but the children of
/// a node are counted only once, so that a thousand findings among a hundred thousand siblings cost no more
/// than one.
class Paths {
 public:
  explicit Paths(const Document& document) : document_(document) {}

  /// Of any node, also one in rows that nobody has looked at.
  std::string path(NodeId id);
  const Document& document() const { return document_; }

 private:
  /// Number of a node among siblings of its name, from 1; 0 when it is the only one.
  std::uint32_t number(NodeId id);
  void count_children(NodeId parent);

  /// Rows of which no nodes were made: their numbers follow from their place.
  struct Rows {
    NodeId last = no_node;
    std::uint32_t nodes = 1;  ///< of a row
    std::uint32_t before = 0;
  };

  const Document& document_;
  std::unordered_set<NodeId> counted_;
  std::unordered_map<NodeId, std::uint32_t> numbers_;  ///< of those that are not alone
  std::map<NodeId, Rows> rows_;                        ///< by their first, of those that are not alone
};

}  // namespace cimgate::document
