#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/set_difference.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/report/own_rules.hpp"
#include "gateway/report/rule_listing.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string id;
  std::vector<std::string> days;
};

std::string excerpt_of(const Engine& engine, const rules::RuleDef& rule) {
  const auto text = engine.store->read(rule.file);
  return text ? report::excerpt(*text, rule) : std::string();
}

/// The rules with this id, or of this process.
report::RuleList find_rules(const rules::RuleBook& book, const std::string& id) {
  report::RuleList found;
  for (const auto& rule : book.rules())
    if (rule->id == id || rule->brs == id) found.push_back(rule);
  return found;
}

ExitStatus show(const Engine& engine, const CommonOptions& common, const std::string& id) {
  const auto& book = engine.rules();
  const auto found = find_rules(book, id);
  if (found.empty()) {
    if (const auto own = report::own_rule(engine, id)) {
      print_text(common.format == "json"       ? report::own_rule_json(*own)
                 : common.format == "markdown" ? report::own_rule_markdown(*own)
                                               : report::own_rule_text(*own, common.lang == "nb"));
      return fine;
    }
    tell_error(common, fmt::format("there is no rule '{}'{}", id,
                                   text::did_you_mean(id, report::names_of_rules(engine))));
    return usage;
  }
  if (common.format == "json") {
    print_text(report::rules_json(found));
    return fine;
  }
  std::vector<std::string> excerpts;
  for (const auto& rule : found) excerpts.push_back(excerpt_of(engine, *rule));
  if (common.format == "markdown") {
    print_text(report::rules_page(found, book, excerpts));
    return fine;
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    print_text((i == 0 ? "" : "\n") + report::rule_text(*found[i], book, excerpts[i], common.lang == "nb"));
  return fine;
}

ExitStatus list(const Engine& engine, const CommonOptions& common) {
  const auto all = engine.rules().rules();
  if (common.format == "markdown")
    print_text(report::rules_index(all, engine.rules()));
  else
    print_text(common.format == "json" ? report::rules_json(all) : report::rules_table(all));
  return fine;
}

ExitStatus difference(const Engine& engine, const CommonOptions& common,
                      const std::vector<std::string>& days) {
  const auto from = rules::parse_day(days.front());
  const auto to = rules::parse_day(days.back());
  if (!from || !to) {
    tell_error(common, "expected two days as YYYY-MM-DD");
    return usage;
  }
  print_text(report::rules_difference(engine.rules().rules(), *from, *to, common.format == "json"));
  return fine;
}

}  // namespace

void add_rules(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("rules", "The rules that messages are checked against, with their reason codes");
  verb.belongs_to("Look things up");
  const auto shown = [](Command& of) {
    of.example("cimgate rules show BRS-NO-213", "All rules of a process.");
    of.example("cimgate rules show schema.bad-value", "The rule of a finding.");
  };
  const auto compared = [](Command& of) {
    of.example("cimgate rules diff --as-of 2026-02-28 --as-of 2026-04-06", "What changed between two days.");
  };
  shown(verb);
  compared(verb);
  verb.takes_verb();
  auto options = std::make_shared<Options>();
  auto all = verb.verb("list", "All rules, and how many");
  add_format(all, common, {"text", "json", "markdown"});
  all.example("cimgate rules list", "One line each, and how many there are.");
  all.example("cimgate rules list --format json", "The same for a program.");
  auto one = verb.verb("show", "One rule, or all of a process");
  shown(one);
  one.option("ID", options->id, "A rule as findings name it, such as schema.bad-value, or a process")
      .required();
  add_format(one, common, {"text", "json", "markdown"});
  const auto sets = std::make_shared<std::vector<std::string>>();
  auto two =
      add_set_difference(verb, common, "Which rules hold on one day, or for one version, and not on another",
                         "cimgate rules diff elhub/2.4.1 elhub/2.4.3", sets);
  compared(two);
  two.option("--as-of", options->days, "Give it twice: the earlier day and the later day").day();
  verb.on_chosen([&common, &run, options, one, two, sets] {
    if (two.was_chosen() && !options->days.empty() && options->days.size() != 2)
      throw UsageError("--as-of: two days are compared: --as-of A --as-of B");
    if (two.was_chosen() && options->days.empty() == sets->empty())
      throw UsageError("two schema sets, or two days with --as-of");
    run = [&common, options, sets, shown = one.was_chosen(),
           compared = two.was_chosen()](const Gateway& gateway) {
      const auto& engine = gateway.engine();
      if (shown) return show(engine, common, options->id);
      if (!sets->empty()) return show_set_difference(gateway, common, *sets, report::rules_difference);
      return compared ? difference(engine, common, options->days) : list(engine, common);
    };
  });
}

}  // namespace cimgate::cli
