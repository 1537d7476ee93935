#include "gateway/report/file_rules.hpp"

#include <algorithm>
#include <string>

#include "gateway/engine/engine.hpp"

namespace cimgate::report {
namespace {

std::string in_general(std::string_view text) {
  std::string general;
  while (!text.empty()) {
    const auto open = text.find('{');
    general += text.substr(0, open);
    const auto close = text.find('}', std::min(open, text.size()));
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    general += "…";
    text.remove_prefix(close + 1);
    if (text == ".") break;
  }
  return general;
}

}  // namespace

Text in_general(const Text& text) {
  return {in_general(text.en), in_general(text.nb)};
}

std::function<std::optional<RuleText>(std::string_view rule)> file_rules(const Gateway& gateway) {
  return [gateway](std::string_view id) -> std::optional<RuleText> {
    for (const auto& rule : gateway.engine().rules().rules())
      if (rule->id == id) return RuleText{in_general(rule->text), in_general(rule->advice)};
    return std::nullopt;
  };
}

}  // namespace cimgate::report
