#include "gateway/cli/set_difference.hpp"

namespace cimgate::cli {

Command add_set_difference(Command& verb, CommonOptions& common, const std::string& help,
                           const std::string& example, const TwoSets& sets) {
  auto two = verb.verb("diff", help);
  two.option("SET", *sets, "Two schema sets: elhub/2.4.1 elhub/2.4.3");
  two.example(example, "What the two versions have differently.");
  two.example(example + " --format json", "The same for a program.");
  add_format(two, common, {"text", "json"});
  return two;
}

ExitStatus show_set_difference(const Gateway& gateway, const CommonOptions& common,
                               const std::vector<std::string>& sets,
                               report::DifferenceText (*tell)(const Engine&, const schema::SchemaSet&,
                                                              const schema::SchemaSet&, bool)) {
  if (sets.size() != 2) {
    tell_error(common, "two schema sets are compared, such as elhub/2.4.1 elhub/2.4.3");
    return usage;
  }
  const auto* first = find_set(gateway, common, sets.front());
  const auto* second = first == nullptr ? nullptr : find_set(gateway, common, sets.back());
  if (second == nullptr) return usage;
  const auto text = tell(gateway.engine(), *first, *second, common.format == "json");
  if (!text) {
    tell_error(common, text.error());
    return usage;
  }
  print_text(*text);
  return fine;
}

}  // namespace cimgate::cli
