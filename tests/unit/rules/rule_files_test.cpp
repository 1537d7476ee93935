#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "fixture.hpp"
#include "gateway/validation/code_rules.hpp"

using namespace cimgate;

namespace {

const std::string base = "examples/rules/BRS-NO-213.xml";

std::string rule(const std::string& id, const std::string& lines) {
  return "  - id: BRS-NO-213." + id +
         "\n    each: PayloadMasterDataMPEvent\n    text: { en: a, nb: a }\n    source: { status: assumed, "
         "ref: a }\n" +
         "    examples: { pass: [a], fail: [a] }\n" + lines;
}

std::string file(const std::string& rules) {
  return "brs: BRS-NO-213\ntitle: { en: a, nb: a }\nmessage: RequestUpdateMasterDataMeteringPoint\nrules:\n" +
         rules;
}

const std::string path = "rules/message/BRS-NO-213.yaml";

/// Faults of the file under test, one a line.
std::string faults(const std::string& rules) {
  std::string all;
  for (const auto& fault : rules_test::book_of(path, file(rules))->faults())
    if (fault.place.file == path) all += to_string(fault) + "\n";
  return all;
}

std::vector<Finding> findings(const std::string& rules, const std::string& example = base) {
  const auto book = rules_test::book_of(path, file(rules));
  return rules::judge(rules_test::message_of(example), *book, {}).findings;
}

}  // namespace

