#include "gateway/json/from_yaml.hpp"

#include <algorithm>
#include <string>

namespace cimgate::json {
namespace {

bool is_number(const std::string& text) {
  const auto digits = text.find_first_not_of("-0123456789.");
  return !text.empty() && digits == std::string::npos && text != "-" && text != "." &&
         std::count(text.begin(), text.end(), '.') <= 1;
}

}  // namespace

void append_json(const yaml::Node& node, JsonOut& out) {
  if (node.is_map()) {
    out.begin_object();
    for (const auto& member : node) {
      out.key(member.first.text());
      append_json(member.second, out);
    }
    out.end_object();
  } else if (node.is_list()) {
    out.begin_array();
    for (const auto& one : node) append_json(one, out);
    out.end_array();
  } else if (node.is_scalar()) {
    const auto& text = node.text();
    if (node.is_plain() && (text == "true" || text == "false" || is_number(text)))
      out.literal(text);
    else
      out.string(text);
  } else {
    out.literal("null");
  }
}

}  // namespace cimgate::json
