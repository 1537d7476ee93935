#include "gateway/elhub/users/directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::users {
namespace {

constexpr std::size_t longest_id = 60;
constexpr std::size_t longest_subject = 200;
constexpr std::size_t longest_mail = 254;
constexpr int longest_year = 2100;

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= longest_id && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  }) && !text::are_digits(text, 11);
}

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_mail(const std::string& text) {
  const auto at = text.find('@');
  return text.size() <= longest_mail && is_printable(text) && at != std::string::npos && at > 0 &&
         at + 1 < text.size() && text.find('@', at + 1) == std::string::npos &&
         text.find_first_of("<>,;\"()\\") == std::string::npos;
}

class Reader {
 public:
  Reader(yaml::File& file, std::shared_ptr<const Roles> roles) : file_(file) {
    made_.roles = std::move(roles);
    for (const auto& role : made_.roles->all) names_.push_back(role.name);
  }

  Directory read() {
    const auto& root = file_.root();
    file_.check_keys(root, {"claims", "organisations", "agents"});
    if (!root.is_map()) return std::move(made_);
    if (const auto claims = file_.part("claims", {"user", "roles"}); claims.is_map()) {
      if (claims["user"]) made_.user_claim = file_.text(claims, "user");
      made_.roles_claim = file_.optional_text(claims, "roles");
    }
    for (const auto& node : bounded(file_.list(root, "organisations"))) read_organisation(node);
    for (const auto& node : bounded(file_.optional_list(root, "agents"))) read_agency(node);
    return std::move(made_);
  }

 private:
  /// Aliases of YAML make much of little: the entries of all lists together are bounded.
  std::vector<yaml::Node> bounded(std::vector<yaml::Node> list) {
    const bool fits = entries_ + list.size() <= most_entries;
    if (!fits && entries_ <= most_entries)
      file_.error(file_.root(), fmt::format("there are more than {} entries", most_entries));
    entries_ = fits ? entries_ + list.size() : most_entries + 1;
    if (!fits) list.clear();
    return list;
  }

  std::string gln(const yaml::Node& node, const char* key) {
    auto text = file_.text(node, key);
    if (!text.empty() && !text::are_digits(text, 13)) file_.error(node[key], "expected a GLN of 13 digits");
    return text;
  }

  /// Nothing, and a mistake, when it is no day.
  std::optional<Day> day(const yaml::Node& node, const char* key) {
    const auto text = file_.text(node, key);
    if (text.empty()) return std::nullopt;
    const auto day = time::parse_day(text);
    if (day && static_cast<int>(std::chrono::year_month_day(*day).year()) < longest_year) return day;
    file_.error(node[key], "expected a day, such as 2026-06-01");
    return std::nullopt;
  }

  void check_role(const yaml::Node& node, const std::string& role) {
    if (!role.empty() && made_.roles->find(role) == nullptr)
      file_.error(node, fmt::format("there is no role '{}'{}", role, yaml::File::hint(role, names_)));
  }

  void read_organisation(const yaml::Node& node) {
    file_.check_keys(node, {"gln", "users"});
    if (!node.is_map()) return;
    Organisation made;
    made.gln = gln(node, "gln");
    if (!made.gln.empty() && !glns_.insert(made.gln).second)
      file_.error(node["gln"], "this organisation is there already");
    std::set<std::string> ids, subjects;
    bool system = false;
    for (const auto& one : bounded(file_.list(node, "users"))) {
      auto user = read_user(one, made.gln);
      if (!user.id.empty() && !ids.insert(user.id).second)
        file_.error(one["id"], "the organisation has another user with this id");
      if (!user.subject.empty() && !subjects.insert(user.subject).second)
        file_.error(one, "the organisation has another user with this subject");
      if (user.system && std::exchange(system, true))
        file_.error(one["system"], "the organisation has another user that is its system");
      made.users.push_back(std::move(user));
    }
    made_.organisations.push_back(std::move(made));
  }

  User read_user(const yaml::Node& node, const std::string& organisation) {
    file_.check_keys(node, {"id", "subject", "system", "mail", "roles"});
    User user;
    if (!node.is_map()) return user;
    user.id = file_.text(node, "id");
    if (!user.id.empty() && !is_id(user.id))
      file_.error(node["id"],
                  "expected up to 60 letters, digits, '-', '_' and '.', and no identity number: ids are told "
                  "and kept");
    user.subject = file_.optional_text(node, "subject");
    if (user.subject.size() > longest_subject || !is_printable(user.subject))
      file_.error(node["subject"], "expected up to 200 characters without blanks");
    const auto system = file_.optional_text(node, "system");
    if (!system.empty() && system != "true" && system != "false")
      file_.error(node["system"], "expected true or false");
    user.system = system == "true";
    if (user.subject.empty() && !user.system) user.subject = user.id;
    user.mail = file_.optional_text(node, "mail");
    if (!user.mail.empty() && !is_mail(user.mail)) file_.error(node["mail"], "expected a mail address");
    for (const auto& one : bounded(file_.list(node, "roles"))) read_term(one, organisation, user);
    return user;
  }

