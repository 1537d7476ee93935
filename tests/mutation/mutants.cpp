#include "tests/mutation/mutants.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <functional>

namespace cimgate::mutation {
namespace {

std::string dump(const YAML::Node& node) {
  YAML::Emitter out;
  out << node;
  return std::string(out.c_str()) + '\n';
}

/// What a rule is about, for reading.
std::string name_of(const YAML::Node& rule) {
  for (const char* key : {"bim", "cim", "use", "each", "choose", "name"})
    if (rule[key])
      return fmt::format("{} {}", key, rule[key].IsScalar() ? rule[key].Scalar() : dump(rule[key]));
  return "rule";
}

class Maker {
 public:
  Maker(const std::string& file, std::string_view text)
      : file_(file), text_(text), root_(YAML::Load(text_)) {}

  std::vector<Mutant> run() {
    if (root_["codes"] && !root_["variants"] && !root_["documents"] && !root_["block"])
      code_table();
    else
      walk(root_);
    return std::move(mutants_);
  }

 private:
  /// Notes the file as it is now.
  void take(const YAML::Mark& mark, std::string what) {
    mutants_.push_back({file_, static_cast<std::uint32_t>(mark.line) + 1, std::move(what), dump(root_)});
  }

  /// A key with another value for as long as the mutant is taken.
  void with(YAML::Node map, const char* key, const YAML::Node& value, const std::string& what) {
    const auto mark = map[key].Mark();
    const YAML::Node before = YAML::Clone(map[key]);
    map[key] = value;
    take(mark, what);
    map[key] = before;
  }

  void without(YAML::Node map, const char* key) {
    const auto mark = map[key].Mark();
    const YAML::Node before = YAML::Clone(map[key]);
    map.remove(key);
    take(mark, fmt::format("without {}: {}", key, name_of(map)));
    map[key] = before;
  }

  void walk(YAML::Node node) {
    if (node.IsSequence()) {
      for (auto item : node) walk(item);
    } else if (node.IsMap()) {
      for (auto entry : node) {
        const std::string& key = entry.first.Scalar();
        if (key == "fields" && entry.second.IsSequence()) list(node, "fields");
        if (key == "of" && entry.second.IsSequence()) list(node, "of");
        if (key == "documents" && entry.second.IsSequence()) documents(node);
        if (key == "fields" || key == "of" || key == "documents" || key == "variants") walk(entry.second);
      }
    }
  }

  void list(YAML::Node map, const char* key) {
    const YAML::Node whole = YAML::Clone(map[key]);
    for (std::size_t skipped = 0; skipped < whole.size(); ++skipped) {
      YAML::Node rest(YAML::NodeType::Sequence);
      for (std::size_t i = 0; i < whole.size(); ++i)
        if (i != skipped) rest.push_back(whole[i]);
      const auto mark = map[key][skipped].Mark();
      const YAML::Node before = map[key];
      map[key] = rest;
      take(mark, "deleted: " + name_of(whole[skipped]));
      map[key] = before;
    }
    for (std::size_t i = 0; i < map[key].size(); ++i) {
      YAML::Node rule = map[key][i];
      swapped(rule, i + 1 < map[key].size() ? map[key][i + 1] : YAML::Node());
      for (const char* part :
           {"as", "codes", "else", "from", "when", "default", "policy", "otherwise", "bim", "cim"})
        if (rule[part] && !(rule["each"] && std::string(part) == "cim") && !is_rule_side(rule, part))
          without(rule, part);
    }
  }

  /// bim and cim of a field are the rule itself; of an alternative they are conditions.
  static bool is_rule_side(const YAML::Node& rule, const std::string& part) {
    return (part == "bim" || part == "cim") && !rule["name"];
  }

  /// Two neighbours change places on the CIM side.
  void swapped(YAML::Node rule, YAML::Node next) {
    if (!next || !next.IsMap() || !rule["cim"] || !next["cim"] || !rule["cim"].IsScalar() ||
        !next["cim"].IsScalar())
      return;
    if (!(rule["bim"] || rule["use"]) || !(next["bim"] || next["use"])) return;
    const std::string a = rule["cim"].Scalar();
    const std::string b = next["cim"].Scalar();
    rule["cim"] = b;
    next["cim"] = a;
    take(rule.Mark(), fmt::format("swapped: {} and {}", a, b));
    rule["cim"] = a;
    next["cim"] = b;
  }

  void documents(YAML::Node map) {
    for (std::size_t i = 0; i < map["documents"].size(); ++i)
      for (const char* part : {"when", "recognise", "companion"})
        if (map["documents"][i][part]) without(map["documents"][i], part);
  }

  void code_table() {
    entries(root_);
    if (root_["profiles"])
      for (auto profile : root_["profiles"]) entries(profile.second);
  }

  void entries(YAML::Node map) {
    for (const char* key : {"to", "nearest"}) {
      if (!map[key]) continue;
      std::vector<std::string> codes;
      for (const auto& entry : map[key]) codes.push_back(entry.first.Scalar());
      for (const auto& code : codes) {
        YAML::Node table = map[key];
        const std::string before = table[code].Scalar();
        const auto mark = table[code].Mark();
        table.remove(code);
        take(mark, fmt::format("deleted: {} {}", key, code));
        table[code] = before;
        for (const auto& other : codes)
          if (table[other].Scalar() != before) {
            const std::string wrong = table[other].Scalar();
            table[code] = wrong;
            take(mark, fmt::format("{} to {} in place of {}", code, wrong, before));
            table[code] = before;
            break;
          }
      }
    }
  }

  std::string file_;
  std::string text_;
  YAML::Node root_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const std::string& file, std::string_view text) {
  return Maker(file, text).run();
}

}  // namespace cimgate::mutation
