#include "gateway/c_interface/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gateway/rules/calendar.hpp"
#include "gateway/source/encoding.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::c_interface {

using json::JsonValue;

std::string otherwise_known(std::string_view name, const std::vector<std::string>& known) {
  const auto meant = text::did_you_mean(name, known);
  return meant.empty() ? fmt::format("; expected one of: {}", fmt::join(known, ", ")) : meant;
}

tl::expected<Options, std::string> Options::read(const char* text) {
  Options options;
  const std::string_view given = text == nullptr ? std::string_view{} : text;
  if (given.empty()) return options;
  if (source::find_bad_utf8(given)) return tl::make_unexpected(std::string("options: not UTF-8"));
  auto tree = json::parse_json(given, {});
  if (!tree) return tl::make_unexpected("options: " + tree.error().text.en);
  if ((*tree)[0].kind != JsonValue::Kind::object)
    return tl::make_unexpected(std::string("options: expected a JSON object"));
  options.tree_ = std::move(*tree);
  return options;
}

json::JsonId Options::member(std::string_view name) {
  known_.emplace_back(name);
  return tree_.size() == 0 ? json::no_json : tree_.member(0, name);
}

bool Options::has(std::string_view name) {
  return member(name) != json::no_json;
}

void Options::refuse(std::string_view name, const std::string& why) {
  if (problem_.empty()) problem_ = fmt::format("options: {}: {}", name, why);
}

void Options::text(std::string_view name, std::string& to) {
  const auto id = member(name);
  if (id == json::no_json) return;
  if (tree_[id].kind != JsonValue::Kind::string) return refuse(name, "expected a string");
  to = tree_[id].text;
}

void Options::one_of(std::string_view name, std::initializer_list<std::string_view> allowed,
                     std::string& to) {
  std::string given;
  text(name, given);
  if (given.empty()) return;
  if (std::find(allowed.begin(), allowed.end(), given) == allowed.end())
    return refuse(name, fmt::format("expected one of: {}", fmt::join(allowed, ", ")));
  to = given;
}

void Options::flag(std::string_view name, bool& to) {
  const auto id = member(name);
  if (id == json::no_json) return;
  if (tree_[id].kind != JsonValue::Kind::boolean) return refuse(name, "expected true or false");
  to = tree_[id].text == "true";
}

void Options::day(std::string_view name, std::string& to) {
  std::string given;
  text(name, given);
  if (given.empty()) return;
  if (!rules::parse_day(given)) return refuse(name, "expected a day as YYYY-MM-DD");
  to = given;
}

std::uint64_t Options::number_of(std::string_view name, std::uint64_t least, std::uint64_t most,
                                 std::uint64_t otherwise) {
  const auto id = member(name);
  if (id == json::no_json) return otherwise;
  const auto& value = tree_[id];
  std::uint64_t number = 0;
  const char* const end = value.text.data() + value.text.size();
  const auto [read_to, error] = std::from_chars(value.text.data(), end, number);
  if (value.kind == JsonValue::Kind::number && error == std::errc() && read_to == end && number >= least &&
      number <= most)
    return number;
  refuse(name, fmt::format("expected a whole number between {} and {}", least, most));
  return otherwise;
}

std::string Options::problem() const {
  if (!problem_.empty() || tree_.size() == 0) return problem_;
  for (auto id = tree_[0].first; id != json::no_json; id = tree_[id].next) {
    const auto name = tree_[id].name;
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      return fmt::format("options: there is no '{}'{}", name, otherwise_known(name, known_));
  }
  return {};
}

}  // namespace cimgate::c_interface