TEST_SUITE("rules: files") {
  TEST_CASE("the built-in files have no mistakes") {
    const auto store = resources::built_in();
    const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
    for (const auto& fault : book.faults()) FAIL_CHECK(to_string(fault));
    CHECK(book.rules().size() > 5);
  }

  TEST_CASE("mistakes are told with file, line, column and the nearest word") {
    CHECK(faults(rule("a", "    assrt: { has: . }\n")).find(":5:5: 'assert' is missing") !=
          std::string::npos);
    CHECK(faults(rule("a", "    asert: { has: . }\n")).find(":10:5: unknown key 'asert'") !=
          std::string::npos);
    CHECK(faults(rule("a", "    assert: { has: StartOfOccurence }\n")).find(":10:20: ") != std::string::npos);
    CHECK(faults(rule("a", "    assert: { has: StartOfOccurence }\n"))
              .find("did you mean 'StartOfOccurrence'?") != std::string::npos);
    const std::string good = "    assert: { has: StartOfOccurrence }\n";
    CHECK(faults(rule("a", good)).empty());
    CHECK(faults(rule("a", good + "    code: { value: EH999, agency: '89' }\n"))
              .find("is not in rules/codes.yaml") != std::string::npos);
    CHECK(faults(rule("a", good + "    code: { value: EH017, agency: '260' }\n"))
              .find("belongs to agency 89") != std::string::npos);
    CHECK(faults(rule("a", good + "    valid: { from: 2026-02-30 }\n")).find("is not a day") !=
          std::string::npos);
    CHECK(faults(rule("a", good + "    valid: { from: 2026-03-01, to: 2026-03-01 }\n")).find("not after") !=
          std::string::npos);
    CHECK(faults(rule("a", good + "    severity: eror\n")).find("did you mean 'error'?") !=
          std::string::npos);
    CHECK(faults(rule("a", good + "    message: RequestStartOfSuply\n")).find("there is no message") !=
          std::string::npos);
    CHECK(faults("  - id: BRS-NO-214.a\n").find("begins with 'BRS-NO-213.'") != std::string::npos);
    CHECK(faults("  - nothing\n").find("expected keys with values") != std::string::npos);
    CHECK(faults(rule("a", good) + rule("a", good)).find("there is another") != std::string::npos);
    CHECK(faults(rule("a", good + "    valid: { to: 2026-03-01 }\n") +
                 rule("a", good + "    valid: { from: 2026-03-01 }\n"))
              .empty());
    CHECK(faults(rule("a", "    assert: { has: market.status }\n")).find("belong in rules/market/") !=
          std::string::npos);
    CHECK(faults(rule("a", good) + "titel: { en: a, nb: a }\n").find("did you mean 'title'?") !=
          std::string::npos);
    for (const auto& fault : rules_test::book_of(path, "brs: [")->faults())
      CHECK(to_string(fault).find("this is not YAML") != std::string::npos);
  }

  TEST_CASE("a broken rule never hides the others, and never looks like valid") {
    const auto found = findings(rule("broken", "    assert: { has: StartOfOccurence }\n") +
                                rule("fails", "    assert: { lacks: StartOfOccurrence }\n") +
                                rule("holds", "    assert: { has: StartOfOccurrence }\n"));
    REQUIRE(found.size() == 2);
    CHECK(found[0].rule == "BRS-NO-213.broken");
    CHECK(found[0].outcome == Outcome::undetermined);
    CHECK(found[1].rule == "BRS-NO-213.fails");
    CHECK(found[1].outcome == Outcome::failed);
    CHECK(verdict_of({found[0]}) == Verdict::undetermined);
  }

  TEST_CASE("a file that is no YAML leaves messages of its process undetermined") {
    const auto book = rules_test::book_of(path, "rules: [");
    const auto found = rules::judge(rules_test::message_of(base), *book, {}).findings;
    REQUIRE(found.size() == 1);
    CHECK(found[0].outcome == Outcome::undetermined);
    CHECK(rules::judge(rules_test::message_of("examples/RequestStartOfSupply/valid/change-of-supplier.xml"),
                       *book, {})
              .findings.empty());
  }

  TEST_CASE("a file that cannot be read is told, and leaves messages of its process undetermined") {
    class Unreadable final : public rules_test::Overlay {
     public:
      Unreadable() : Overlay({{path, ""}}) {}
      tl::expected<std::string_view, std::string> read(std::string_view file) const override {
        if (file == path) return tl::make_unexpected(std::string("cannot be read"));
        return Overlay::read(file);
      }
    };
    const auto store = std::make_shared<const Unreadable>();
    const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
    const auto faults = book.faults();
    CHECK(std::any_of(faults.begin(), faults.end(),
                      [](const auto& fault) { return to_string(fault) == path + ":1:1: cannot be read"; }));
    const auto found = rules::judge(rules_test::message_of(base), book, {}).findings;
    REQUIRE(found.size() == 1);
    CHECK(found[0].outcome == Outcome::undetermined);
  }

  TEST_CASE("a reason code that is there twice is told, and no other") {
    auto codes = rules_test::file_text("rules/codes.yaml");
    const auto begin = codes.find("  - ", codes.find("reasons:"));
    const auto end = codes.find("\n  - ", begin) + 1;
    codes.insert(end, codes.substr(begin, end - begin));
    const auto faults = rules_test::book_of("rules/codes.yaml", codes)->faults();
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().text.find("is there twice") != std::string::npos);
  }

  TEST_CASE("rules hold on their days") {
    const auto rules =
        rule("old", "    assert: { lacks: StartOfOccurrence }\n    valid: { to: 2026-11-18 }\n") +
        rule("new", "    assert: { lacks: StartOfOccurrence }\n    valid: { from: 2026-11-18 }\n");
    const auto book = rules_test::book_of(path, file(rules));
    const auto message = rules_test::message_of(base);  // created 2026-11-18
    const auto on = [&](const char* day) {
      rules::JudgeOptions options;
      if (day != nullptr) options.as_of = rules::parse_day(day);
      return rules::judge(message, *book, options).findings.at(0).rule;
    };
    CHECK(on(nullptr) == "BRS-NO-213.new");
    CHECK(on("2026-11-17") == "BRS-NO-213.old");
    CHECK(on("2027-01-01") == "BRS-NO-213.new");
  }

  TEST_CASE("findings have place, code, texts with values and the most fitting advice") {
    const auto found = findings(
        rule("a",
             "    assert: { midnight: StartOfOccurrence, equal: [StartOfOccurrence, 2026-11-19] }\n"
             "    code: { value: EH032, agency: '89' }\n    advice: { en: no, nb: no }\n"
             "    advice-when: [{ if: { lacks: StartOfOccurrence }, text: { en: no, nb: no } }, "
             "{ if: { has: StartOfOccurrence }, text: { en: 'to {expected}', nb: 'til {expected}' } }]\n")
            .replace(rule("a", "").find("en: a, nb: a"), 12, "en: 'is {value}', nb: 'er {value}'"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].xpath ==
          "/RequestUpdateMasterDataMeteringPoint/PayloadMasterDataMPEvent/StartOfOccurrence");
    CHECK(found[0].line == 24);
    CHECK(found[0].code->value == "EH032");
    CHECK(found[0].text.nb == "er 2026-11-18T00:00:00+01:00");
    CHECK(found[0].advice.en == "to 2026-11-19");
    CHECK(found[0].context.metering_point == "707057599000504718");
  }

  TEST_CASE("a warning is an error when it says so") {
    const std::string must = "    assert: { lacks: StartOfOccurrence }\n    severity: warning\n";
    const auto severity = [&](const std::string& when) {
      return findings(rule("a", must + when)).at(0).severity;
    };
    CHECK(severity("") == Severity::warning);
    CHECK(severity("    error-when: { has: StartOfOccurrence }\n") == Severity::error);
    CHECK(severity("    error-when: { lacks: StartOfOccurrence }\n") == Severity::warning);
    CHECK(severity("    error-when: { is: { as-of: 2026-11-18 } }\n") == Severity::error);
    // What the rule itself found is told, not what the other condition did.
    const auto found = findings(
        rule("a",
             "    assert: { equal: [StartOfOccurrence, 2026-11-19] }\n    severity: warning\n"
             "    error-when: { equal: [StartOfOccurrence, 2026-11-18] }\n")
            .replace(rule("a", "").find("en: a, nb: a"), 12, "en: 'to {expected}', nb: 'til {expected}'"));
    CHECK(found.at(0).severity == Severity::error);
    CHECK(found.at(0).text.en == "to 2026-11-19");
  }

  TEST_CASE("personal data never get into a text") {
    const auto book = rules_test::book_of(
        "rules/message/BRS-NO-103.yaml",
        "brs: BRS-NO-103\ntitle: { en: a, nb: a }\nmessage: RequestStartOfSupply\nrules:\n"
        "  - id: BRS-NO-103.a\n    assert: { lacks: PayloadMPEvent/ConsumerInvolvedCustomerParty/FamilyName "
        "}\n"
        "    text: { en: '{value}', nb: '{value}' }\n    source: { status: assumed, ref: a }\n"
        "    examples: { pass: [a], fail: [a] }\n"
        "  - id: BRS-NO-103.b\n    assert: { equal: "
        "[PayloadMPEvent/ConsumerInvolvedCustomerParty/Identification, text:1] }\n"
        "    text: { en: '{value}{found}', nb: '{found}' }\n    source: { status: assumed, ref: a }\n"
        "    examples: { pass: [a], fail: [a] }\n");
    const auto found =
        rules::judge(rules_test::message_of("examples/RequestStartOfSupply/valid/move-in-back-in-time.xml"),
                     *book, {})
            .findings;
    REQUIRE(found.size() == 2);
    CHECK(found[0].text.en == "…");
    CHECK(found[1].text.en == "……");
  }

  TEST_CASE("findings are bounded, and the rest is counted") {
    const auto book = rules_test::book_of(
        path, file(rule("a", "    assert: { lacks: . }\n") + rule("b", "    assert: { lacks: . }\n")));
    rules::JudgeOptions options;
    options.limit = 1;
    const auto judged = rules::judge(rules_test::message_of(base), *book, options);
    CHECK(judged.findings.size() == 1);
    CHECK(judged.left_out == 1);
  }

  TEST_CASE("what could not be judged is bounded like what failed, and counted apart from it") {
    const auto book =
        rules_test::book_of("rules/market/BRS-NO-213.yaml",
                            file(rule("broken", "    assert: { has: StartOfOccurence }\n") +
                                 rule("broken-too", "    assert: { has: StartOfOccurence }\n") +
                                 rule("open", "    assert: { is: { market.status: E23 } }\n") +
                                 rule("fails", "    assert: { lacks: . }\n") +
                                 rule("warns", "    severity: warning\n    assert: { lacks: . }\n")));
    rules::JudgeOptions options;
    options.market = true;
    const auto message = rules_test::message_of(base);
    CHECK(rules::judge(message, *book, options).findings.size() == 5);
    options.limit = 0;
    const auto none = rules::judge(message, *book, options);
    CHECK(none.findings.empty());
    CHECK(none.left_out == 5);
    options.limit = 1;
    const auto one_of_each = rules::judge(message, *book, options);
    CHECK(one_of_each.findings.size() == 3);
    CHECK(one_of_each.left_out == 2);
  }

  TEST_CASE("without a market state a rule on the market says how to give one, another rule does not") {
    const auto unknown = [](const rules::Facts* facts) {
      rules::JudgeOptions options;
      options.market = true;
      options.facts = facts;
      const auto book = rules_test::book_of("rules/market/BRS-NO-213.yaml",
                                            file(rule("a", "    assert: { is: { market.status: E23 } }\n")));
      const auto found = rules::judge(rules_test::message_of(base), *book, options).findings;
      REQUIRE(found.size() == 1);
      return found.front();
    };
    CHECK(unknown(nullptr).advice.en.find("--market") != std::string::npos);
    const rules_test::KnownFacts nothing(rules_test::KnownFacts::Known{});
    CHECK(unknown(&nothing).advice.en.empty());
  }

  TEST_CASE("a finding points to where its condition does not hold") {
    const auto place = [](const std::string& lines) {
      const auto found = findings(rule("a", lines));
      REQUIRE(found.size() == 1);
      const std::string payload = "/RequestUpdateMasterDataMeteringPoint/PayloadMasterDataMPEvent";
      return found[0].xpath.starts_with(payload) ? found[0].xpath.substr(payload.size()) : found[0].xpath;
    };
    const std::string point = "MeteringPointUsedDomainLocation";
    CHECK(place("    assert: { has: [StartOfOccurrence, MPTaxationProfile] }\n").empty());
    CHECK(place("    assert: { lacks: [MPTaxationProfile, StartOfOccurrence] }\n") == "/StartOfOccurrence");
    CHECK(place("    assert: { lacks: [" + point + "/Identification, StartOfOccurrence] }\n") ==
          "/" + point + "/Identification");
    CHECK(place("    assert: { exactly-one: [StartOfOccurrence, " + point + "] }\n") == "/" + point);
    CHECK(place("    assert: { at-least-one: [MPTaxationProfile] }\n").empty());
    CHECK(place("    assert: { count: { of: StartOfOccurrence, max: 0 } }\n") == "/StartOfOccurrence");
    CHECK(place("    assert: { count: { of: StartOfOccurrence, min: 2 } }\n") == "/StartOfOccurrence");
    // Of too many the first that is too many.
    const auto too_many = [](const std::string& most) {
      const auto book = rules_test::book_of(
          "rules/message/BRS-NO-103.yaml",
          "brs: BRS-NO-103\ntitle: { en: a, nb: a }\nmessage: RequestStartOfSupply\nrules:\n  - id: "
          "BRS-NO-103.a\n"
          "    each: PayloadMPEvent/ConsumerInvolvedCustomerParty\n    assert: { count: { of: Communication" +
              most +
              " } }\n    text: { en: '{found}', nb: a }\n    source: { status: assumed, ref: a }\n    "
              "process: any\n"
              "    examples: { pass: [a], fail: [a] }\n");
      const auto found =
          rules::judge(rules_test::message_of("examples/RequestStartOfSupply/valid/many-communications.xml"),
                       *book, {})
              .findings;
      return found.empty() ? std::string("holds")
                           : found[0].text.en + found[0].xpath.substr(found[0].xpath.rfind('/'));
    };
    CHECK(too_many(", max: 1") == "6/Communication[2]");
    CHECK(too_many(", max: 5") == "6/Communication[6]");
    CHECK(too_many(", max: 6") == "holds");
    CHECK(too_many(", min: 6") == "holds");
    CHECK(too_many(", min: 7") == "6/Communication[1]");
    CHECK(too_many("") == "holds");
    CHECK(place("    assert: { before: [2026-01-01, StartOfOccurrence] , after: [2027-01-01, "
                "StartOfOccurrence], equal: [2020-01-01, StartOfOccurrence] }\n") == "/StartOfOccurrence");
    CHECK(place("    assert: { equal: [StartOfOccurrence, 2020-01-01] }\n") == "/StartOfOccurrence");
    CHECK(place("    assert: { is: { " + point + "/Identification: x } }\n") ==
          "/" + point + "/Identification");
    CHECK(place("    assert: { is: { Identification: x } }\n").empty());
    // What the rule says of the place counts before what its condition found.
    CHECK(place("    at: " + point + "\n    assert: { lacks: StartOfOccurrence }\n") == "/" + point);
    CHECK(place("    at: " + point +
                "/Identification/@schemeAgencyIdentifier\n    assert: { lacks: "
                "StartOfOccurrence }\n") == "/" + point + "/Identification/@schemeAgencyIdentifier");
  }

  TEST_CASE("one mistake in a rule is told once") {
    const std::string good = "    assert: { has: StartOfOccurrence }\n";
    const auto head = [](const std::string& examples) {
      return "  - id: BRS-NO-213.a\n    each: PayloadMasterDataMPEvent\n    text: { en: a, nb: a }\n    "
             "source: { "
             "status: assumed, ref: a }\n    assert: { has: StartOfOccurrence }\n" +
             examples;
    };
    for (const auto& rules :
         {rule("a", ""), rule("a", good + "    code: { value: EH017 }\n"),
          rule("a", good + "    code: { agency: '89' }\n"),
          rule("a", good + "    code: { value: EH017, agency: '260' }\n"),
          rule("a", good + "    valid: { from: 2026-03-02, to: 2026-03-01 }\n"),
          rule("a", good + "    valid: { from: 2026-03-01, to: 2026-03-01 }\n"),
          rule("a", good + "    valid: { from: soon }\n"), rule("a", good + "    premise: BRS-NO-213.b\n"),
          head(""), head("    examples: {}\n"), head("    examples: x\n"),
          head("    examples: { pas: [a], fail: [a] }\n"), head("    examples: { pass: [a] }\n"),
          head("    examples: { fail: [a] }\n"), head("    examples: { pass: [], fail: [a] }\n"),
          head("    examples: { pass: a, fail: [a] }\n"), head("    examples: { pass: [base], fail: [a] }\n"),
          head("    examples: { pass: [a], fail: [{ set: {} }] }\n"),
          head("    examples: { pass: [{ of: a, sett: {} }], fail: [a] }\n")}) {
      INFO(rules);
      const auto told = faults(rules);
      CHECK(std::count(told.begin(), told.end(), '\n') == 1);
    }
    for (const auto& rules : {rule("a", good), rule("a", good + "    code: { value: EH017, agency: '89' }\n"),
                              rule("a", good + "    valid: { from: 2026-03-01, to: 2026-03-02 }\n"),
                              rule("a", good + "    valid: { from: 2026-03-02 }\n"),
                              rule("a", good + "    valid: { to: 2026-03-02 }\n"),
                              head("    examples: { pass: [a], fail: [{ of: a, as-of: 2026-01-01 }] }\n")})
      CHECK_MESSAGE(faults(rules).empty(), faults(rules));
    CHECK(faults(rule("aaa", good) + rule("b", good + "    premise: BRS-NO-213.aab\n"))
              .find("did you mean 'BRS-NO-213.aaa'") != std::string::npos);
    // Two versions that touch are apart, in whatever order they stand.
    CHECK(faults(rule("a", good + "    valid: { from: 2026-03-01 }\n") +
                 rule("a", good + "    valid: { to: 2026-03-01 }\n"))
              .empty());
    for (const auto* other :
         {"{ to: 2026-03-02 }", "{ from: 2026-02-01 }", "{ from: 2026-02-01, to: 2026-03-02 }"})
      CHECK(faults(rule("a", good + "    valid: { from: 2026-03-01 }\n") +
                   rule("a", good + "    valid: " + other + "\n"))
                .find("there is another") != std::string::npos);
  }

  TEST_CASE("a file is named after what it is about, and says so or nothing") {
    const auto of = [](const std::string& head) {
      std::string all;
      const auto book = rules_test::book_of(path, head + "title: { en: a, nb: a }\nmessage: " +
                                                      "RequestUpdateMasterDataMeteringPoint\nrules:\n" +
                                                      rule("a", "    assert: { has: StartOfOccurrence }\n"));
      for (const auto& fault : book->faults())
        if (fault.place.file == path) all += to_string(fault) + "\n";
      return all;
    };
    CHECK(of("brs: BRS-NO-213\n").empty());
    CHECK(of("brs: BRS-NO-214\n") ==
          path + ":1:6: the file is named after its 'brs': expected 'BRS-NO-213'\n");
    CHECK(of("brs: ''\n").find("named after") == std::string::npos);
    const auto unsaid = of("");
    CHECK(std::count(unsaid.begin(), unsaid.end(), '\n') == 1);
  }

  TEST_CASE("what stands in braces in a text is what it names; the rest stays as it is") {
    const auto text = [](const std::string& en, const rules::Facts* facts, const std::string& at = {}) {
      const auto book = rules_test::book_of(
          "rules/market/BRS-NO-213.yaml",
          file("  - id: BRS-NO-213.a\n    each: PayloadMasterDataMPEvent\n    text: { en: \"" + en +
               "\", nb: \"" + en +
               "\" }\n    source: { status: assumed, ref: a }\n    examples: { pass: [a], fail: [a] }\n    "
               "assert: { "
               "lacks: StartOfOccurrence }\n" +
               at));
      rules::JudgeOptions options;
      options.market = true;
      options.facts = facts;
      const auto found = rules::judge(rules_test::message_of(base), *book, options).findings;
      REQUIRE(found.size() == 1);
      return found.front().text.en + " | " + found.front().text.nb;
    };
    const rules_test::KnownFacts facts(
        rules_test::KnownFacts::Known{{"status", {"E22"}},
                                      {"meter", {}},
                                      {"sender-roles", {"DDM", "DDQ"}},
                                      {"end-user", {"313000125"}},
                                      {"referenced-process", {"17838461263"}}});
    CHECK(text("a {market.status} b", &facts) == "a E22 b | a E22 b");
    CHECK(text("{market.meter}", &facts) == "(none) | (ingen)");
    CHECK(text("{market.settlement}", &facts) == "(not known) | (ikke kjent)");
    CHECK(text("{market.status}", nullptr) == "(not known) | (ikke kjent)");
    CHECK(text("{market.sender-roles}", &facts) == "DDM, DDQ | DDM, DDQ");
    CHECK(text("{market.end-user}", &facts) == "… | …");
    CHECK(text("{market.referenced-process}", &facts) == "… | …");
    CHECK(text("{market.nothing}", &facts) == "– | –");
    CHECK(text("{nothing}{}", &facts) == "–– | ––");
    CHECK(text("{value}", &facts) == "2026-11-18T00:00:00+01:00 | 2026-11-18T00:00:00+01:00");
    CHECK(text("a } b { c", &facts) == "a } b { c | a } b { c");
    CHECK(text("{", &facts) == "{ | {");
    CHECK(text("plain", &facts) == "plain | plain");
    // An element without a text of its own has none to show; an attribute has its own.
    CHECK(text("{value}", &facts, "    at: MeteringPointUsedDomainLocation\n") == "– | –");
    CHECK(text("{value}", &facts,
               "    at: MeteringPointUsedDomainLocation/Identification/@schemeAgencyIdentifier\n") ==
          "9 | 9");
  }

  TEST_CASE("where the premise of a rule is open, what it lacks is told, unless the rule holds anyway") {
    const auto judged = [](const std::string& lines) {
      const auto book = rules_test::book_of("rules/market/BRS-NO-213.yaml", file(rule("a", lines)));
      rules::JudgeOptions options;
      options.market = true;
      const rules_test::KnownFacts facts(rules_test::KnownFacts::Known{});
      options.facts = &facts;
      const auto found = rules::judge(rules_test::message_of(base), *book, options).findings;
      return found.empty() ? std::string("nothing") : found.front().text.en;
    };
    const std::string status = "fact status of 707057599000504718";
    const std::string meter = "fact meter of 707057599000504718";
    const auto missing = [](const std::string& what) {
      return "Missing from the market state: " + what + ".";
    };
    CHECK(judged("    when: { is: { market.status: E22 } }\n    assert: { lacks: StartOfOccurrence }\n") ==
          missing(status));
    CHECK(judged("    when: { is: { market.status: E22 } }\n    assert: { has: market.meter }\n") ==
          missing(meter + "; " + status));
    CHECK(judged("    when: { is: { market.status: E22 } }\n    assert: { has: StartOfOccurrence }\n") ==
          "nothing");
    CHECK(judged("    assert: { all: [{ has: market.meter }, { has: market.meter }] }\n") == missing(meter));
    CHECK(judged("    when: { has: StartOfOccurrence }\n    assert: { has: market.meter }\n") ==
          missing(meter));
    CHECK(judged("    when: { lacks: StartOfOccurrence }\n    assert: { has: market.meter }\n") == "nothing");
  }

  TEST_CASE("where the premise of all does not hold, no other rule about the market state is told") {
    const auto whole = [](const std::string& id, const char* must, const std::string& lines = {}) {
      auto text = rule(id, std::string("    assert: { ") + must +
                               ": PayloadMasterDataMPEvent/StartOfOccurrence }\n" + lines);
      const std::string each = "    each: PayloadMasterDataMPEvent\n";
      return text.erase(text.find(each), each.size());
    };
    const std::string of_all = "    premise-of-all: true\n";
    const auto broken = rule("a", "    assert: { lacks: StartOfOccurrence }\n");
    const auto told = [](const std::string& path, const std::string& rules) {
      const auto book = rules_test::book_of(path, file(rules));
      rules::JudgeOptions options;
      options.market = true;
      std::string all;
      for (const auto& finding : rules::judge(rules_test::message_of(base), *book, options).findings)
        all += finding.rule.substr(finding.rule.find('.') + 1) + ' ';
      return all;
    };
    const auto market = "rules/market/BRS-NO-213.yaml";
    CHECK(told(market, broken + whole("b", "has", of_all)) == "a ");
    CHECK(told(market, broken + whole("b", "lacks", of_all)) == "b ");
    // Its own premise is told instead of it.
    CHECK(told(market, whole("a", "lacks") + whole("b", "lacks", of_all + "    premise: BRS-NO-213.a\n")) ==
          "a ");
    CHECK(faults(whole("a", "lacks", of_all)).find("only a rule about the market state") !=
          std::string::npos);
    CHECK(faults(whole("a", "lacks", "    premise-of-all: yes\n")).find("expected true") !=
          std::string::npos);
  }

  TEST_CASE("a long chain of premises is none that bites its tail") {
    const std::string must = "    assert: { has: StartOfOccurrence }\n";
    std::string chain = rule("a", must);
    for (char id = 'b'; id <= 'h'; ++id)
      chain += rule(std::string(1, id),
                    must + "    premise: BRS-NO-213." + std::string(1, static_cast<char>(id - 1)) + "\n");
    CHECK(faults(chain).empty());
    // A rule whose premise is in a ring is not in it itself.
    const auto ring = faults(rule("x", must + "    premise: BRS-NO-213.a\n") +
                             rule("a", must + "    premise: BRS-NO-213.b\n") +
                             rule("b", must + "    premise: BRS-NO-213.a\n"));
    CHECK(ring.find("'BRS-NO-213.a' and 'BRS-NO-213.b' are premises of each other") != std::string::npos);
  }

  TEST_CASE("a rule on the market says which fact is missing") {
    const auto book = rules_test::book_of(
        "rules/market/BRS-NO-213.yaml",
        file(
            rule("a", "    assert: { is: { market.status: E23 } }\n") +
            rule("b", "    when: { is: { market.status: E22 } }\n    assert: { has: StartOfOccurrence }\n")));
    rules::JudgeOptions options;
    const auto message = rules_test::message_of(base);
    CHECK(rules::judge(message, *book, options).findings.empty());
    options.market = true;
    const auto found = rules::judge(message, *book, options).findings;
    REQUIRE(found.size() == 1);  // b holds whatever the status is
    CHECK(found[0].rule == "BRS-NO-213.a");
    CHECK(found[0].stage == Stage::market);
    CHECK(found[0].outcome == Outcome::undetermined);
    CHECK(found[0].text.en.find("the status of the metering point") != std::string::npos);
    const rules_test::KnownFacts facts(rules_test::KnownFacts::Known{{"status", {"E22"}}});
    options.facts = &facts;
    CHECK(rules::judge(message, *book, options).findings.at(0).outcome == Outcome::failed);
  }

  TEST_CASE("a rule whose premise was refused says nothing, of that record") {
    const std::string premise = rule("premise", "    assert: { has: MeteringPointUsedDomainLocation }\n");
    const std::string second =
        rule("second", "    premise: BRS-NO-213.premise\n    assert: { lacks: StartOfOccurrence }\n");
    const auto ids = [](const std::vector<Finding>& all) {
      std::vector<std::string> rules;
      for (const auto& finding : all) rules.push_back(finding.rule);
      return rules;
    };
    using Ids = std::vector<std::string>;
    CHECK(ids(findings(premise + second)) == Ids{"BRS-NO-213.second"});
    const std::string refused = rule("premise", "    assert: { lacks: StartOfOccurrence }\n");
    CHECK(ids(findings(refused + second)) == Ids{"BRS-NO-213.premise"});
    CHECK(ids(findings(second + refused)) == Ids{"BRS-NO-213.premise"});
    // A premise that is not for the message, or does not hold on its day, refuses nothing.
    CHECK(
        ids(findings(rule("premise", "    process: BRS-NO-212\n    assert: { lacks: StartOfOccurrence }\n") +
                     second)) == Ids{"BRS-NO-213.second"});
    CHECK(ids(findings(
              rule("premise", "    valid: { to: 2020-01-01 }\n    assert: { lacks: StartOfOccurrence }\n") +
              second)) == Ids{"BRS-NO-213.second"});
    CHECK(ids(findings(rule("premise",
                            "    when: { has: Identification }\n    assert: { lacks: StartOfOccurrence }\n") +
                       second)) == Ids{"BRS-NO-213.second"});
    // Silent itself, it still is no ground to stand on.
    const std::string third =
        rule("third", "    premise: BRS-NO-213.second\n    assert: { lacks: StartOfOccurrence }\n");
    CHECK(ids(findings(third + second + refused)) == Ids{"BRS-NO-213.premise"});
    // What the rule tells of is its own.
    const auto told =
        findings(rule("premise", "    assert: { has: MeteringPointUsedDomainLocation }\n") +
                 "  - id: BRS-NO-213.told\n    each: PayloadMasterDataMPEvent\n    premise: "
                 "BRS-NO-213.premise\n    text: { en: \"at {value}\", nb: a }\n    source: { status: "
                 "assumed, ref: a }\n    examples: { pass: [a], fail: [a] }\n    assert: { before: "
                 "[StartOfOccurrence, 2020-01-01] }\n");
    REQUIRE(told.size() == 1);
    CHECK(told[0].text.en.find("at 20") == 0);
  }

  TEST_CASE("a premise must speak for the rules that are silent because of it") {
    const std::string must = "    assert: { has: StartOfOccurrence }\n";
    const auto with = [&](const std::string& id) { return must + "    premise: BRS-NO-213." + id + "\n"; };
    CHECK(faults(rule("a", must) + rule("b", with("a"))).empty());
    CHECK(faults(rule("a", with("aa"))).find("there is no rule 'BRS-NO-213.aa'") != std::string::npos);
    CHECK(
        faults(rule("a", must + "    severity: warning\n") + rule("b", with("a"))).find("is not an error") !=
        std::string::npos);
    CHECK(faults(rule("a", with("a"))).find("premises of each other") != std::string::npos);
    CHECK(faults(rule("a", with("c")) + rule("b", with("a")) + rule("c", with("b")))
              .find("premises of each other") != std::string::npos);
    const std::string of_message =
        "  - id: BRS-NO-213.whole\n    text: { en: a, nb: a }\n    source: { status: assumed, ref: a }\n"
        "    examples: { pass: [a], fail: [a] }\n    assert: { has: Header }\n";
    CHECK(faults(of_message + rule("b", with("whole"))).empty());
    CHECK(faults(rule("a", must) + of_message + "    premise: BRS-NO-213.a\n").find("about other records") !=
          std::string::npos);
  }
}

