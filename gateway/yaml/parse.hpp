#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/mistake.hpp"
#include "gateway/yaml/node.hpp"

namespace cimgate::yaml {

/// The tables of a tree, when they are made.
struct OwnTables {
  std::vector<Item> items;
  std::vector<std::uint32_t> links;
  std::string chars;

  Tables tables() const { return {items, links, chars}; }
};

/// The one document of a text: YAML 1.1, as libyaml reads it, and without keys that a map has twice. An empty
/// text is null.
/// Error: why it is no YAML; the file is for the caller to name.
tl::expected<OwnTables, Mistake> parse_tables(std::string_view text);

/// The same as a tree.
tl::expected<Node, Mistake> parse(std::string_view text);

}  // namespace cimgate::yaml
