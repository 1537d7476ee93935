#pragma once
#include "gateway/json/out.hpp"
#include "gateway/yaml/node.hpp"

namespace cimgate::json {

/// YAML as JSON: plain scalars that look like numbers, true, false or null become that, all others strings.
void append_json(const yaml::Node& node, JsonOut& out);

}  // namespace cimgate::json
