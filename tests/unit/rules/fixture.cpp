#include "fixture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/reader/read.hpp"
#include "gateway/rules/compiler.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::rules_test {

tl::expected<std::string_view, std::string> Overlay::read(std::string_view path) const {
  const auto at = files_.find(std::string(path));
  if (at == files_.end()) return below_->read(path);
  return at->second;
}

std::vector<std::string> Overlay::list(std::string_view folder) const {
  std::vector<std::string> paths;
  // Only the rules under test; tables and schemas as they are built in.
  if (folder != "rules/message" && folder != "rules/market") paths = below_->list(folder);
  for (const auto& file : files_)
    if (file.first.starts_with(std::string(folder) + '/')) paths.push_back(file.first);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

rules::Fact KnownFacts::look_up(std::string_view name, const rules::Question& question) const {
  rules::Fact fact;
  const auto at = known_.find(name);
  if (at == known_.end()) {
    fact.missing = {"fact " + std::string(name) + " of " + question.metering_point,
                    "faktum " + std::string(name)};
    return fact;
  }
  fact.kind = at->second.empty() ? rules::Fact::Kind::absent : rules::Fact::Kind::known;
  fact.values = at->second;
  return fact;
}

std::shared_ptr<const schema::Catalog> catalog() {
  static const auto opened = *schema::Catalog::open(resources::built_in());
  return opened;
}

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + '/' + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string asked_for(const rules::RuleDef& rule) {
  const auto* since = catalog()->set(rule.since);
  return since != nullptr && since->when_asked ? since->id : std::string();
}

document::Message message_of(const std::string& path, const std::string& schema) {
  auto read =
      reader::read(*catalog(), file_text(path), {.limits = {}, .profile = {}, .schema = schema, .day = {}});
  if (read.messages.size() != 1) throw std::runtime_error("no message in " + path);
  return std::move(read.messages.front());
}

std::unique_ptr<rules::RuleBook> book_of(const std::string& path, const std::string& text) {
  const auto store = std::make_shared<const Overlay>(std::map<std::string, std::string>{{path, text}});
  const auto code_rules = *validation::load_code_rules(*store);
  return std::make_unique<rules::RuleBook>(store, catalog(), *code_rules);
}

std::string outcome(const std::string& condition, const document::Message& message, const rules::Facts* facts,
                    const std::string& each) {
  std::string file =
      "brs: common\ntitle: { en: a, nb: a }\nprocess: any\nmessage: " + message.kind->root.local +
      "\nrules:\n  - id: common.test\n    since: elhub/2.4.3\n    assert: " + condition +
      "\n    text: { en: a, nb: a }\n    source: { status: assumed, ref: a }\n"
      "    examples: { pass: [a], fail: [a] }\n";
  if (!each.empty()) file += "    each: " + each + "\n";
  const auto book = book_of("rules/market/common.yaml", file);
  std::string errors;
  for (const auto& fault : book->faults())
    if (fault.place.file == "rules/market/common.yaml") errors += "error: " + fault.text;
  if (!errors.empty()) return errors;
  rules::JudgeOptions options;
  options.market = true;
  options.facts = facts;
  const auto truth = rules::judge_one(message, *book, *book->files().front().rules.front(), options);
  if (!truth) return "does not apply";
  return *truth == rules::Truth::yes ? "yes" : *truth == rules::Truth::no ? "no" : "unknown";
}

document::Message made(const rules::RuleDef& rule, const rules::Example& example) {
  const auto schema = asked_for(rule);
  auto message = message_of(example.of, schema);
  REQUIRE(rules::change(message, rule, example));
  auto read = reader::read(*catalog(), xml::to_xml(message, {}),
                           {.limits = {}, .profile = {}, .schema = schema, .day = {}});
  REQUIRE(read.messages.size() == 1);
  return std::move(read.messages.front());
}

}  // namespace cimgate::rules_test
