// A message that is read in batches is of the version that its first batch fits. What comes later may only
// fit another.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/unit/engine/data_folder.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/pull_from.hpp"

using namespace cimgate;

namespace {

/// Elhub's messages, of which 2.4.3 has lost a code that 2.4.2 has.
const Gateway& gateway() {
  static const Gateway opened = [] {
    const test::DataFolder data;
    data.replace("xsd/elhub/versions.yaml", "      - id: versions.consent\n",
                 "      - id: versions.lost\n"
                 "        in: common/Elhub_BusinessDataType.xsd\n"
                 "        type: EstimatedQualityCodeType\n"
                 "        no-longer: [\"57\"]\n"
                 "      - id: versions.consent\n");
    return data.open();
  }();
  return opened;
}

/// Values of a day, again and again; the last series has this quality.
std::string many_series(const char* last_quality, const std::string& last_text = "0.250") {
  const auto text = test::file_text(std::string(CIMGATE_SOURCE_DIR) +
                                    "/examples/CollectedData/valid/quarter-hours-mixed-qualities.xml");
  const std::string begin_tag = "<rsm:PayloadEnergyTimeSeries>";
  const auto begin = text.find(begin_tag);
  const auto end = text.find("</rsm:CollectedData>");
  const auto series = text.substr(begin, end - begin);
  const auto id = series.find("94d7648c");
  REQUIRE(id != std::string::npos);
  auto all = text.substr(0, begin);
  constexpr int count = 20;
  for (int i = 1; i <= count; ++i) {
    auto one = series;
    one.replace(id, 8, fmt::format("{:08x}", i));
    if (i == count) {
      one = test::all_replaced(one, "Quality=\"56\"", fmt::format("Quality=\"{}\"", last_quality));
      one = test::all_replaced(one, ">0.250<", '>' + last_text + '<');
    }
    all += one;
  }
  return all + text.substr(end);
}

/// Rules about a whole series of values would put the message together again.
ValidateOptions in_parts() {
  ValidateOptions options;
  options.level = Level::codes;
  return options;
}

Checked in_batches(const std::string& text, const ValidateOptions& options, unsigned threads) {
  Streaming streaming;
  streaming.threads = threads;
  streaming.batch_bytes = 10'000;
  auto checked = gateway().validate(test::pull_from(text, text.size()), options, streaming);
  REQUIRE(checked.has_value());
  return *std::move(checked);
}

const Finding* find(const std::vector<Finding>& findings, const std::string& rule) {
  const auto at =
      std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == rule; });
  return at == findings.end() ? nullptr : &*at;
}

}  // namespace

TEST_SUITE("the version of a message in batches") {
  TEST_CASE("what later records fit, and the first ones were not held against, is open") {
    const auto text = many_series("57");
    CHECK(gateway().validate(text, {}).schema == "elhub/2.4.2");
    CHECK(gateway().validate(text, {}).verdict == Verdict::valid);
    for (const unsigned threads : {0U, 3U}) {
      CAPTURE(threads);
      const auto checked = in_batches(text, in_parts(), threads);
      CHECK(checked.schema == "elhub/2.4.3");
      CHECK(checked.verdict == Verdict::undetermined);
      const auto* open = find(checked.findings, "schema.not-judged");
      REQUIRE(open != nullptr);
      CHECK(open->text.en.find("elhub/2.4.2") != std::string::npos);
      CHECK(open->advice.en.find("--schema elhub/2.4.2") != std::string::npos);
      for (const auto* asked : {"elhub/2.4.2", "elhub/2.4.3"}) {
        auto options = in_parts();
        options.schema = asked;
        const auto judged = in_batches(text, options, threads);
        CHECK(judged.schema == asked);
        CHECK(judged.verdict == gateway().validate(text, options).verdict);
        CHECK(judged.verdict == (asked == std::string("elhub/2.4.2") ? Verdict::valid : Verdict::invalid));
        CHECK(find(judged.findings, "schema.not-judged") == nullptr);
      }
    }
  }

  TEST_CASE("what is valid in no version is invalid, in batches as well") {
    for (const auto& text : {many_series("58"), many_series("57", "x"),
                             test::all_replaced(many_series("57"), "</rsm:CollectedData>", "</rsm:Other>")}) {
      CHECK(gateway().validate(text, {}).verdict == Verdict::invalid);
      for (const auto& options : {in_parts(), ValidateOptions()}) {
        const auto checked = in_batches(text, options, 0);
        CHECK(checked.verdict == Verdict::invalid);
        CHECK(find(checked.findings, "schema.not-judged") == nullptr);
      }
    }
  }

  TEST_CASE("what is put together again, for a rule about the whole, is read again") {
    const auto checked = in_batches(many_series("57"), {}, 0);
    CHECK(checked.schema == "elhub/2.4.2");
    CHECK(checked.verdict == Verdict::valid);
  }

  TEST_CASE("nothing is translated of what is open") {
    const auto text = many_series("57");
    Streaming streaming;
    streaming.batch_bytes = 10'000;
    StreamedOutput output;
    output.whole = [](std::string_view) {};
    const auto result = gateway().translate(test::pull_from(text, text.size()), {}, output, streaming);
    REQUIRE(result.has_value());
    CHECK_FALSE(result->delivered);
    CHECK(verdict_of(result->findings) == Verdict::undetermined);
    CHECK(find(result->findings, "schema.not-judged") != nullptr);
  }

  /// Messages of a market whose versions have days: skerry/2, with boats, is in force from 2026-12-01.
  TEST_CASE("the day decides of which version all batches are, also when it stands behind the records") {
    const std::string folder = std::string(CIMGATE_SOURCE_DIR) + "/tests/dialect/skerry";
    const auto skerry = *Gateway::open(folder);
    const auto text = test::file_text(folder + "/examples/MoveNotice/boat.xml");
    const auto begin = text.find("  <sk:Move>"), end = text.find("  <sk:Move>", begin + 1);
    auto many = text.substr(0, begin);
    for (int i = 0; i < 400; ++i) many += text.substr(begin, end - begin);
    many += text.substr(end);
    const auto before = test::all_replaced(many, "2026-12-01T00:30:00-01:00", "2026-11-30T00:30:00-01:00");
    struct Case {
      const std::string& text;
      const char* as_of;
      const char* set;
      Verdict verdict;
    };
    for (const auto& [bytes, as_of, set, verdict] :
         {Case{many, "", "skerry/2", Verdict::valid}, Case{before, "", "skerry/1", Verdict::invalid},
          Case{before, "2026-12-01", "skerry/2", Verdict::valid},
          Case{many, "2027-03-01", "skerry/3", Verdict::valid},
          Case{many, "2026-11-30", "skerry/1", Verdict::invalid}})
      for (const unsigned threads : {0U, 3U}) {
        CAPTURE(set);
        CAPTURE(as_of);
        CAPTURE(threads);
        ValidateOptions options;
        options.level = Level::codes;
        options.as_of = as_of;
        Streaming streaming;
        streaming.threads = threads;
        streaming.batch_bytes = 10'000;
        const auto checked = *skerry.validate(test::pull_from(bytes), options, streaming);
        CHECK(checked.schema == set);
        CHECK(checked.schema_choice.by == SchemaChoice::By::day);
        CHECK(checked.verdict == verdict);
        const auto whole = skerry.validate(bytes, options);
        CHECK(whole.schema == set);
        CHECK(whole.schema_choice == checked.schema_choice);
        CHECK(whole.verdict == verdict);
      }
  }
}
