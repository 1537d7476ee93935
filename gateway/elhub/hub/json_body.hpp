#pragma once
#include <initializer_list>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/yaml/node.hpp"

namespace cimgate::hub {

/// The body of a request: one JSON object (RFC 8259) in UTF-8, no name twice, and nothing behind it. Nothing:
/// it is something else.
yaml::Node json_object(std::string_view body);

/// The same, whose members are among these, each with one value. Nothing: it has another, so that a name
/// which is spelt wrongly is not passed over.
yaml::Node json_object(std::string_view body, std::initializer_list<std::string_view> members);

}  // namespace cimgate::hub
