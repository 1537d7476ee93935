#include "gateway/rules/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace cimgate::rules {
namespace {

struct Key {
  std::string_view name;
  Maker make;
};

constexpr Key keys[] = {
    {"all", make_all},
    {"any", make_any},
    {"not", make_not},
    {"has", make_has},
    {"lacks", make_lacks},
    {"exactly-one", make_exactly_one},
    {"at-least-one", make_at_least_one},
    {"count", make_count},
    {"is", make_is},
    {"in", make_in},
    {"row", make_row},
    {"equal", make_equal},
    {"matches", make_matches},
    {"decimals", make_decimals},
    {"wildcard", make_wildcard},
    {"unique", make_unique},
    {"before", make_before},
    {"after", make_after},
    {"not-before", make_not_before},
    {"not-after", make_not_after},
    {"midnight", make_midnight},
    {"deadline", make_deadline},
    {"aligned", make_aligned},
    {"fills", make_fills},
    {"sequence", make_sequence},
    {"difference", make_difference},
};

std::vector<std::string_view> key_names() {
  std::vector<std::string_view> names;
  for (const auto& key : keys) names.push_back(key.name);
  return names;
}

constexpr std::pair<std::string_view, dialect::Places dialect::Head::*> head_words[] = {
    {"process", &dialect::Head::process},
    {"role", &dialect::Head::role},
    {"document-type", &dialect::Head::document_type},
};

/// Where the message has what a word of the head stands for; the text itself when it is no such word, or the
/// message has no place for it.
std::string place_of(std::string_view text, const schema::Schema* schema, const schema::Element& root) {
  if (schema != nullptr)
    for (const auto& [word, places] : head_words)
      if (word == text)
        for (const auto& place : schema->dialect().head.*places)
          if (document::find_path(place, root, root)) return '/' + place;
  return std::string(text);
}

constexpr std::pair<std::string_view, Operand::Source> time_words[] = {
    {"creation", Operand::Source::creation},
    {"today", Operand::Source::today},
    {"as-of", Operand::Source::as_of},
};

Operand::Kind kind_of(const document::Path& path) {
  const auto* type = path.type();
  return type != nullptr && type->base == schema::Base::date_time ? Operand::Kind::time : Operand::Kind::text;
}

/// The codes that the answers of a look-up are of; none when they are of no list.
std::vector<std::string> codes_of_answer(const schema::Schema& schema, std::string_view look_up) {
  std::vector<std::string> codes;
  const auto& lists = schema.dialect().code_lists;
  const schema::QName qualified{lists.ns, std::string(lists.of_answer(look_up))};
  if (const auto* type = schema.simple_type(qualified))
    if (const auto known = schema::codes_of(*type))
      for (const auto* code : *known) codes.push_back(code->value);
  return codes;
}

}  // namespace

ConditionPtr Compiler::condition(const yaml::Node& node) {
  if (!node.is_map() || node.size() == 0) {
    file_.error(node, "expected a condition, such as { has: PATH }");
    return nullptr;
  }
  std::vector<ConditionPtr> parts;
  bool whole = true;
  for (const auto& entry : node) {
    const auto name = entry.first.text();
    const auto* const key =
        std::find_if(std::begin(keys), std::end(keys), [&](const Key& one) { return one.name == name; });
    if (key == std::end(keys)) {
      const auto names = key_names();
      file_.error(entry.first, fmt::format("there is no condition '{}', only {}{}", name,
                                           fmt::join(names, ", "), file_.hint(name, names)));
      whole = false;
      continue;
    }
    auto part = key->make(*this, entry.second);
    if (part)
      parts.push_back(std::move(part));
    else
      whole = false;
  }
  return whole ? all_of(std::move(parts)) : nullptr;
}

std::vector<ConditionPtr> Compiler::conditions(const yaml::Node& list) {
  std::vector<ConditionPtr> made;
  if (!list.is_list() || list.size() == 0) {
    file_.error(list, "expected a list of conditions");
    return made;
  }
  bool whole = true;
  for (const auto& node : list) {
    made.push_back(condition(node));
    whole = whole && made.back() != nullptr;
  }
  if (!whole) made.clear();
  return made;
}

std::optional<document::Path> Compiler::path(const yaml::Node& node) {
  if (!node.is_scalar()) {
    file_.error(node, "expected a path");
    return std::nullopt;
  }
  auto path = document::resolve_path(node.text(), *frame_.record, *frame_.root);
  if (!path) {
    file_.error(node, fmt::format("{} [{}]", path.error(), frame_.message));
    return std::nullopt;
  }
  seen_.push_back(*path);
  return *std::move(path);
}

std::vector<document::Path> Compiler::paths(const yaml::Node& node) {
  std::vector<document::Path> all;
  const auto add = [&](const yaml::Node& one) {
    if (auto made = path(one)) all.push_back(*std::move(made));
  };
  if (!node.is_list()) {
    add(node);
  } else {
    for (const auto& one : node) add(one);
    if (all.size() < node.size()) all.clear();
    if (node.size() == 0) file_.error(node, "expected a path, or a list of paths");
  }
  return all;
}

