#include <doctest/doctest.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <memory>

#include "gateway/json/tree.hpp"
#include "judged.hpp"

using namespace cimgate;
using namespace cimgate::test;
using report::Kind;

namespace {

bool is_json(const std::string& text) {
  return json::parse_json(text, {}).has_value();
}

/// The number or text of an XPath over the report; "not well-formed" when it is no XML.
std::string xpath(const std::string& xml, const std::string& expression) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> doc(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "report", nullptr,
                    XML_PARSE_NOERROR | XML_PARSE_NONET),
      xmlFreeDoc);
  if (doc == nullptr) return "not well-formed";
  const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context(
      xmlXPathNewContext(doc.get()), xmlXPathFreeContext);
  const std::string as_text = "string(" + expression + ")";
  const std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)> result(
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(as_text.c_str()), context.get()),
      xmlXPathFreeObject);
  return reinterpret_cast<const char*>(result->stringval);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Finding hostile() {
  Finding finding = an_error("schema.<b>\"'&\x01\xFF");
  finding.text = {"</script><!-- ]]> \x1B[31m | `x` \n::error::", "</textarea>"};
  finding.xpath = "/a\"b<c>";
  return finding;
}

check::JudgedFile not_judged_file(const std::string& name) {
  Finding finding = an_error("market.not-judged");
  finding.outcome = Outcome::undetermined;
  return a_file(name, finding);
}

constexpr Kind all_kinds[] = {Kind::text,  Kind::json, Kind::ndjson,   Kind::sarif,
                              Kind::junit, Kind::html, Kind::markdown, Kind::github};

}  // namespace