TEST_SUITE("rules: tables") {
  TEST_CASE("the table of reason codes has every code of Elhub's list, and no other") {
    const auto store = resources::built_in();
    const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
    const auto message = rules_test::message_of("examples/Acknowledgement/valid/accepted.xml");
    const auto* type = message.document.schema().simple_type(
        {"urn:no:elhub:emif:common:BusinessDataType:v2", "Elhub_ResponseReasonCode"});
    REQUIRE(type != nullptr);
    std::set<std::string> schema, table;
    for (const auto& code : type->enumeration) schema.insert(code.value);
    for (const auto& reason : book.reasons().reasons) {
      table.insert(reason.code.value);
      CHECK(reason.code.agency == (reason.code.value.starts_with("EH") ? "89" : "260"));
      CHECK_FALSE(reason.problem.empty());
    }
    CHECK(schema.size() == 180);
    CHECK(schema == table);
  }

  TEST_CASE(
      "the table of processes names only messages, codes and roles that exist, and every process with a "
      "message") {
    const auto store = resources::built_in();
    const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
    const auto message = rules_test::message_of("examples/Acknowledgement/valid/accepted.xml");
    const auto codes = [&](const char* name) {
      std::set<std::string> all;
      for (const auto& code : message.document.schema()
                                  .simple_type({"urn:no:elhub:emif:common:BusinessDataType:v2", name})
                                  ->enumeration)
        all.insert(code.value);
      return all;
    };
    const auto processes = codes("BRSIdentification");
    const auto roles = codes("Elhub_BusinessProcessRole");
    const auto types = codes("Elhub_DocumentType");
    const auto* set = rules_test::catalog()->set("elhub/2.4.3");
    const auto* table = book.tables().find("processes");
    REQUIRE(table != nullptr);
    for (const auto& row : table->rows)
      for (const auto& [column, values] : row.columns)
        for (const auto& value : values) {
          INFO(column, " ", value);
          if (column == "process") CHECK(processes.contains(value));
          if (column == "role") CHECK(roles.contains(value));
          if (column == "document-type") CHECK(types.contains(value));
          if (column == "message") CHECK(set->find(value) != nullptr);
          if (column == "direction") CHECK((value == "in" || value == "out"));
        }
  }
}
