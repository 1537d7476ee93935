#pragma once
#include <string>
#include <vector>

#include "gateway/mapping/path.hpp"
#include "gateway/schema/model.hpp"

namespace cimgate::mapping {

/// A place where a message can have a value: an element's text or an attribute.
struct Leaf {
  std::vector<const schema::Child*> steps;  ///< from the root's children on
  const schema::Attribute* attribute = nullptr;
  const schema::SimpleType* type = nullptr;
  std::string path;  ///< "Header/Identification", "…/@codingScheme"
};

/// All leaves below `root`, in schema order.
std::vector<Leaf> leaves_of(const schema::Element& root);

/// Depth of a context that the leaf is not in: only absolute paths can lead to it.
inline constexpr std::size_t elsewhere = static_cast<std::size_t>(-1);

/// True when `path`, from a context that is `depth` steps down the leaf, ends at the leaf.
bool leads_to(const Path& path, const Leaf& leaf, std::size_t depth);
/// True when the leaf is at or below the end of `path`.
bool holds_leaf(const Path& path, const Leaf& leaf, std::size_t depth);
/// True when the end of `path` and the leaf are in different branches of one choice: they never occur
/// together in one record.
bool excludes(const Path& path, const Leaf& leaf, std::size_t depth);

}  // namespace cimgate::mapping
