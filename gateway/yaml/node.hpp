#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// YAML as a tree that knows where everything stands. Trees are flat tables, so that those of the built-in
/// files can be made when the program is built and used as they lie in its image.
namespace cimgate::yaml {

/// A node as it is stored.
struct Item {
  enum class Kind : std::uint32_t { null, scalar, list, map };
  Kind kind = Kind::null;
  std::uint32_t plain = 0;   ///< scalar: without quotes or tag; list and map: in brackets or braces
  std::uint32_t begin = 0;   ///< scalar: its text in `chars`; list and map: its members in `links`
  std::uint32_t size = 0;    ///< of the text, or number of links: a map has two a member, key and value
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1, in characters
};

/// The tables of a tree. The root is the first item. Links are numbers of items.
struct Tables {
  std::span<const Item> items;
  std::span<const std::uint32_t> links;
  std::string_view chars;
};

/// A place in a tree, or nothing ("undefined"): what is asked for and not there. Nothing can be asked like
/// any other node, and has no members. Keeps the tree alive.
class Node {
 public:
  struct Member;
  class Iterator;

  Node() = default;
  /// The root of a tree that has one.
  explicit Node(std::shared_ptr<const Tables> tree) : tree_(std::move(tree)) {}

  explicit operator bool() const { return tree_ != nullptr; }
  bool is_null() const { return is(Item::Kind::null); }
  bool is_scalar() const { return is(Item::Kind::scalar); }
  bool is_list() const { return is(Item::Kind::list); }
  bool is_map() const { return is(Item::Kind::map); }
  /// A scalar without quotes or tag.
  bool is_plain() const { return is_scalar() && item().plain != 0; }
  /// A list or map in brackets or braces.
  bool is_flow() const { return (is_list() || is_map()) && item().plain != 0; }

  /// The text of a scalar; else "".
  std::string text() const { return std::string(view()); }
  /// From 1; 0 when there is nothing.
  std::uint32_t line() const { return tree_ ? item().line : 0; }
  std::uint32_t column() const { return tree_ ? item().column : 0; }

  /// The number of items of a list or of members of a map; else 0.
  std::size_t size() const;
  /// The value of a map below a key; no key is there twice.
  Node operator[](std::string_view key) const;
  /// An item of a list.
  Node operator[](std::size_t index) const;
  Iterator begin() const;
  Iterator end() const;

 private:
  friend class Iterator;
  Node(std::shared_ptr<const Tables> tree, std::uint32_t id) : tree_(std::move(tree)), id_(id) {}
  const Item& item() const { return tree_->items[id_]; }
  bool is(Item::Kind kind) const { return tree_ && item().kind == kind; }
  std::string_view view() const;
  Node member(std::size_t link) const { return {tree_, tree_->links[item().begin + link]}; }

  std::shared_ptr<const Tables> tree_;
  std::uint32_t id_ = 0;
};

/// An item of a list, or a key and value of a map.
struct Node::Member : Node {
  Node first, second;
};

class Node::Iterator {
 public:
  Iterator(const Node& of, std::size_t at) : of_(&of), at_(at) {}
  Member operator*() const;
  Iterator& operator++() {
    ++at_;
    return *this;
  }
  bool operator==(const Iterator& other) const { return at_ == other.at_; }

 private:
  const Node* of_;
  std::size_t at_;
};

}  // namespace cimgate::yaml
