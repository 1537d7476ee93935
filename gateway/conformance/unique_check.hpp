#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/document.hpp"

namespace cimgate::conformance {

/// Judges xs:unique. One object for a document: it keeps its memory from element to element.
class UniqueCheck {
 public:
  explicit UniqueCheck(const document::Document& document) : document_(document) {}

  /// The violations of one constraint below `owner`, in document order; beyond the limit they are counted.
  Violations check(document::NodeId owner, const schema::Unique& unique, std::size_t limit);

  /// The value by which one selected element has to differ from others, as a text that equal values share;
  /// nothing when it has none. Good until the next call.
  struct Value {
    std::string_view text;
    document::NodeId holder = document::no_node;  ///< the node with the value
  };
  std::optional<Value> key_of(document::NodeId selected, const schema::Unique& unique);

 private:
  struct Key {
    std::string_view text;
    document::NodeId selected = document::no_node;  ///< the element that the selector names
    document::NodeId holder = document::no_node;    ///< the node with the value
    std::int32_t attribute = -1;                    ///< of the holder, when the value is an attribute
    const schema::SimpleType* type = nullptr;
  };

  void collect(document::NodeId owner, const schema::Unique& unique);
  bool read_key(document::NodeId selected, const schema::Unique& unique, Key& key);
  std::string_view keep_key(const schema::SimpleType& type, std::string_view text);

  const document::Document& document_;
  std::vector<Key> keys_;
  std::deque<std::string> made_;  ///< keys that are not in the document as they are
};

}  // namespace cimgate::conformance
