#include "gateway/report/most_severe.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/report/packed_size.hpp"
#include "judged.hpp"

using namespace cimgate;
using namespace cimgate::test;
using report::Kind;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Finding a_warning(const std::string& text) {
  auto finding = an_error("codes.gsrn-check-digit");
  finding.severity = Severity::warning;
  finding.text = {text, text};
  return finding;
}

/// As many warnings as given, each of its own, and then an error.
check::JudgedFile warnings_before_an_error(const std::string& name, std::size_t warnings) {
  auto file = a_file(name, an_error());
  const auto error = file.findings.front();
  file.findings.clear();
  for (std::size_t i = 0; i < warnings; ++i) {
    auto warning = a_file(name, a_warning("warning " + std::to_string(i))).findings.front();
    warning.finding.line = static_cast<std::uint32_t>(i + 1);
    file.findings.push_back(warning);
  }
  file.findings.push_back(error);
  return file;
}

std::vector<check::JudgedFile> files(std::size_t number, std::size_t warnings) {
  std::vector<check::JudgedFile> all;
  for (std::size_t i = 0; i < number; ++i)
    all.push_back(warnings_before_an_error(std::to_string(i) + ".xml", warnings));
  return all;
}

}  // namespace

TEST_SUITE("reports: the most severe") {
  TEST_CASE("what is cut is the least severe, and of equal ones the last") {
    report::MostSevere<std::string> kept(4);
    const auto all = [&] {
      std::string text;
      kept.each([&](const std::string& thing) { text += thing; });
      return text;
    };
    for (const char* thing : {"c", "d", "e", "f", "g"}) kept.add(2, thing);
    CHECK(all() == "cdef");
    kept.add(0, "A");
    kept.add(1, "B");
    CHECK(all() == "ABcd");
    kept.add(2, "h");
    kept.add(3, "i");
    CHECK(all() == "ABcd");
    CHECK(kept.left_out() == report::RankCounts{0, 0, 4, 1, 0});
    kept.add(0, "X", 9, 7);  // too large for itself: it drops what is milder, and goes
    CHECK(all() == "A");
    CHECK(kept.left_out() == report::RankCounts{7, 1, 6, 1, 0});
  }

  TEST_CASE("in every report the errors of a file come before its warnings") {
    for (const auto kind : {Kind::text, Kind::json, Kind::ndjson, Kind::sarif, Kind::junit, Kind::html,
                            Kind::markdown, Kind::github}) {
      CAPTURE(report::to_string(kind));
      auto text = written(kind, a_run(), files(1, 3));
      if (kind == Kind::html) text = text.substr(text.find("<details class=\"file\""));
      const auto error = std::min(text.find("Value is '40'"), text.find("Value is &#39;40&#39;"));
      REQUIRE(error != std::string::npos);
      CHECK(error < text.find("warning 0"));
      CHECK(text.find("warning 0") < text.find("warning 2"));
    }
  }

  TEST_CASE("no error is left out for a warning, whatever file it is in") {
    for (const auto kind : {Kind::sarif, Kind::html, Kind::markdown, Kind::github}) {
      CAPTURE(report::to_string(kind));
      const auto text = written(kind, a_run(), files(40, 700));
      for (int i = 0; i < 40; ++i) CHECK(has(text, std::to_string(i) + ".xml"));
      const auto error =
          kind == Kind::html ? std::string("class=\"finding error") : std::string("Value is '40'");
      const auto in_a_report =
          kind == Kind::sarif ? count(text, "\"level\": \"error\", \"message\"") : count(text, error);
      CHECK(in_a_report == 40);
      CHECK((has(text, "more findings: ") || kind == Kind::html));
    }
    CHECK(
        has(written(Kind::markdown, a_run(), files(2, 700)), " warnings, which the other reports may have"));
  }

  TEST_CASE("SARIF: at most 25 000 results, and the rest is told") {
    const auto text = written(Kind::sarif, a_run(), files(40, 700));
    CHECK(count(text, "{ \"ruleId\": ") == 25000);
    CHECK(has(text, "and 3040 more findings: 3040 warnings"));
  }

  TEST_CASE("SARIF: at most 10 MB packed") {
    auto one = warnings_before_an_error("a.xml", 20000);
    std::uint64_t random = 1;
    for (auto& judged : one.findings)
      for (int i = 0; i < 100; ++i) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        judged.finding.xpath += std::to_string(random);
      }
    const auto text = written(Kind::sarif, a_run(), {one});
    report::PackedSize packed;
    CHECK(packed.add(text) < 10'000'000);
    CHECK(packed.add("") > 8'000'000);
    CHECK(has(text, "\"level\": \"error\", \"message\""));
    CHECK(has(text, " warnings. GitHub takes no more"));
  }

  TEST_CASE("SARIF: notifications are bounded, too") {
    Finding open = an_error("market.not-judged");
    open.outcome = Outcome::undetermined;
    auto file = a_file("a.xml", open);
    file.findings.assign(3000, file.findings.front());
    const auto text = written(Kind::sarif, a_run(), {file});
    CHECK(count(text, "\"associatedRule\"") == 1000);
    CHECK(has(text, "… and 2000 more notifications"));
  }

  TEST_CASE("equal findings are told once, with how many and where") {
    auto file = a_file("a.xml", an_error());
    const auto one = file.findings.front();
    file.findings.assign(25, one);
    for (std::size_t i = 0; i < file.findings.size(); ++i)
      file.findings[i].finding.line = static_cast<std::uint32_t>(i + 1);
    for (const auto kind : {Kind::junit, Kind::markdown, Kind::github}) {
      CAPTURE(report::to_string(kind));
      const auto text = written(kind, a_run(), {file});
      CHECK(has(text, "24 more like it, in lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …"));
    }
    CHECK(count(written(Kind::github, a_run(), {file}), "::error ") == 1);
    auto run = a_run();
    run.norwegian = true;
    CHECK(has(written(Kind::github, run, {file}), "24 til som dette, i linjene 2, 3"));
    auto other = file;
    other.findings[3].finding.text = {"Another", "Noe annet"};
    CHECK(count(written(Kind::github, a_run(), {other}), "::error ") == 2);
  }

  TEST_CASE("JUnit: a case has so many paragraphs, the most severe") {
    const auto text = written(Kind::junit, a_run(), files(1, 700));
    CHECK(has(text, "Value is &#39;40&#39;  (schema.bad-value)"));
    CHECK(count(text, "warning: warning ") == 49);
    CHECK(has(text, "… and 651 more findings: 651 warnings"));
  }

  TEST_CASE("keeping the most severe of a list") {
    std::vector<Finding> findings;
    for (int i = 0; i < 10; ++i) findings.push_back(a_warning(std::to_string(i)));
    findings.push_back(an_error());
    auto open = an_error("market.not-judged");
    open.outcome = Outcome::undetermined;
    findings.push_back(open);
    CHECK(validation::keep_most_severe(findings, 12) == 0);
    CHECK(validation::keep_most_severe(findings, 4) == 8);
    REQUIRE(findings.size() == 4);
    CHECK(findings[0].text.en == "0");
    CHECK(findings[1].text.en == "1");
    CHECK(findings[2].rule == "schema.bad-value");
    CHECK(findings[3].rule == "market.not-judged");
  }
}
