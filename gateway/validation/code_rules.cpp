#include "gateway/validation/code_rules.hpp"

#include <algorithm>

#include "gateway/validation/rule_file.hpp"

namespace cimgate::validation {
namespace {

struct KnownCheck {
  std::string_view name;
  CheckResult (*check)(std::string_view text);
  bool personal;  ///< numbers of customers: texts must not show them
};

constexpr KnownCheck known_checks[] = {
    {"gsrn", check_gsrn, false},
    {"gln", check_gln, false},
    {"eic", check_eic, false},
    {"organisation-number", check_organisation_number, true},
    {"national-identity-number", check_national_identity_number, true},
    {"cvr", check_cvr, true},
    {"cpr", check_cpr, true},
};

bool shows_value(const Text& text) {
  const auto shows = [](const std::string& t) {
    return t.find("{value}") != std::string::npos || t.find("{fitting}") != std::string::npos;
  };
  return shows(text.en) || shows(text.nb);
}

IdentifierRule read_identifier(RuleFile& file, const yaml::Node& node) {
  IdentifierRule rule;
  file.check_keys(node, {"id", "check", "dialect", "severity", "where", "text", "text-form", "advice",
                         "advice-form", "source"});
  rule.id = file.text(node, "id");
  rule.dialect = file.optional_text(node, "dialect");
  rule.severity = file.severity(node);
  std::vector<std::string_view> names;
  for (const auto& known : known_checks) names.push_back(known.name);
  const auto check = file.one_of(node, "check", names);
  for (const auto& place : file.list(node, "where")) {
    file.check_keys(place, {"type", "attribute", "value"});
    rule.places.push_back({file.text(place, "type"), file.optional_text(place, "attribute"),
                           file.optional_text(place, "value")});
    if (rule.places.back().attribute.empty() != rule.places.back().value.empty())
      file.error(place, "'attribute' and 'value' come together");
  }
  rule.wrong_check = file.sentence(node, "text");
  rule.wrong_form = file.sentence(node, "text-form");
  rule.advice = file.optional_sentence(node, "advice");
  rule.advice_form = file.optional_sentence(node, "advice-form");
  rule.source = file.source(node);
  if (check == std::size(known_checks)) return rule;
  rule.check = known_checks[check].check;
  if (known_checks[check].personal && (shows_value(rule.wrong_check) || shows_value(rule.advice)))
    file.error(node, "texts about a customer's number must not show it: no {value} and no {fitting} here");
  if (shows_value(rule.wrong_form) || shows_value(rule.advice_form))
    file.error(node,
               "a value of the wrong form may be anything, also a name: no {value} and no {fitting} there");
  return rule;
}

AgencyRule read_agency(RuleFile& file, const yaml::Node& node) {
  AgencyRule rule;
  file.check_keys(node, {"agency", "codes", "prefix", "source"});
  rule.agency = file.text(node, "agency");
  rule.prefix = file.optional_text(node, "prefix");
  if (node.is_map() && (node["codes"] || rule.prefix.empty())) rule.codes = file.texts(node, "codes");
  std::sort(rule.codes.begin(), rule.codes.end());
  rule.source = file.source(node);
  return rule;
}

std::string read_identifiers(const resources::Store& store, std::vector<IdentifierRule>& rules) {
  constexpr const char* path = "rules/identifiers.yaml";
  const auto text = store.read(path);
  if (!text) return text.error();
  RuleFile file(path, *text);
  if (!file.errors().empty()) return file.error_text();
  file.check_keys(file.root(), {"identifiers"});
  for (const auto& node : file.list(file.root(), "identifiers")) rules.push_back(read_identifier(file, node));
  return file.error_text();
}

std::string read_agencies(const resources::Store& store, AgencyCheck& check) {
  constexpr const char* path = "rules/list-agencies.yaml";
  const auto text = store.read(path);
  if (!text) return text.error();
  RuleFile file(path, *text);
  if (!file.errors().empty()) return file.error_text();
  file.check_keys(file.root(), {"id", "severity", "text", "advice", "lists"});
  check.id = file.text(file.root(), "id");
  check.severity = file.severity(file.root());
  check.text = file.sentence(file.root(), "text");
  check.advice = file.optional_sentence(file.root(), "advice");
  for (const auto& node : file.list(file.root(), "lists")) {
    file.check_keys(node, {"type", "attribute", "agencies"});
    AgencyList list{file.text(node, "type"), file.text(node, "attribute"), {}};
    for (const auto& agency : file.list(node, "agencies")) list.agencies.push_back(read_agency(file, agency));
    check.lists.push_back(std::move(list));
  }
  return file.error_text();
}

}  // namespace

bool AgencyRule::covers(std::string_view code) const {
  return std::binary_search(codes.begin(), codes.end(), code, std::less<>()) ||
         (!prefix.empty() && code.starts_with(prefix));
}

const AgencyRule* AgencyList::rule_of(std::string_view code) const {
  const auto at = std::find_if(agencies.begin(), agencies.end(),
                               [&](const AgencyRule& rule) { return rule.covers(code); });
  return at == agencies.end() ? nullptr : &*at;
}

tl::expected<std::shared_ptr<const CodeRules>, std::string> load_code_rules(const resources::Store& store) {
  auto rules = std::make_shared<CodeRules>();
  std::string errors = read_identifiers(store, rules->identifiers);
  const std::string more = read_agencies(store, rules->agencies);
  if (!errors.empty() && !more.empty()) errors += '\n';
  errors += more;
  if (!errors.empty()) return tl::make_unexpected(errors);
  return rules;
}

bool is_of_type(const schema::Element& element, std::string_view type) {
  if (element.type != nullptr && element.type->name.local == type) return true;
  for (const auto* at = element.text; at != nullptr; at = at->derived_from)
    if (at->name.local == type) return true;
  return false;
}

}  // namespace cimgate::validation
