#include "gateway/json_schema/written_schema.hpp"

#include <fmt/format.h>

#include "gateway/json/from_yaml.hpp"
#include "gateway/json_schema/head.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::json_schema {
namespace {

std::string with_definitions(std::string text) {
  for (const auto& [from, to] :
       {std::pair<std::string_view, std::string_view>{"\"$defs\":", "\"definitions\":"},
        {"\"#/$defs/", "\"#/definitions/"}})
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  return text;
}

}  // namespace

tl::expected<std::string, std::string> written_schema(std::string_view name, Draft draft, bool alone) {
  const auto path = fmt::format("gateway/json_schema/written/{}.yaml", name);
  const auto text = resources::built_in()->read(path);
  if (!text) return tl::make_unexpected(text.error());
  const auto file = yaml::load(*text);
  if (!file) return tl::make_unexpected(fmt::format("{}: {}", path, file.error().text));
  json::JsonOut out(true);
  out.begin_object();
  if (alone) write_head(name, draft, out);
  for (const auto& member : *file) {
    out.key(member.first.text());
    json::append_json(member.second, out);
  }
  out.end_object();
  auto json = std::move(out).take();
  return draft == Draft::draft_07 ? with_definitions(std::move(json)) : json;
}

}  // namespace cimgate::json_schema
