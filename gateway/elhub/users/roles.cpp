#include "gateway/elhub/users/roles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/validation/rule_file.hpp"

namespace cimgate::users {
namespace {

constexpr std::array<std::string_view, 5> deeds = {"send", "verify", "look", "take", "administer"};

Role role(validation::RuleFile& file, const yaml::Node& node) {
  Role made;
  file.check_keys(node, {"role", "title", "may", "source"});
  made.name = file.text(node, "role");
  made.title = file.sentence(node, "title");
  made.source = file.source(node);
  for (const auto& word : file.texts(node, "may")) {
    if (word == "own-answers") {
      made.own_answers = true;
      continue;
    }
    const auto* at = std::find(deeds.begin(), deeds.end(), word);
    if (at == deeds.end())
      file.error(node["may"], fmt::format("'{}' is not something that a role lets do{}", word,
                                          yaml::File::hint(word, {deeds.begin(), deeds.end()})));
    else
      made.may.push_back(static_cast<Deed>(at - deeds.begin()));
  }
  return made;
}

}  // namespace

std::string_view to_string(Deed deed) {
  return deeds.at(static_cast<std::size_t>(deed));
}

bool Role::lets(Deed deed, bool own_answers_are_meant) const {
  if (std::find(may.begin(), may.end(), deed) != may.end()) return true;
  return own_answers && own_answers_are_meant && (deed == Deed::look || deed == Deed::take);
}

const Role* Roles::find(std::string_view name) const {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Role& one) { return one.name == name; });
  return at == all.end() ? nullptr : &*at;
}

tl::expected<Roles, std::string> read_roles(const std::string& path, std::string_view text) {
  validation::RuleFile file(path, text);
  Roles roles;
  const auto& root = file.root();
  if (root.is_map()) {
    file.check_keys(root, {"source", "months", "warning-days", "roles"});
    roles.source = file.source(root);
    roles.months = file.number(root["months"], 1, 120);
    roles.warning_days = file.number(root["warning-days"], 0, 365);
    for (const auto& node : file.list(root, "roles")) roles.all.push_back(role(file, node));
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return roles;
}

}  // namespace cimgate::users