std::optional<document::Path> Compiler::time_path(const yaml::Node& node) {
  auto made = path(node);
  if (made && kind_of(*made) != Operand::Kind::time) {
    file_.error(node, fmt::format("'{}' is not a time [{}]", node.text(), frame_.message));
    return std::nullopt;
  }
  return made;
}

std::optional<Operand> Compiler::operand(const yaml::Node& node) {
  if (!node.is_scalar()) {
    file_.error(node, "expected a path, a day, 'market.NAME' or the like");
    return std::nullopt;
  }
  return operand(node.text(), node);
}

std::optional<Operand> Compiler::operand(std::string_view text, const yaml::Node& node) {
  Operand made;
  if (text.starts_with("text:")) {
    made.literal = text.substr(5);
    return made;
  }
  if (const auto space = text.find(' '); space != std::string_view::npos) {
    std::string offset(text.substr(space + 1));
    if (offset.starts_with("+ ") || offset.starts_with("- ")) offset.erase(1, 1);
    made.offset = parse_offset(offset);
    if (!made.offset) {
      file_.error(node,
                  fmt::format("'{}' is not an offset, such as '- 3 years' or '+ 2 working-days'", offset));
      return std::nullopt;
    }
    text = text.substr(0, space);
  }
  for (const auto& [word, source] : time_words)
    if (word == text) {
      made.source = source;
      made.kind = source == Operand::Source::creation ? Operand::Kind::time : Operand::Kind::day;
      return made;
    }
  if (const auto day = parse_day(text)) {
    made.kind = Operand::Kind::day;
    made.day = *day;
    return made;
  }
  if (text.starts_with("market.")) {
    const auto name = text.substr(7);
    made.source = Operand::Source::market;
    made.look_up = find_look_up(name);
    if (made.look_up == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& known : look_ups()) names.push_back(known.name);
      file_.error(node, fmt::format("the market state has no '{}'{}", name, file_.hint(name, names)));
      return std::nullopt;
    }
    if (!frame_.market) {
      file_.error(node, "rules about the market state belong in rules/market/");
      return std::nullopt;
    }
    if (made.look_up->type == LookUp::Type::day) made.kind = Operand::Kind::day;
    if (made.look_up->type == LookUp::Type::time) made.kind = Operand::Kind::time;
    look_ups_.push_back(made.look_up);
    looks_at_series_ = looks_at_series_ || made.look_up->of_series;
  } else if (text == "message") {
    made.literal = frame_.message;
  } else {
    auto path =
        document::resolve_path(place_of(text, frame_.schema, *frame_.root), *frame_.record, *frame_.root);
    if (!path) {
      file_.error(node, fmt::format("{} [{}]", path.error(), frame_.message));
      return std::nullopt;
    }
    made.source = Operand::Source::path;
    made.kind = kind_of(*path);
    made.path = *std::move(path);
    seen_.push_back(made.path);
  }
  if (made.offset && made.kind == Operand::Kind::text) {
    file_.error(node, fmt::format("'{}' is not a time: it cannot have an offset", text));
    return std::nullopt;
  }
  return made;
}

std::optional<std::uint32_t> Compiler::number(const yaml::Node& node, const char* what) {
  if (node.is_scalar()) {
    const auto& text = node.text();
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
  }
  file_.error(node, fmt::format("expected a whole number for '{}'", what));
  return std::nullopt;
}

std::vector<std::string> Compiler::words(const yaml::Node& node, const char* what) {
  std::vector<std::string> all;
  if (node.is_scalar()) {
    all.push_back(node.text());
  } else if (node.is_list()) {
    for (const auto& one : node)
      if (one.is_scalar()) all.push_back(one.text());
    if (all.size() < node.size()) all.clear();
  }
  if (all.empty()) file_.error(node, fmt::format("expected {}, or a list", what));
  return all;
}

bool Compiler::check_codes(const Operand& operand, const std::vector<std::string>& codes,
                           const yaml::Node& node) {
  std::vector<std::string> known;
  if (operand.source == Operand::Source::path && operand.path.type() != nullptr) {
    if (const auto list = schema::codes_of(*operand.path.type()))
      for (const auto* code : *list) known.push_back(code->value);
  } else if (operand.source == Operand::Source::market) {
    if (operand.look_up->type == LookUp::Type::yes_no)
      known = {"true", "false"};
    else
      known = codes_of_answer(*frame_.schema, operand.look_up->name);
  }
  if (known.empty()) return true;
  bool right = true;
  for (const auto& code : codes) {
    if (std::find(known.begin(), known.end(), code) != known.end()) continue;
    file_.error(node, fmt::format("'{}' is not in the code list{} [{}]", code,
                                  file_.hint(code, {known.begin(), known.end()}), frame_.message));
    right = false;
  }
  return right;
}

std::optional<std::pair<Operand, Operand>> Compiler::pair(const yaml::Node& node) {
  if (!node.is_list() || node.size() != 2) {
    file_.error(node, "expected two operands: [a, b]");
    return std::nullopt;
  }
  auto a = operand(node[0]);
  auto b = operand(node[1]);
  if (!a || !b) return std::nullopt;
  return std::pair(*std::move(a), *std::move(b));
}

}  // namespace cimgate::rules