  void read_term(const yaml::Node& node, const std::string& organisation, User& user) {
    file_.check_keys(node, {"role", "for", "from", "to"});
    if (!node.is_map()) return;
    Term term;
    term.role = file_.text(node, "role");
    check_role(node["role"], term.role);
    term.party = node["for"] ? gln(node, "for") : organisation;
    const auto from = day(node, "from");
    if (!from) return;
    term.from = *from;
    const auto longest = norway::moved(*from, {made_.roles->months, time::Offset::Unit::months});
    term.to = longest;
    if (node["to"]) {
      const auto to = day(node, "to");
      if (!to) return;
      term.to = *to;
      if (term.to <= term.from) file_.error(node["to"], "'to' is not after 'from'");
      if (term.to > longest)
        file_.error(node["to"], fmt::format("a role lasts for {} months at most: until {}",
                                            made_.roles->months, time::to_text(longest)));
    }
    user.terms.push_back(std::move(term));
  }

  void read_agency(const yaml::Node& node) {
    file_.check_keys(node, {"agent", "for", "roles", "from", "to"});
    if (!node.is_map()) return;
    Agency made;
    made.agent = gln(node, "agent");
    made.party = gln(node, "for");
    if (!made.agent.empty() && made.agent == made.party)
      file_.error(node["for"], "nobody is an agent of himself");
    for (const auto& one : bounded(file_.list(node, "roles"))) {
      if (!one.is_scalar() || one.text().empty())
        file_.error(one, "expected the name of a role");
      else
        made.roles.push_back(one.text());
    }
    for (const auto& role : made.roles) check_role(node["roles"], role);
    const auto from = day(node, "from");
    if (from) made.from = *from;
    if (node["to"] && !node["to"].is_null()) {
      made.to = day(node, "to");
      if (from && made.to && *made.to <= *from) file_.error(node["to"], "'to' is not after 'from'");
    }
    if (from) made_.agents.push_back(std::move(made));
  }

  yaml::File& file_;
  Directory made_;
  std::vector<std::string_view> names_;
  std::set<std::string> glns_;
  std::size_t entries_ = 0;
};

}  // namespace

const Organisation* Directory::find(std::string_view gln) const {
  const auto at = std::find_if(organisations.begin(), organisations.end(),
                               [&](const Organisation& one) { return one.gln == gln; });
  return at == organisations.end() ? nullptr : &*at;
}

bool Directory::may_have(const std::string& organisation, const std::string& party, const std::string& role,
                         Day day) const {
  return organisation == party || std::any_of(agents.begin(), agents.end(), [&](const Agency& one) {
           return one.agent == organisation && one.party == party && one.holds(day) &&
                  std::find(one.roles.begin(), one.roles.end(), role) != one.roles.end();
         });
}

bool Directory::goes_on(const User& user, const Term& term) const {
  return std::any_of(user.terms.begin(), user.terms.end(), [&](const Term& other) {
    return other.role == term.role && other.party == term.party && other.holds(term.to);
  });
}

Day Directory::warning_of(const Term& term) const {
  return std::max(term.from, term.to - std::chrono::days(roles->warning_days));
}

tl::expected<Directory, std::vector<yaml::Mistake>> read_directory(const std::string& path,
                                                                   std::string_view text,
                                                                   std::shared_ptr<const Roles> roles) {
  if (text.size() > most_bytes)
    return tl::make_unexpected(
        std::vector<yaml::Mistake>{{{path, 1, 1}, fmt::format("more than {} bytes", most_bytes)}});
  yaml::File file(path, text);
  auto made = Reader(file, std::move(roles)).read();
  if (!file.errors().empty()) return tl::make_unexpected(file.errors());
  return made;
}

std::string_view to_string(State state) {
  constexpr std::array<std::string_view, 5> words = {"waiting", "active", "expiring", "expired", "suspended"};
  return words.at(static_cast<std::size_t>(state));
}

State state_of(const Directory& directory, const Organisation& organisation, const User& user,
               const Term& term, Day day) {
  if (day < term.from) return State::waiting;
  if (day >= term.to) return State::expired;
  if (!directory.may_have(organisation.gln, term.party, term.role, day)) return State::suspended;
  return day >= directory.warning_of(term) && !directory.goes_on(user, term) ? State::expiring
                                                                             : State::active;
}

}  // namespace cimgate::users
