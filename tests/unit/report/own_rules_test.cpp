#include "gateway/report/own_rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "../../pages.hpp"
#include "../example_files.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/report/rule_texts.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

const Gateway& gateway() {
  static const auto opened = *Gateway::open("");
  return opened;
}

bool explained(const std::string& id) {
  const auto& engine = gateway().engine();
  const auto rules = engine.rules().rules();
  return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule->id == id; }) ||
         report::own_rule(engine, id).has_value();
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Every literal of the sources that looks like the id of a rule, with the file that has it.
std::vector<std::pair<std::string, std::string>> ids_in_sources() {
  static const std::regex id(
      R"re("((?:codes|schema|wellformed|translation|message|market|roundtrip|check)\.[a-z][a-z-]*)")re");
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CIMGATE_SOURCE_DIR) / "gateway")) {
    const auto& path = entry.path();
    if (path.extension() != ".cpp" && path.extension() != ".hpp") continue;
    if (path.filename() == "rule_texts.cpp") continue;
    const auto text = text_of(path);
    for (std::sregex_iterator at(text.begin(), text.end(), id), end; at != end; ++at)
      found.emplace_back((*at)[1], path.string());
  }
  return found;
}

}  // namespace

TEST_SUITE("reports: what rules are about") {
  TEST_CASE("every id that stands in the sources is in the table, and can be shown") {
    // Files, tables and the event of a webhook are not rules.
    const std::set<std::string> others = {"market.yaml", "market.json", "market.settlement",
                                          "message.received"};
    const auto found = ids_in_sources();
    CHECK(found.size() > 60);
    for (const auto& [id, file] : found) {
      if (others.count(id) > 0) continue;
      CAPTURE(file);
      CAPTURE(id);
      CHECK(report::engine_rule(id));
      CHECK(report::own_rule(gateway().engine(), id));
    }
  }

  TEST_CASE("every row of the table is the id of something that can be found") {
    // Put together from a name and a stage, a step or a kind of identifier.
    std::set<std::string> used = {"roundtrip.missing", "roundtrip.added",    "roundtrip.value",
                                  "codes.not-judged",  "message.not-judged", "market.not-judged",
                                  "codes.list-agency"};
    for (const auto& [id, file] : ids_in_sources()) used.insert(id);
    for (const auto& identifier : gateway().engine().code_rules->identifiers) used.insert(identifier.id);
    for (const auto id : report::engine_rule_ids()) {
      CAPTURE(id);
      CHECK(used.contains(std::string(id)));
    }
  }

  TEST_CASE("every id that a page names can be shown") {
    static const std::regex id(
        "`((?:codes|schema|wellformed|translation|message|roundtrip|check)\\.[a-z][a-z-]*)`");
    std::size_t found = 0;
    for (const auto& page : test::pages(CIMGATE_SOURCE_DIR)) {
      const auto text = text_of(page);
      for (std::sregex_iterator at(text.begin(), text.end(), id), end; at != end; ++at, ++found) {
        CAPTURE(page.string());
        const auto name = (*at)[1].str();
        CAPTURE(name);
        CHECK(explained(name));
      }
    }
    CHECK(found > 30);
  }

  TEST_CASE("ids that are put together") {
    for (const std::string id :
         {"roundtrip.missing", "roundtrip.added", "roundtrip.value", "message.not-judged",
          "market.not-judged", "BRS-NO-103.rules", "versions.consent"}) {
      CAPTURE(id);
      CHECK(explained(id));
    }
    CHECK(!explained("schema.no-such-rule"));
  }

  TEST_CASE("whatever is found in any example can be explained") {
    std::set<std::string> ids;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(CIMGATE_SOURCE_DIR) / "tests/golden")) {
      static const std::regex rule(R"re("rule": "([^"]+)")re");
      if (!entry.is_regular_file()) continue;
      const auto text = text_of(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), rule), end; at != end; ++at)
        ids.insert((*at)[1]);
    }
    CHECK(ids.size() >= 20);
    for (const auto& id : ids) {
      if (id.starts_with("mappings/")) continue;  // explain: the rule of a mapping, by its place
      CAPTURE(id);
      CHECK(explained(id));
    }
  }

  TEST_CASE("each has a text in both languages, a stage, and where there is more") {
    const auto all = report::own_rules(gateway().engine());
    for (const auto& rule : all) {
      CAPTURE(rule.id);
      CHECK(!rule.title.en.empty());
      CHECK(!rule.title.nb.empty());
      CHECK(!rule.help.nb.empty());
      CHECK(fs::exists(fs::path(CIMGATE_SOURCE_DIR) / rule.page));
      CHECK(json::parse_json(report::own_rule_json(rule), {}).has_value());
      CHECK(report::own_rule_text(rule, true).starts_with(rule.id + "\n"));
    }
    const auto ids = report::engine_rule_ids();
    CHECK(std::is_sorted(ids.begin(), ids.end()));
  }
}
