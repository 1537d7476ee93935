// With more findings than are told, batches tell and count what is told and counted of the whole message.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

#include "cimgate/gateway.hpp"
#include "tests/unit/engine/many_series.hpp"
#include "tests/unit/engine/told.hpp"
#include "tests/unit/pull_from.hpp"
#include "tests/unit/reader/batches.hpp"

using namespace cimgate;
using test::message_of;
using test::Series;
using test::told;

namespace {

Checked in_batches(const Gateway& gateway, const std::string& text, const ValidateOptions& options,
                   unsigned threads) {
  Streaming streaming;
  streaming.threads = threads;
  streaming.batch_bytes =
      text.size() > 1'000'000 ? 200'000 : 10'000;  // of short messages, two or three series
  if (threads > 1) streaming.read_at = test::places_of(text, text.size());
  return *gateway.validate(test::pull_from(text, text.size()), options, streaming);
}

}  // namespace

TEST_SUITE("limits in batches") {
  TEST_CASE("a message that breaks its schema last is not valid, however many rules it breaks before") {
    const auto gateway = *Gateway::open();
    std::vector<Series> series(20, Series::against_rule);
    series.push_back(Series::against_schema);
    const auto text = message_of(series);
    for (const std::size_t limit : {1U, 5U, 1000U}) {
      CAPTURE(limit);
      ValidateOptions options;
      options.limits.findings = limit;
      const auto checked = in_batches(gateway, text, options, 0);
      CHECK(checked.verdict == Verdict::invalid);
      REQUIRE(checked.findings.size() == 1);
      CHECK(checked.findings.front().stage == Stage::schema);
      CHECK(checked.findings_left_out == 0);
    }
  }

  TEST_CASE("a whole message in which every value is wrong tells where each stands") {
    const auto gateway = *Gateway::open();
    auto text = message_of(std::vector(60, Series::right));
    for (auto at = text.find("Metered>"); at != std::string::npos; at = text.find("Metered>", at + 8))
      if (const auto point = text.find('.', at); point < text.find('<', at)) text[point] = ',';
    // More than are told: the reference parser stops, and places come from another reading.
    for (const std::size_t limit : {50U, 1000U}) {
      CAPTURE(limit);
      ValidateOptions options;
      options.limits.findings = limit;
      const auto checked = gateway.validate(text, options);
      CHECK(checked.verdict == Verdict::invalid);
      CHECK(checked.findings.size() == limit);
      CHECK(checked.findings_left_out > 0);
      for (const auto& finding : checked.findings) CHECK(finding.xpath.ends_with("/Metered"));
    }
  }

  TEST_CASE(
      "more records than the schema allows are found where the first of them stands, in any number of "
      "threads") {
    const auto gateway = *Gateway::open();
    for (const std::size_t series : {9'999U, 10'600U}) {
      const auto text = message_of(std::vector(series, Series::right));
      const auto expected = told(in_batches(gateway, text, {}, 0));
      CHECK(expected.size() == (series > 9'999 ? 1 : 0));
      for (const unsigned threads : {2U, 4U}) CHECK(told(in_batches(gateway, text, {}, threads)) == expected);
    }
  }

  TEST_CASE("the same is told and counted, in whatever order faults come, and wherever the limit falls") {
    const auto gateway = *Gateway::open();
    std::mt19937 random(20261129);
    int counted = 0, invalid = 0;
    for (unsigned round = 0; round < 120; ++round) {
      std::vector<Series> series(4 + random() % 30);
      const auto kinds = 1 + random() % 4;  // the schema is not broken in most rounds
      for (auto& one : series) one = static_cast<Series>(random() % kinds);
      ValidateOptions options;
      options.limits.findings = 1 + random() % (round % 2 == 0 ? 2 : 12);
      const auto text = message_of(series);
      const auto whole = gateway.validate(text, options);
      CAPTURE(round);
      CAPTURE(options.limits.findings);
      const auto checked = in_batches(gateway, text, options, round % 3);
      CHECK(told(checked) == told(whole));
      CHECK(checked.verdict == whole.verdict);
      CHECK(checked.findings_left_out == whole.findings_left_out);
      counted += whole.findings_left_out > 0;
      invalid += whole.verdict == Verdict::invalid;
    }
    CHECK(counted > 10);
    CHECK(invalid > 10);
  }
}
