#include "gateway/elhub/hub/json_body.hpp"

#include <algorithm>

#include "gateway/json/tree.hpp"
#include "gateway/text/characters.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::hub {

yaml::Node json_object(std::string_view body) {
  if (text::utf8(body) != body) return {};
  source::Limits limits;
  limits.depth = 16;
  const auto tree = json::parse_json(body, limits);
  if (!tree || (*tree)[0].kind != json::JsonValue::Kind::object) return {};
  return yaml::load(body).value_or(yaml::Node());
}

yaml::Node json_object(std::string_view body, std::initializer_list<std::string_view> members) {
  const auto root = json_object(body);
  for (const auto& member : root) {
    const bool known = std::find(members.begin(), members.end(), member.first.text()) != members.end();
    if (!known || !(member.second.is_scalar() || member.second.is_null())) return {};
  }
  return root;
}

}  // namespace cimgate::hub
