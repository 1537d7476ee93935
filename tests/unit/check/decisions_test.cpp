#include <doctest/doctest.h>

#include <set>

#include "gateway/check/baseline.hpp"
#include "gateway/check/fingerprints.hpp"
#include "gateway/check/judge.hpp"
#include "gateway/check/path_pattern.hpp"
#include "gateway/check/suppressions.hpp"

using namespace cimgate;
using namespace cimgate::check;

namespace {

Finding a_finding(const std::string& rule, std::uint32_t line = 3, const std::string& xpath = "/M/R[1]/V") {
  Finding finding;
  finding.rule = rule;
  finding.line = line;
  finding.xpath = xpath;
  finding.text = {"wrong", "galt"};
  return finding;
}

JudgedFile a_file(const std::string& name, std::vector<Finding> findings) {
  Checked checked;
  checked.findings = std::move(findings);
  checked.verdict = verdict_of(checked.findings);
  return judged(name, std::move(checked));
}

JudgedFile settled(JudgedFile file, FailOn fail_on = FailOn::error) {
  settle(file, fail_on);
  return file;
}

Suppressions parsed(const std::string& text, const std::string& as_of = "2026-11-21") {
  auto made = Suppressions::parse("s.yaml", text, "", as_of);
  REQUIRE_MESSAGE(made.has_value(), made.error());
  return *made;
}

std::string mistakes(const std::string& text) {
  const auto made = Suppressions::parse("s.yaml", text, "", "2026-11-21");
  return made ? "" : made.error();
}

std::string written(const JudgedFile& file) {
  BaselineWriter writer("");
  writer.add(file);
  return writer.text();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("check: patterns") {
  TEST_CASE("names, folders, any number of folders") {
    CHECK(fits("*.xml", "a.xml"));
    CHECK(!fits("*.xml", "x/a.xml"));
    CHECK(fits("**/*.xml", "a.xml"));
    CHECK(fits("**/*.xml", "x/y/a.xml"));
    CHECK(fits("x/**/a.xml", "x/a.xml"));
    CHECK(fits("x/**", "x/y/a.xml"));
    CHECK(fits("x/?.xml", "x/a.xml"));
    CHECK(!fits("x/?.xml", "x/ab.xml"));
    CHECK(fits("*/invalid/**", "M/invalid/a.xml"));
    CHECK(!fits("*/invalid/**", "M/valid/a.xml"));
  }

  TEST_CASE("a folder stands for all below it") {
    CHECK(fits("x/y", "x/y/z/a.xml"));
    CHECK(fits("x/", "x/a.xml"));
    CHECK(fits("x/a.xml", "x/a.xml"));
    CHECK(!fits("x/y", "x/yy/a.xml"));
  }

  TEST_CASE("patterns that would take others for ever") {
    const std::string stars(200, '*');
    CHECK(!fits_name(stars + "b", std::string(2000, 'a')));
    CHECK(fits_name("codes.*", "codes.gsrn-check-digit"));
    CHECK(!fits_name("codes.*", "schema.bad-value"));
  }

  TEST_CASE("paths are seen from a folder") {
    CHECK(relative_to("x", "./x/y/../a.xml") == "a.xml");
    CHECK(relative_to("x", "y/a.xml") == "../y/a.xml");
    CHECK(relative_to("x", "<stdin>") == "<stdin>");
  }
}

TEST_SUITE("check: fingerprints") {
  TEST_CASE("they stay when lines and records move") {
    const auto before = a_file("a.xml", {a_finding("r", 3, "/M/R[1]/V")});
    const auto after = a_file("a.xml", {a_finding("r", 90, "/M/R[7]/V")});
    CHECK(before.findings[0].fingerprint == after.findings[0].fingerprint);
  }

  TEST_CASE("rule, code, path and context tell findings apart; equal ones are numbered") {
    auto coded = a_finding("r");
    coded.code = ReasonCode{"EH017", "89"};
    auto about = a_finding("r");
    about.context.metering_point = "707057500000000017";
    const auto file = a_file("a.xml", {a_finding("r"), a_finding("r"), a_finding("q"), coded, about,
                                       a_finding("r", 3, "/M/R[1]/W")});
    std::set<std::string> all;
    for (const auto& judged : file.findings) all.insert(judged.fingerprint);
    CHECK(all.size() == 6);
    CHECK(file.findings[0].fingerprint.ends_with(":1"));
    CHECK(file.findings[1].fingerprint ==
          file.findings[0].fingerprint.substr(0, file.findings[0].fingerprint.size() - 1) + "2");
  }
}

TEST_SUITE("check: suppressions") {
  TEST_CASE("a finding that fits does not fail; others do; the verdict stays") {
    auto list = parsed("suppressions: [{ rule: codes.*, path: 'in/**', reason: known, until: 2027-01-01 }]");
    auto file = a_file("in/a.xml", {a_finding("codes.x")});
    list.suppress(file);
    file = settled(file);
    CHECK(result_of(file) == StepResult::passed);
    CHECK(file.verdict == Verdict::invalid);
    CHECK(file.findings[0].standing.reason == "known");
    auto other = a_file("out/a.xml", {a_finding("codes.x")});
    list.suppress(other);
    CHECK(result_of(settled(other)) == StepResult::failed);
    CHECK(list.notices().empty());
  }

  TEST_CASE("on the day it ends it no longer holds, and that is told") {
    const std::string text = "suppressions: [{ rule: r, reason: known, until: 2027-01-01 }]";
    for (const auto& [day, counts] : {std::pair{"2026-12-31", false}, {"2027-01-01", true}}) {
      auto list = parsed(text, day);
      auto file = a_file("a.xml", {a_finding("r")});
      list.suppress(file);
      CHECK(file.findings[0].counts() == counts);
      CHECK(list.notices().size() == (counts ? 1 : 0));
    }
  }

  TEST_CASE("what could not be judged cannot be suppressed") {
    auto list = parsed("suppressions: [{ rule: '*', reason: known, until: 2027-01-01 }]");
    auto open = a_finding("r");
    open.outcome = Outcome::undetermined;
    auto file = a_file("a.xml", {open});
    list.suppress(file);
    CHECK(result_of(settled(file)) == StepResult::not_judged);
    CHECK(list.notices().size() == 1);
  }

  TEST_CASE("findings beyond the limit count, whatever is suppressed") {
    auto list = parsed("suppressions: [{ rule: '*', reason: known, until: 2027-01-01 }]");
    auto file = a_file("a.xml", {a_finding("r")});
    file.findings_left_out = 5;
    list.suppress(file);
    CHECK(result_of(settled(file)) == StepResult::failed);
  }

  TEST_CASE("whether there are warnings beyond the limit is not known, so what fails on them is not judged") {
    auto list = parsed("suppressions: [{ rule: '*', reason: known, until: 2027-01-01 }]");
    auto warning = a_finding("r");
    warning.severity = Severity::warning;
    auto file = a_file("a.xml", {warning});
    file.verdict = Verdict::valid;
    file.findings_left_out = 5;
    CHECK(result_of(settled(file, FailOn::warning)) == StepResult::failed);
    list.suppress(file);
    CHECK(result_of(settled(file, FailOn::warning)) == StepResult::not_judged);
    CHECK(result_of(settled(file, FailOn::error)) == StepResult::passed);
    CHECK(result_of(settled(file, FailOn::never)) == StepResult::passed);
  }

  TEST_CASE("a file that is there to be wrong passes when it is, and fails when it is not") {
    auto list = parsed("expected: [{ path: '*/invalid/**', fails: validate, reason: an example }]");
    auto wrong = settled(a_file("M/invalid/a.xml", {a_finding("r")}));
    list.expect(wrong);
    CHECK(result_of(wrong) == StepResult::passed);
    CHECK(wrong.findings[0].standing.kind == Standing::Kind::expected);
    auto right = settled(a_file("M/invalid/b.xml", {}));
    list.expect(right);
    CHECK(result_of(right) == StepResult::failed);
    CHECK(right.findings[0].finding.rule == "check.expected-to-fail");
    CHECK(!right.findings[0].fingerprint.empty());
    auto open = a_finding("r");
    open.outcome = Outcome::undetermined;
    auto unknown = settled(a_file("M/invalid/c.xml", {open}));
    list.expect(unknown);
    CHECK(result_of(unknown) == StepResult::not_judged);
  }

  TEST_CASE("mistakes are told with their places, all of them") {
    CHECK(
        has(mistakes("suppressions: [{ rule: r, until: 2027-01-01 }]"), "s.yaml:1:16: 'reason' is missing"));
    CHECK(has(mistakes("suppressions: [{ rule: r, reason: x }]"), "'until' is missing"));
    CHECK(has(mistakes("suppressions: [{ rule: r, reason: x, until: 2027-02-30 }]"),
              "'2027-02-30' is not a day"));
    CHECK(has(mistakes("supressions: []"), "did you mean 'suppressions'?"));
    CHECK(has(mistakes("expected: [{ path: x, fails: transalte, reason: y }]"), "did you mean 'translate'?"));
    CHECK(has(mistakes("suppressions: ["), "this is not YAML"));
    const auto two = mistakes("suppressions:\n  - { rule: r }\n  - { reason: x }");
    CHECK(has(two, "s.yaml:2:5: "));
    CHECK(has(two, "s.yaml:3:5: "));
    CHECK(mistakes("suppressions: []").empty());
  }
}

TEST_SUITE("check: baseline") {
  TEST_CASE("what was there before is known; what is new counts; what is gone is told") {
    auto before = a_file("a.xml", {a_finding("r"), a_finding("gone")});
    auto baseline = Baseline::parse("b.yaml", written(before), "");
    REQUIRE(baseline);
    auto now = a_file("a.xml", {a_finding("r", 80), a_finding("new")});
    baseline->apply(now);
    CHECK(!now.findings[0].counts());
    CHECK(now.findings[1].counts());
    REQUIRE(baseline->stale().size() == 1);
    CHECK(has(baseline->stale()[0].en, "gone in a.xml"));
  }

  TEST_CASE("one of two equal findings mended leaves one stale entry; a third counts") {
    auto two = a_file("a.xml", {a_finding("r"), a_finding("r")});
    auto baseline = Baseline::parse("b.yaml", written(two), "");
    auto one = a_file("a.xml", {a_finding("r")});
    baseline->apply(one);
    CHECK(baseline->stale().size() == 1);
    auto again = Baseline::parse("b.yaml", written(two), "");
    auto three = a_file("a.xml", {a_finding("r"), a_finding("r"), a_finding("r")});
    again->apply(three);
    CHECK(result_of(settled(three)) == StepResult::failed);
    CHECK(again->stale().empty());
  }

  TEST_CASE("suppressed findings, notes and what could not be judged are not written") {
    auto open = a_finding("open");
    open.outcome = Outcome::undetermined;
    auto note = a_finding("note");
    note.severity = Severity::info;
    auto file = a_file("a.xml", {a_finding("suppressed"), open, note});
    file.findings[0].standing.kind = Standing::Kind::suppressed;
    CHECK(has(written(file), "findings: []"));
    CHECK(Baseline::parse("b.yaml", written(file), "").has_value());
  }

  TEST_CASE("where findings are left out nothing is said to be gone") {
    auto baseline = Baseline::parse("b.yaml", written(a_file("a.xml", {a_finding("r")})), "");
    auto now = a_file("a.xml", {});
    now.findings_left_out = 1;
    baseline->apply(now);
    // The file is not there, so that its entry is stale for that reason only.
    CHECK(baseline->stale().size() == 1);
  }

  TEST_CASE("where findings are left out of a file that is there, nothing of it is stale") {
    const std::string folder = CIMGATE_SOURCE_DIR;
    const auto file = folder + "/README.md";
    BaselineWriter writer(folder);
    writer.add(a_file(file, {a_finding("r"), a_finding("s")}));
    const auto stale = [&](JudgedFile now) {
      auto baseline = Baseline::parse("b.yaml", writer.text(), folder);
      REQUIRE(baseline);
      baseline->apply(now);
      return baseline->stale().size();
    };
    auto now = a_file(file, {a_finding("r")});
    CHECK(stale(now) == 1);
    now.findings_left_out = 1;
    CHECK(stale(now) == 0);
    now.findings_left_out = 0;
    now.fault = true;
    CHECK(stale(now) == 0);
    now.fault = false;
    now.unreadable = true;
    CHECK(stale(now) == 0);
  }

  TEST_CASE("file names with any characters come back") {
    const std::string name = "a \"b\"\\: {c}#\n.xml";
    auto baseline = Baseline::parse("b.yaml", written(a_file(name, {a_finding("r")})), "");
    REQUIRE(baseline);
    auto now = a_file(name, {a_finding("r")});
    baseline->apply(now);
    CHECK(!now.findings[0].counts());
  }

  TEST_CASE("mistakes are told with their places") {
    const auto wrong = Baseline::parse("b.yaml", "findings: [{ file: a.xml, rule: r }]", "");
    REQUIRE(!wrong);
    CHECK(has(wrong.error(), "b.yaml:1:12: 'fingerprint' is missing"));
  }
}

TEST_SUITE("check: settling") {
  TEST_CASE("from which severity on a step fails") {
    auto warning = a_finding("r");
    warning.severity = Severity::warning;
    CHECK(result_of(settled(a_file("a", {warning}))) == StepResult::passed);
    CHECK(result_of(settled(a_file("a", {warning}), FailOn::warning)) == StepResult::failed);
    CHECK(result_of(settled(a_file("a", {a_finding("r")}), FailOn::never)) == StepResult::passed);
  }

  TEST_CASE("never is not an excuse for what could not be judged") {
    auto open = a_finding("r");
    open.outcome = Outcome::undetermined;
    CHECK(result_of(settled(a_file("a", {open}), FailOn::never)) == StepResult::not_judged);
    CHECK(result_of(settled(a_file("a", {open, a_finding("q")}))) == StepResult::failed);
  }

  TEST_CASE("nothing judged is never passed") {
    CHECK(result_of(JudgedFile{}) == StepResult::not_judged);
    CHECK(result_of(settled(unreadable("a", true))) == StepResult::not_judged);
  }
}
