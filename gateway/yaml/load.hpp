#pragma once
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/node.hpp"
#include "gateway/yaml/parse.hpp"

namespace cimgate::yaml {

/// The tree of a text. A text that is built in, wherever it was read from, was parsed when the program was
/// built.
tl::expected<Node, Mistake> load(std::string_view text);

}  // namespace cimgate::yaml
