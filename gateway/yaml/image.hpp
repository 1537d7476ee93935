#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/node.hpp"

/// The trees of the YAML files that are built in, made when the program is built.
namespace cimgate::yaml {

/// The trees of all resources::embedded() that are YAML, as `find_tree` reads them.
/// Error: which file is no YAML, as "file:line:column: what is wrong".
tl::expected<std::string, std::string> write_image();

/// The tree of a text; nothing when no built-in file has just this text. `image`: aligned to 16, of
/// write_image(), and as long-lived as the nodes.
Node find_tree(std::string_view image, std::string_view text);

}  // namespace cimgate::yaml
