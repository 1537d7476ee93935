// Rules that compare records find the same in batches as in the whole message.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "cimgate/gateway.hpp"
#include "tests/unit/engine/told.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/pull_from.hpp"

using namespace cimgate;
using test::told;

namespace {

/// A message of many series; those of these numbers, from 1, have the id of the second.
std::string many_series(const std::vector<int>& repeated) {
  const auto text = test::file_text(std::string(CIMGATE_SOURCE_DIR) +
                                    "/examples/dk/DK_MeteredDataTimeSeries/valid/hours-of-a-day.xml");
  const std::string begin_tag = "PayloadEnergyTimeSeries>", id = "5b1c0d9a7e4f4c2b9d3e002222222222";
  const auto begin = text.rfind('<', text.find(begin_tag));
  const auto end = text.find('\n', text.rfind(begin_tag)) + 1;
  const auto series = text.substr(begin, end - begin);
  const auto at = series.find(id);
  REQUIRE(at != std::string::npos);
  auto all = text.substr(0, begin);
  for (int i = 1; i <= 60; ++i) {
    const bool again = std::find(repeated.begin(), repeated.end(), i) != repeated.end();
    auto one = series;
    one.replace(at, id.size(), fmt::format("{:032x}", again ? 2 : i));
    all += one;
  }
  return all + text.substr(end);
}

}  // namespace

TEST_SUITE("rules that compare records, in batches") {
  TEST_CASE("a series whose id an earlier one has is found, in the same batch or many before it") {
    const auto gateway = *Gateway::open();
    for (const auto& repeated : {std::vector<int>{}, {3}, {60}, {3, 4, 31, 60}}) {
      CAPTURE(repeated.size());
      const auto text = many_series(repeated);
      const auto whole = gateway.validate(text, {});
      CHECK(whole.findings.size() == repeated.size());
      CHECK(whole.verdict == (repeated.empty() ? Verdict::valid : Verdict::invalid));
      for (std::size_t i = 0; i < repeated.size(); ++i) {
        CHECK(whole.findings[i].rule == "RSM-012.series-id-once");
        CHECK(
            whole.findings[i].xpath ==
            fmt::format("/DK_MeteredDataTimeSeries/PayloadEnergyTimeSeries[{}]/Identification", repeated[i]));
      }
      for (const unsigned threads : {0U, 3U})
        for (const std::size_t batch : {20'000U, 100'000U}) {
          CAPTURE(threads);
          CAPTURE(batch);
          Streaming streaming;
          streaming.threads = threads;
          streaming.batch_bytes = batch;
          const auto checked = *gateway.validate(test::pull_from(text, text.size()), {}, streaming);
          CHECK(told(checked) == told(whole));
          CHECK(checked.verdict == whole.verdict);
          CHECK(checked.lines == whole.lines);
        }
    }
  }

  TEST_CASE("more of them than are told are counted") {
    const auto gateway = *Gateway::open();
    const auto text = many_series({3, 4, 5, 6, 31, 60});
    ValidateOptions options;
    options.limits.findings = 2;
    Streaming streaming;
    streaming.batch_bytes = 20'000;
    const auto checked = *gateway.validate(test::pull_from(text, text.size()), options, streaming);
    CHECK(checked.findings.size() == 2);
    CHECK(checked.findings_left_out == 4);
  }
}