TEST_SUITE("reports: writers") {
  TEST_CASE("every kind has a name that finds it") {
    for (const auto kind : all_kinds) CHECK(report::kind_of(report::to_string(kind)) == kind);
    CHECK(!report::kind_of("xlsx"));
    CHECK(report::kind_names().size() == std::size(all_kinds));
  }

  TEST_CASE("no files, and files that nothing is wrong with, are reports too") {
    const auto run = a_run();
    for (const auto& files : {std::vector<check::JudgedFile>{}, {a_valid_file("a.xml")}}) {
      CHECK(is_json(written(Kind::json, run, files)));
      CHECK(is_json(written(Kind::sarif, run, files)));
      CHECK(xpath(written(Kind::junit, run, files), "//testsuites/@failures") == "0");
      for (const auto kind : {Kind::text, Kind::html, Kind::markdown, Kind::github})
        CHECK(!written(kind, run, files).empty());
    }
  }

  TEST_CASE("any bytes in names, rules and texts leave the report whole") {
    const auto run = a_run();
    const std::vector<check::JudgedFile> files = {a_file("a<b>&\"'\xFF\n.xml", hostile())};
    CHECK(is_json(written(Kind::json, run, files)));
    CHECK(is_json(written(Kind::ndjson, run, files)));
    CHECK(is_json(written(Kind::sarif, run, files)));
    CHECK(xpath(written(Kind::junit, run, files), "count(//failure)") == "1");
    const auto page = written(Kind::html, run, files);
    CHECK(count(page, "</script>") == 1);
    CHECK(!has(page, "\x1B"));
    CHECK(count(written(Kind::github, run, files), "\n") == 2);
    CHECK(count(written(Kind::markdown, run, files), "\n| `") == 1);
  }

  TEST_CASE("the same files give the same bytes") {
    const auto run = a_run();
    for (const auto kind : all_kinds)
      CHECK(written(kind, run, {a_file("a.xml", an_error())}) ==
            written(kind, run, {a_file("a.xml", an_error())}));
  }

  TEST_CASE("every kind tells how many findings are left out") {
    const auto run = a_run();
    auto file = a_file("a.xml", an_error());
    file.findings_left_out = 99000;
    for (const auto kind : all_kinds) {
      CAPTURE(report::to_string(kind));
      const auto text = written(kind, run, {file});
      CHECK((has(text, "99 000 more") || has(text, "\"findingsLeftOut\": 99000")));
    }
  }

  TEST_CASE("SARIF: severities, places, fingerprints") {
    auto warning = an_error("codes.gsrn-check-digit");
    warning.severity = Severity::warning;
    auto info = an_error("translation.policy");
    info.severity = Severity::info;
    const auto text = written(Kind::sarif, a_run(),
                              {a_file("a.xml", an_error()), a_file("b.xml", warning), a_file("c.xml", info)});
    CHECK(has(text, R"("level": "error", "message": { "text": "Value is '40'\nWrite 41" })"));
    CHECK(has(text,
              "\"ruleId\": \"codes.gsrn-check-digit\", \"ruleIndex\": 1, \"kind\": \"fail\", \"level\": "
              "\"warning\""));
    CHECK(has(text, "\"ruleIndex\": 2, \"kind\": \"fail\", \"level\": \"note\""));
    CHECK(has(text, "\"region\": { \"startLine\": 7, \"startColumn\": 12, \"endColumn\": 14 }"));
    CHECK(has(text, "\"snippet\": { \"text\": \"    <Value>40</Value>\" }"));
    CHECK(has(text, "\"fullyQualifiedName\": \"/Message/Record[2]/Value\""));
    CHECK(has(text, "\"executionSuccessful\": true"));
    CHECK(has(text, "\"contents\": [\"localizedData\"]"));
    CHECK(!has(text, "baselineState"));
  }

  TEST_CASE("SARIF: what could not be judged is open, and the process came to its end all the same") {
    const auto text = written(Kind::sarif, a_run(), {not_judged_file("a.xml")});
    CHECK(has(text, "\"kind\": \"open\", \"level\": \"none\""));
    CHECK(has(text, "\"executionSuccessful\": true"));
    CHECK(has(text, "{ \"level\": \"error\", \"message\""));
    auto fault = not_judged_file("a.xml");
    fault.fault = true;
    CHECK(has(written(Kind::sarif, a_run(), {fault}), "\"executionSuccessful\": false"));
    CHECK(has(text, "\"associatedRule\": { \"id\": \"market.not-judged\", \"index\": 0 }"));
  }

  TEST_CASE("SARIF: suppressed, known and new") {
    auto run = a_run();
    run.baseline = true;
    auto suppressed = a_file("a.xml", an_error());
    suppressed.findings[0].standing = {check::Standing::Kind::suppressed, "supplier mends it", "2027-01-01"};
    auto known = a_file("b.xml", an_error());
    known.findings[0].standing = {check::Standing::Kind::known, "base.yaml", {}};
    const auto text = written(Kind::sarif, run, {suppressed, known, a_file("c.xml", an_error())});
    CHECK(has(text, "\"justification\": \"supplier mends it (until 2027-01-01)\""));
    CHECK(count(text, "\"baselineState\": \"unchanged\"") == 1);
    CHECK(count(text, "\"baselineState\": \"new\"") == 2);
  }

  TEST_CASE("JUnit: failure, error, skipped; a suite a folder") {
    auto skipped = a_file("x/c.xml", an_error());
    skipped.steps.push_back(
        {check::StepName::translate, check::StepResult::skipped, {"not valid", "ikke gyldig"}});
    const auto xml =
        written(Kind::junit, a_run(),
                {a_valid_file("x/a.xml"), not_judged_file("x/b.xml"), skipped, a_valid_file("y/d.xml")});
    CHECK(xpath(xml, "count(//testsuite)") == "2");
    CHECK(xpath(xml, "//testsuites/@tests") == "5");
    CHECK(xpath(xml, "//testsuite[@name='x']/@tests") == "4");
    CHECK(xpath(xml, "//testsuite[@name='x']/@failures") == "1");
    CHECK(xpath(xml, "//testsuite[@name='x']/@errors") == "1");
    CHECK(xpath(xml, "//testsuite[@name='x']/@skipped") == "1");
    CHECK(xpath(xml, "//testcase[@file='x/c.xml']/failure/@type") == "schema.bad-value");
    CHECK(has(xpath(xml, "//failure"), "x/c.xml:7:5: error: Value is '40'  (schema.bad-value)"));
    CHECK(xpath(xml, "//skipped/@message") == "not valid");
  }

  TEST_CASE("JUnit: a finding that does not count does not fail the case, and is told") {
    auto file = a_file("a.xml", an_error());
    file.findings[0].standing = {check::Standing::Kind::suppressed, "supplier mends it", "2027-01-01"};
    check::settle(file, check::FailOn::error);
    const auto xml = written(Kind::junit, a_run(), {file});
    CHECK(xpath(xml, "//testsuites/@failures") == "0");
    CHECK(has(xpath(xml, "//system-out"), "suppressed: supplier mends it"));
  }

  TEST_CASE("HTML: one page, both languages, nothing from elsewhere") {
    auto finding = an_error();
    finding.code = ReasonCode{"EH017", "89"};
    const auto page = written(Kind::html, a_run(), {a_file("a.xml", finding), a_valid_file("b.xml")});
    CHECK(
        has(page,
            "<span lang=\"en\">Value is &#39;40&#39;</span><span lang=\"nb\">Value er &#39;40&#39;</span>"));
    CHECK(has(page, "EH017<small>/89</small>"));
    CHECK(has(page, "default-src 'none'"));
    for (const auto* loads : {" src=", "<link", "@import", "fetch(", "XMLHttpRequest"})
      CHECK(!has(page, loads));
    // Of what url() names there is only the page itself: the hatching of charts.
    for (auto at = page.find("url("); at != std::string::npos; at = page.find("url(", at + 1))
      CHECK(page.at(at + 4) == '#');
    CHECK(has(page, "&lt;Value&gt;40&lt;/Value&gt;"));
    CHECK(
        has(page, "class=\"file\" data-verdict=\"invalid\" data-result=\"failed\" data-name=\"a.xml\" open"));
  }

  TEST_CASE("HTML: the number of findings on the page is bounded") {
    auto file = a_file("a.xml", an_error());
    const auto one = file.findings.front();
    file.findings.assign(3000, one);
    for (std::size_t i = 0; i < file.findings.size(); ++i)
      file.findings[i].finding.text.en = "Value is '" + std::to_string(i) + "'";
    const auto page = written(Kind::html, a_run(), {file, file, a_valid_file("b.xml")});
    CHECK(count(page, "<li class=\"finding ") == 5000);
    CHECK(has(page, "… and 1000 more findings, which this page leaves out"));
    CHECK(has(page, "data-name=\"b.xml\""));
  }

  TEST_CASE("HTML: rules come the most severe first, with their severity") {
    auto warning = an_error("codes.gsrn-check-digit");
    warning.severity = Severity::warning;
    const auto page =
        written(Kind::html, a_run(),
                {a_file("b.xml", warning), a_file("c.xml", warning), a_file("a.xml", an_error())});
    const auto error_row = page.find("data-rule=\"schema.bad-value\"");
    const auto warning_row = page.find("data-rule=\"codes.gsrn-check-digit\"");
    REQUIRE(error_row != std::string::npos);
    CHECK(error_row < warning_row);
    CHECK(has(page.substr(error_row, 200), "<td><span class=\"badge error\">"));
  }

  TEST_CASE("text and HTML: findings of a file that say the same are one, with a count") {
    auto file = a_file("a.xml", an_error());
    const auto one = file.findings.front();
    file.findings.assign(4, one);
    for (std::size_t i = 0; i < file.findings.size(); ++i)
      file.findings[i].finding.line = static_cast<std::uint32_t>(7 + i);
    const auto page = written(Kind::html, a_run(), {file});
    CHECK(count(page, "<li class=\"finding ") == 1);
    CHECK(has(page, ">3 more like it, in lines 8, 9, 10"));
    CHECK(has(page, ">3 til som dette, i linjene 8, 9, 10"));
    const auto text = written(Kind::text, a_run(), {file});
    CHECK(count(text, ": error: ") == 1);
    CHECK(has(text, "  … 3 more like it, in lines 8, 9, 10\n"));
    auto all = a_run();
    all.verbose = true;
    CHECK(count(written(Kind::text, all, {file}), ": error: ") == 4);
  }

  TEST_CASE("text: many files end with what was found, rule by rule, the most severe first") {
    auto warning = an_error("codes.gsrn-check-digit");
    warning.severity = Severity::warning;
    const auto files = {a_file("a.xml", an_error()), a_file("b.xml", warning), a_file("c.xml", warning)};
    const auto text = written(Kind::text, a_run(), files);
    const auto summary = text.substr(std::min(text.find("\nBy rule:\n"), text.size()));
    const auto error = summary.find("1 finding in 1 file  error  A value that its type does not allow");
    const auto other =
        summary.find("2 findings in 2 files  warning  Wrong check digit in a metering point id");
    CHECK(error != std::string::npos);
    CHECK(other != std::string::npos);
    CHECK(error < other);
    CHECK(!has(written(Kind::text, a_run(), {a_file("a.xml", an_error())}), "By rule"));
    auto quiet = a_run();
    quiet.quiet = true;
    CHECK(!has(written(Kind::text, quiet, files), "By rule"));
  }

  TEST_CASE("text by rule: each with its places, twenty of them") {
    auto run = a_run();
    run.by_rule = true;
    std::vector<check::JudgedFile> files;
    for (int i = 0; i < 25; ++i) files.push_back(a_file(std::to_string(i) + ".xml", an_error()));
    const auto text = written(Kind::text, run, files);
    CHECK(
        has(text,
            "A value that its type does not allow  (schema.bad-value) · error · 25 findings in 25 files\n"));
    CHECK(has(text, "  0.xml:7:5: Value is '40'\n"));
    CHECK(!has(text, "  20.xml:7:5"));
    CHECK(has(text, "  … 5 more\n"));
  }

  TEST_CASE("Markdown: fits into a comment, and says what it leaves out") {
    auto file = a_file("a.xml", an_error());
    const auto one = file.findings.front();
    file.findings.assign(3000, one);
    for (std::size_t i = 0; i < file.findings.size(); ++i)
      file.findings[i].finding.text.en = "Value is '" + std::to_string(i) + "'";
    const auto text = written(Kind::markdown, a_run(), {file});
    CHECK(text.size() < 65536);
    CHECK(has(text, "### ❌ cimgate check: 1 of 1 file fails"));
    CHECK(has(text, " errors, which the other reports may have"));
    report::RunEnd open;
    open.exit_status = 3;
    CHECK(has(written(Kind::markdown, a_run(), {not_judged_file("a.xml")}, open), "### ❔"));
    CHECK(has(written(Kind::markdown, a_run(), {a_valid_file("a.xml")}), "### ✅"));
  }

  TEST_CASE("GitHub: errors, warnings, notices with places") {
    auto warning = an_error("codes.list-agency");
    warning.severity = Severity::warning;
    warning.line = 0;
    const auto text =
        written(Kind::github, a_run(), {a_file("a,b.xml", an_error()), a_file("c.xml", warning)});
    CHECK(
        has(text, "::error file=a%2Cb.xml,line=7,col=5,title=schema.bad-value::Value is '40'%0AWrite 41\n"));
    CHECK(has(text, "::warning file=c.xml,title=codes.list-agency::"));
    CHECK(has(written(Kind::github, a_run(), {not_judged_file("a.xml")}),
              "::error file=a.xml,line=7,col=5,title=market.not-judged (not checked)::"));
  }

  TEST_CASE("JSON: validate and check differ only by what is added") {
    auto run = a_run();
    const auto checked = written(Kind::json, run, {a_file("a.xml", an_error())});
    CHECK(has(checked, "\"steps\": [{ \"step\": \"validate\", \"result\": \"failed\" }]"));
    CHECK(has(checked, "\"fingerprint\": "));
    run.command = "validate";
    const auto validated = written(Kind::json, run, {a_file("a.xml", an_error())});
    CHECK(!has(validated, "fingerprint"));
    CHECK(!has(validated, "steps"));
    CHECK(has(validated, "\"summary\": { \"valid\": 0, \"invalid\": 1, \"undetermined\": 0 }"));
  }

  TEST_CASE("text: only what is worth a line, and a summary") {
    auto run = a_run();
    const auto text = written(Kind::text, run, {a_valid_file("a.xml"), a_file("b.xml", an_error())});
    CHECK(!has(text, "a.xml"));
    CHECK(has(text, "b.xml: invalid · RequestStartOfSupply · elhub/2.4.3 · 1 error\n"));
    CHECK(has(text, "\n2 files: 1 valid · 1 invalid · 1 error\n"));
    run.verbose = true;
    CHECK(has(written(Kind::text, run, {a_valid_file("a.xml")}), "a.xml: valid"));
  }
}
