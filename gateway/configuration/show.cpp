#include "gateway/configuration/show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/json/out.hpp"
#include "gateway/json/quoted.hpp"

namespace cimgate::configuration {
namespace {

/// postgresql://user:word@host/name?password=word: it may stand in either place, with characters that should
/// have been escaped. Of the parameters only those are shown that say what is used.
std::string without_password_of_database(const std::string& value, std::size_t from) {
  auto made = value.substr(0, from);
  const auto at = value.rfind('@');
  if (at != std::string::npos && at > from) made += "***";
  const auto rest = value.substr(at == std::string::npos || at < from ? from : at);
  const auto query = rest.find('?');
  made += rest.substr(0, query);
  for (auto begin = query; begin != std::string::npos; begin = rest.find('&', begin + 1)) {
    const auto one = rest.substr(begin, rest.find('&', begin + 1) - begin);
    const auto name = one.substr(1, one.find('=') - 1);
    made += name == "schema" || name == "sslmode" ? one : one.substr(0, 1) + name + "=***";
  }
  return made;
}

/// https://user:word@host: the word is nobody's business.
std::string without_password(const std::string& value) {
  const auto scheme = value.find("://");
  if (scheme == std::string::npos) return value;
  const auto from = scheme + 3;
  if (value.starts_with("postgres")) return without_password_of_database(value, from);
  const auto at = value.substr(0, value.find_first_of("/?#", from)).rfind('@');
  return at == std::string::npos || at < from ? value : value.substr(0, from) + "***" + value.substr(at);
}

/// A scalar of YAML: as it is where that can only be this text.
std::string scalar(const std::string& value, Key::Kind kind) {
  if (kind == Key::Kind::truth || kind == Key::Kind::number) return value;
  const bool plain = !value.empty() &&
                     std::all_of(value.begin(), value.end(),
                                 [](char c) {
                                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                          (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-' ||
                                          c == ':' || c == '_';
                                 }) &&
                     value.find_first_not_of("0123456789.") != std::string::npos && value.front() != '-' &&
                     value.front() != ':' && !value.ends_with(':');
  return plain ? value : json::quoted(value);
}

void append_type(const Key& key, json::JsonOut& out) {
  const auto words = [&] {
    out.key("enum");
    out.begin_array(json::JsonOut::Line::one);
    for (const auto& word : key.words) out.string(word);
    out.end_array();
  };
  const auto type = [&](std::initializer_list<const char*> names) {
    out.key("type");
    if (names.size() == 1) return out.string(*names.begin());
    out.begin_array(json::JsonOut::Line::one);
    for (const auto* name : names) out.string(name);
    out.end_array();
  };
  switch (key.kind) {
    case Key::Kind::truth:
      return type({"boolean"});
    case Key::Kind::number:
      return type({"integer", "string"});
    case Key::Kind::list:
      type({"array", "string"});
      out.key("items");
      out.begin_object(json::JsonOut::Line::one);
      out.member("type", "string");
      out.end_object();
      return;
    case Key::Kind::text:
      if (!key.words.empty()) return words();
      return type({"string", "number"});
  }
}

void append_keys(const std::vector<Key>& keys, json::JsonOut& out) {
  for (const auto& key : keys)
    for (const auto& name : key.names) {
      out.key(name);
      out.begin_object(json::JsonOut::Line::one);
      append_type(key, out);
      out.member("description", key.text);
      out.end_object();
    }
}

}  // namespace

std::string shown(const Section& section, const Settings& settings, bool origin) {
  std::string out = section.verb + ":\n";
  const auto line = [&](std::string text, const std::string& from) {
    if (origin) text = fmt::format("{:<48}  # {}", text, from);
    out += "  " + text + '\n';
  };
  for (const auto& key : section.keys) {
    const auto at = settings.find(key.name());
    if (at == settings.end()) {
      if (!key.initial.empty())
        line(fmt::format("{}: {}", key.name(), scalar(key.initial, key.kind)), "default");
      continue;
    }
    const auto& setting = at->second;
    if (key.kind != Key::Kind::list) {
      line(fmt::format("{}: {}", key.name(), scalar(without_password(setting.values.front()), key.kind)),
           setting.origin);
      continue;
    }
    std::string all;
    for (const auto& value : setting.values)
      all += (all.empty() ? "" : ", ") + scalar(without_password(value), Key::Kind::text);
    line(fmt::format("{}: [{}]", key.name(), all), setting.origin);
  }
  return out;
}

std::string json_schema(const std::vector<Section>& sections, const std::vector<std::string>& others) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("$schema", "http://json-schema.org/draft-07/schema#");
  out.member("title", "cimgate.yaml");
  out.member("type", "object");
  out.member("additionalProperties", false);
  out.key("properties");
  out.begin_object();
  for (const auto& other : others) {
    out.key(other);
    out.literal("true");
  }
  std::vector<Key> top;
  for (const auto& section : sections)
    for (const auto& key : section.keys) {
      const auto same = [&](const Key& one) { return one.name() == key.name(); };
      if (std::none_of(top.begin(), top.end(), same) &&
          std::find(others.begin(), others.end(), key.name()) == others.end())
        top.push_back(key);
    }
  append_keys(top, out);
  for (const auto& section : sections) {
    out.key(section.verb);
    out.begin_object();
    out.member("type", "object");
    out.member("additionalProperties", false);
    out.key("properties");
    out.begin_object();
    append_keys(section.keys, out);
    out.end_object();
    out.end_object();
  }
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::configuration
