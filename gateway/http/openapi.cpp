#include "gateway/http/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/http/problem.hpp"
#include "gateway/json/from_yaml.hpp"
#include "gateway/json/out.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::http {
namespace {

using json::append_json;
using json::JsonOut;

/// A file does not say what it has to.
struct Fault {
  std::string text;
};

constexpr const char* common_file = "gateway/http/openapi/common.yaml";

/// What the files of all parts say, by name.
struct Texts {
  std::map<std::string, yaml::Node> operations;
  std::map<std::string, std::map<std::string, yaml::Node>> components;  ///< "schemas" → name → text
  std::map<std::string, std::string> schemas;                           ///< that are JSON already
  std::vector<yaml::Node> tags;
};

void read_text(const std::string& path, std::string_view text, Texts& texts) {
  const auto read = yaml::load(text);
  if (!read)
    throw Fault{fmt::format("{}:{}:{}: {}", path, read.error().place.line, read.error().place.column,
                            read.error().text)};
  const auto& file = *read;
  for (const auto& operation : file["operations"])
    if (!texts.operations.emplace(operation.first.text(), operation.second).second)
      throw Fault{fmt::format("{}: operation {} is there twice", path, operation.first.text())};
  for (const auto& kind : file["components"])
    for (const auto& component : kind.second)
      if (!texts.components[kind.first.text()].emplace(component.first.text(), component.second).second)
        throw Fault{fmt::format("{}: component {} is there twice", path, component.first.text())};
  for (const yaml::Node& tag : file["tags"]) texts.tags.push_back(tag);
}

void read_file(const std::string& path, const resources::Store& store, Texts& texts) {
  const auto text = store.read(path);
  if (!text) throw Fault{text.error()};
  read_text(path, *text, texts);
}

void read_made(const Part& part, Texts& texts) {
  for (const auto& text : part.made_openapi) read_text("(made)", text, texts);
  if (!part.schemas) return;
  for (const auto& [name, json] : part.schemas())
    if (!texts.schemas.emplace(name, json).second || texts.components["schemas"].contains(name))
      throw Fault{fmt::format("component {} is there twice", name)};
}

/// "/cim/v1/queues/{queue}/{id...}" → "/cim/v1/queues/{queue}/{id}"
std::string openapi_path(std::string pattern) {
  if (const auto dots = pattern.find("...}"); dots != std::string::npos) pattern.erase(dots, 3);
  return pattern;
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    names.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return names;
}

bool describes(const yaml::Node& operation, const std::string& parameter, const Texts& texts) {
  for (const yaml::Node& one : operation["parameters"]) {
    yaml::Node described = one;
    if (one["$ref"]) {
      const auto ref = one["$ref"].text();
      const auto kind = texts.components.find("parameters");
      const auto name = ref.substr(ref.rfind('/') + 1);
      if (kind == texts.components.end() || !kind->second.contains(name)) continue;
      described = kind->second.at(name);
    }
    if (described["in"] && described["in"].text() == "path" && described["name"].text() == parameter)
      return true;
  }
  return false;
}

/// What the transport may answer instead of the handler.
std::vector<std::uint16_t> transport_statuses(const Route& route) {
  std::vector<std::uint16_t> statuses = {400, 408, 414, 417, 431, 500, 501, 503};
  if (!route.produces.empty()) statuses.push_back(406);
  if (route.body != BodyIs::refused) statuses.insert(statuses.end(), {413, 415});
  if (route.body == BodyIs::required) statuses.push_back(411);
  std::sort(statuses.begin(), statuses.end());
  return statuses;
}

void write_credentials(const Route& route, const Texts& texts, JsonOut& out) {
  if (route.credentials.empty()) return;
  const auto schemes = texts.components.find("securitySchemes");
  out.key("security");
  out.begin_array();
  for (const auto& credential : route.credentials) {
    if (schemes == texts.components.end() || !schemes->second.contains(credential.scheme))
      throw Fault{
          fmt::format("operation {}: security scheme {} is in no file", route.operation, credential.scheme)};
    out.begin_object(JsonOut::Line::one);
    out.key(credential.scheme);
    out.begin_array(JsonOut::Line::one);
    if (!credential.scope.empty()) out.string(credential.scope);
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

void write_operation(const Route& route, const yaml::Node& operation, const Texts& texts, JsonOut& out) {
  for (const auto& name : names_in(openapi_path(route.pattern)))
    if (!describes(operation, name, texts))
      throw Fault{
          fmt::format("operation {}: parameter {} of the path is not described", route.operation, name)};
  out.begin_object();
  out.key("operationId");
  out.string(route.operation);
  for (const auto& member : operation) {
    if (member.first.text() == "responses" || member.first.text() == "x-error-response") continue;
    out.key(member.first.text());
    append_json(member.second, out);
  }
  write_credentials(route, texts, out);
  const std::string error = operation["x-error-response"] ? operation["x-error-response"].text() : "Problem";
  std::set<std::string> said;
  out.key("responses");
  out.begin_object();
  for (const auto& response : operation["responses"]) {
    said.insert(response.first.text());
    out.key(response.first.text());
    append_json(response.second, out);
  }
  if (said.empty()) throw Fault{fmt::format("operation {} has no responses", route.operation)};
  for (const auto status : transport_statuses(route)) {
    if (said.contains(std::to_string(status))) continue;
    out.key(std::to_string(status));
    out.begin_object(JsonOut::Line::one);
    out.key("$ref");
    out.string("#/components/responses/" + error);
    out.end_object();
  }
  out.end_object();
  out.end_object();
}

void write_paths(const std::vector<Part>& parts, const Texts& texts, JsonOut& out) {
  std::map<std::string, std::vector<const Route*>> paths;
  std::set<std::string> used;
  for (const auto& part : parts)
    for (const auto& route : part.routes)
      if (!route.operation.empty()) paths[openapi_path(route.pattern)].push_back(&route);
  out.key("paths");
  out.begin_object();
  for (const auto& [path, routes] : paths) {
    out.key(path);
    out.begin_object();
    for (const auto* route : routes) {
      const auto operation = texts.operations.find(route->operation);
      if (operation == texts.operations.end())
        throw Fault{fmt::format("{} {}: operation {} is in no file", route->method, path, route->operation)};
      if (!used.insert(route->operation).second)
        throw Fault{fmt::format("operation {} has two routes", route->operation)};
      std::string method = route->method;
      std::transform(method.begin(), method.end(), method.begin(),
                     [](char c) { return static_cast<char>(c - 'A' + 'a'); });
      out.key(method);
      write_operation(*route, operation->second, texts, out);
    }
    out.end_object();
  }
  out.end_object();
  for (const auto& [name, operation] : texts.operations)
    if (!used.contains(name)) throw Fault{fmt::format("operation {} has no route", name)};
}

void write_limit(const ShownLimit& limit, JsonOut& out) {
  out.key(limit.name);
  out.begin_object(JsonOut::Line::one);
  out.key("flag");
  out.string("--" + std::string(limit.name));
  out.key("value");
  out.literal(std::to_string(limit.value));
  if (!limit.unit.empty()) {
    out.key("unit");
    out.string(limit.unit);
  }
  out.key("description");
  out.string(limit.text);
  out.end_object();
}

void write_limits(const Limits& limits, const std::vector<ShownLimit>& others, JsonOut& out) {
  out.key("x-limits");
  out.begin_object();
  for (const auto& limit : limit_table())
    write_limit({limit.name, limit.unit, limits.*limit.value, limit.text}, out);
  for (const auto& limit : others) write_limit(limit, out);
  out.end_object();
}

std::string document_of(const std::vector<Part>& parts, const Texts& texts, const Limits& limits,
                        const std::vector<ShownLimit>& others, const std::string& version) {
  JsonOut out(true);
  out.begin_object();
  out.key("openapi");
  out.string("3.1.0");
  out.key("info");
  out.begin_object();
  out.key("title");
  out.string("cimgate");
  out.key("version");
  out.string(version);
  out.key("summary");
  out.string("Messages of the electricity market: checked, translated to CIM and back; and a simulated hub");
  out.key("license");
  out.begin_object(JsonOut::Line::one);
  out.key("name");
  out.string("Apache-2.0");
  out.key("identifier");
  out.string("Apache-2.0");
  out.end_object();
  out.end_object();
  out.key("servers");
  out.begin_array();
  out.begin_object(JsonOut::Line::one);
  out.key("url");
  out.string("/");
  out.end_object();
  out.end_array();
  out.key("tags");
  out.begin_array();
  for (const auto& tag : texts.tags) append_json(tag, out);
  out.end_array();
  write_limits(limits, others, out);
  // Open to everybody, unless an operation says otherwise.
  out.key("security");
  out.begin_array(JsonOut::Line::one);
  out.end_array();
  write_paths(parts, texts, out);
  out.key("components");
  out.begin_object();
  for (const auto& [kind, components] : texts.components) {
    out.key(kind);
    out.begin_object();
    for (const auto& [name, component] : components) {
      out.key(name);
      append_json(component, out);
    }
    if (kind == "schemas")
      for (const auto& [name, json] : texts.schemas) out.member_literal(name, json);
    out.end_object();
  }
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

}  // namespace

tl::expected<std::string, std::string> openapi(const std::vector<Part>& parts, const Limits& limits,
                                               const std::string& version, const resources::Store& store,
                                               const std::vector<ShownLimit>& other_limits) {
  try {
    Texts texts;
    read_file(common_file, store, texts);
    std::set<std::string> seen;  // parts may share a file
    for (const auto& part : parts)
      for (const auto& file : part.openapi)
        if (seen.insert(file).second) read_file(file, store, texts);
    for (const auto& part : parts) read_made(part, texts);
    return document_of(parts, texts, limits, other_limits, version);
  } catch (const Fault& fault) {
    return tl::make_unexpected(fault.text);
  }
}

}  // namespace cimgate::http
