#include "gateway/mapping/condition_text.hpp"

#include <fmt/format.h>

namespace cimgate::mapping {
namespace {

std::string joined(const std::vector<Path>& paths, std::string_view word) {
  std::string text;
  for (const auto& path : paths) text += (text.empty() ? "" : fmt::format(" {} ", word)) + path.text;
  return text;
}

}  // namespace

Text in_words(const Condition& condition) {
  std::vector<std::string> en;
  std::vector<std::string> nb;
  if (!condition.has.empty()) {
    en.push_back("there is " + joined(condition.has, "or"));
    nb.push_back("det finnes " + joined(condition.has, "eller"));
  }
  if (!condition.lacks.empty()) {
    en.push_back("there is no " + joined(condition.lacks, "or"));
    nb.push_back("det ikke finnes " + joined(condition.lacks, "eller"));
  }
  for (const auto& is : condition.is) {
    en.push_back(
        fmt::format("{} is {}{}", is.path.text, is.negated ? "not " : "", fmt::join(is.values, " or ")));
    nb.push_back(
        fmt::format("{} {}er {}", is.path.text, is.negated ? "ikke " : "", fmt::join(is.values, " eller ")));
  }
  std::vector<std::string> any_en;
  std::vector<std::string> any_nb;
  for (const auto& one : condition.any) {
    auto text = in_words(one);
    any_en.push_back(std::move(text.en));
    any_nb.push_back(std::move(text.nb));
  }
  if (!any_en.empty()) {
    en.push_back(fmt::format("({})", fmt::join(any_en, "; or ")));
    nb.push_back(fmt::format("({})", fmt::join(any_nb, "; eller ")));
  }
  return {fmt::format("{}", fmt::join(en, ", and ")), fmt::format("{}", fmt::join(nb, ", og "))};
}

}  // namespace cimgate::mapping
