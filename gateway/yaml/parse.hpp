#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/node.hpp"

namespace cimgate::yaml {

/// Why a text is no YAML.
struct Fault {
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1, in characters
  std::string text;
};

/// The tables of a tree, when they are made.
struct OwnTables {
  std::vector<Item> items;
  std::vector<std::uint32_t> links;
  std::string chars;

  Tables tables() const { return {items, links, chars}; }
};

/// The first document of a text: YAML 1.1, as libyaml reads it. An empty text is null.
tl::expected<OwnTables, Fault> parse_tables(std::string_view text);

/// The same as a tree.
tl::expected<Node, Fault> parse(std::string_view text);

}  // namespace cimgate::yaml
