#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "fixture.hpp"
#include "gateway/document/path.hpp"
#include "gateway/document/write.hpp"
#include "gateway/elhub/norway/calendar.hpp"

using namespace cimgate;

namespace {

/// A rule for each process that has time limits, in its settlement or in none that is known.
std::string rules_for(const std::set<std::string>& processes) {
  std::string rules;
  for (const auto& process : processes)
    for (const auto* settlement : {"E01", "E02", "Z01"})
      rules += fmt::format(
          "  - id: common.{}-{}\n    assert: {{ deadline: {{ of: PayloadMPEvent/StartOfOccurrence, process: "
          "{}, "
          "settlement: text:{} }} }}\n    text: {{ en: '{{earliest}} {{latest}} {{day}}', nb: a }}\n"
          "    source: {{ status: published, ref: a }}\n    examples: {{ pass: [a], fail: [a] }}\n",
          process, settlement, process, settlement);
  return "brs: common\ntitle: { en: a, nb: a }\nprocess: any\nmessage: RequestStartOfSupply\nrules:\n" +
         rules;
}

}  // namespace

// The first and the last day of each, seen from one day: what is a day earlier or later is refused. With
// CIMGATE_UPDATE_GOLDEN=1 the test writes what it then compares with.
TEST_CASE("deadlines: of every process and settlement method the first and the last day, as it is kept") {
  auto message = rules_test::message_of("examples/RequestStartOfSupply/valid/move-in-back-in-time.xml");
  const auto whole = rules_test::book_of("rules/message/common.yaml", rules_for({"BRS-NO-101"}));
  std::set<std::string> processes{"BRS-NO-999"};
  for (const auto& row : whole->tables().deadlines)
    processes.insert(row.processes.begin(), row.processes.end());
  const auto book = rules_test::book_of("rules/message/common.yaml", rules_for(processes));
  for (const auto& fault : book->faults()) FAIL_CHECK(to_string(fault));
  const auto& root = *message.document.root().element;
  const auto at = document::ensure(message.document, 0,
                                   *document::resolve_path("PayloadMPEvent/StartOfOccurrence", root, root));
  const auto today = *rules::parse_day("2026-11-18");
  // By rule: what is told from which day on.
  std::map<std::string, std::pair<std::string, std::string>> told;
  for (int days = -1200; days <= 400; ++days) {
    const auto day = today + std::chrono::days(days);
    message.document.set_text(at, norway::local_text(norway::start_of(day)));
    std::map<std::string, std::string> now;
    for (const auto& finding : rules::judge(message, *book, {}).findings)
      now[finding.rule] = finding.outcome == Outcome::undetermined
                              ? "open: " + finding.text.en
                              : "refused (" + finding.text.en.substr(0, finding.text.en.rfind(' ')) + ", " +
                                    finding.source.status + ")";
    for (const auto& rule : book->rules()) {
      if (rule->brs != "common") continue;
      const auto at_rule = now.find(rule->id);
      const auto text = at_rule == now.end() ? std::string("taken") : at_rule->second;
      auto& [line, last] = told[rule->id];
      if (text != last) line += line.empty() ? text : fmt::format(" · {} {}", rules::to_text(day), text);
      last = text;
    }
  }
  std::string text = "Seen from 2026-11-18.\n";
  for (const auto& [rule, line] : told) text += fmt::format("{}: {}\n", rule.substr(7), line.first);
  const std::string kept = "tests/unit/rules/findings/deadlines.txt";
  if (std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr)
    std::ofstream(std::string(CIMGATE_SOURCE_DIR "/") + kept, std::ios::binary) << text;
  else
    CHECK(text == rules_test::file_text(kept));
}
