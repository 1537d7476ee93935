#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/templates/leaf_use.hpp"
#include "gateway/templates/part.hpp"

namespace cimgate::templates {

/// How a row was that was looked at, to see without making its key that another is the same.
class RowShape {
 public:
  /// `part`: what look_at_row() saw; a plain one.
  RowShape(const document::Document& document, const Part& part, const LeafUse& leaves);

  /// True when look_at_row() would give the same key, and `row` and the next ids would be its nodes. False
  /// says nothing.
  bool is_that_of(const document::Document& document, document::NodeId row) const;
  /// The same of all these rows; none of their values is empty.
  bool is_that_of(const document::RowRun& rows) const;
  std::size_t size() const { return nodes_.size(); }

 private:
  struct Value {
    const schema::Attribute* declaration = nullptr;  ///< null: the text
    bool empty = false;
    bool counts = false;  ///< for the key
    std::string value;    ///< when it counts
  };
  struct Node {
    const schema::Element* element = nullptr;
    std::uint32_t place = 0;
    std::uint32_t parent = 0;  ///< behind the row; the row's own does not count
    std::uint32_t children = 0;
    std::uint32_t attributes = 0;
  };

  bool contiguous_ = true;  ///< the nodes are numbered one after the other
  std::vector<Node> nodes_;
  std::vector<Value> values_;  ///< attributes first, then the text, where there may be one
};

}  // namespace cimgate::templates
