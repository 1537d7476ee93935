#include "gateway/rules/finding_text.hpp"

#include <fmt/format.h>

namespace cimgate::rules {

Text TextFiller::filled(const Text& text) {
  return {filled(text.en, false), filled(text.nb, true)};
}

std::string TextFiller::value_of(std::string_view name, bool norwegian) {
  if (name == "value") return value_;
  if (name.starts_with("market.")) {
    const auto* look_up = find_look_up(name.substr(7));
    if (look_up == nullptr) return {};
    if (look_up->personal) return "…";
    const Fact& fact = judging_.fact(*look_up);
    if (fact.kind == Fact::Kind::not_known) return norwegian ? "(ikke kjent)" : "(not known)";
    if (fact.kind == Fact::Kind::absent) return norwegian ? "(ingen)" : "(none)";
    const auto& numbers = judging_.dialect().personal_numbers;
    std::string all;
    for (const auto& value : fact.values)
      all += (all.empty() ? "" : ", ") + (numbers.may_be_in(value) ? std::string("…") : value);
    return all;
  }
  return std::string(judging_.said(name));
}

std::string TextFiller::filled(std::string_view text, bool norwegian) {
  std::string made;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return made.append(text);
    made += text.substr(0, open);
    const auto value = value_of(text.substr(open + 1, close - open - 1), norwegian);
    made += value.empty() ? "–" : value;
    text.remove_prefix(close + 1);
  }
  return made;
}

std::vector<const LookUp*> look_ups_in(const Text& text) {
  constexpr std::string_view before = "{market.";
  std::vector<const LookUp*> all;
  for (std::string_view rest : {std::string_view(text.en), std::string_view(text.nb)})
    for (auto at = rest.find(before); at != std::string_view::npos; at = rest.find(before)) {
      rest.remove_prefix(at + before.size());
      if (const auto* look_up = find_look_up(rest.substr(0, rest.find('}')))) all.push_back(look_up);
    }
  return all;
}

Text missing_text(const std::vector<Text>& missing) {
  Text all;
  for (const auto& fact : missing) {
    all.en += (all.en.empty() ? "" : "; ") + fact.en;
    all.nb += (all.nb.empty() ? "" : "; ") + fact.nb;
  }
  if (missing.empty()) all = {"what the rule asks for", "det regelen spør etter"};
  return {fmt::format("Missing from the market state: {}.", all.en),
          fmt::format("Markedsdata mangler: {}.", all.nb)};
}

Text broken_text(const RuleDef& rule) {
  return {fmt::format("This rule has an error ({}:{}).", rule.file, rule.line),
          fmt::format("Det er en feil i denne regelen ({}:{}).", rule.file, rule.line)};
}

Text threw_text(const RuleDef& rule) {
  return {fmt::format("This rule failed while it ran ({}:{}).", rule.file, rule.line),
          fmt::format("Denne regelen sviktet under kjøringen ({}:{}).", rule.file, rule.line)};
}

Text unasked_text() {
  return {"The market state could not be asked.", "Markedsdataene kunne ikke spørres."};
}

Text market_advice() {
  return {"Give the market state with --market, or check with --level message.",
          "Oppgi markedsdata med --market, eller kontroller med --level message."};
}

Text lint_advice() {
  return {"See what 'cimgate lint' says about the file.", "Se hva 'cimgate lint' sier om filen."};
}

}  // namespace cimgate::rules
