#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "cimgate/gateway.hpp"
#include "gateway/document/write.hpp"
#include "gateway/elhub/sample/metering_values.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/pull_from.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/templates/in_pieces.hpp"
#include "tests/unit/templates/samples.hpp"
#include "tests/unit/templates/shares.hpp"

using namespace cimgate;

namespace {

const Gateway& gateway() {
  static const Gateway opened = *Gateway::open();
  return opened;
}

std::string metering_values(std::size_t bytes, std::uint64_t seed, bool profiled) {
  std::string text;
  sample::write_metering_values({.bytes = bytes, .seed = seed, .profiled = profiled},
                                [&](std::string_view piece) { text += piece; });
  return text;
}

/// The result in pieces is that of the whole, byte by byte.
void check_translation(const std::string& what, const std::string& bytes) {
  test::hold_share(what + ", in pieces",
                   test::check_in_pieces(gateway(), {"nmeg/0.1", "nmeg-no/0.1"}, bytes));
}

test::Streamed translate_streamed(const std::string& bytes, const TranslateOptions& options, bool as_files,
                                  const Streaming& streaming) {
  return test::translate_streamed(gateway(), bytes, options, as_files, streaming);
}

/// What is shown of the source from the place of a finding on. A line that goes over several batches is shown
/// as far as its batch has it.
std::string shown_from(const Checked& checked, std::size_t number) {
  const auto& finding = checked.findings[number];
  const auto* line = checked.lines.find(finding.line, finding.column);
  if (line == nullptr) return "nothing";
  constexpr std::size_t most = 30;
  std::size_t at = 0;
  const auto one = [&] {
    while (++at < line->text.size() && (static_cast<unsigned char>(line->text[at]) & 0xC0U) == 0x80U) {
    }
  };
  for (std::uint32_t column = line->first_column; column < finding.column && at < line->text.size(); ++column)
    one();
  return line->text.substr(at, most);
}

void check_validation(const std::string& bytes) {
  const auto whole = gateway().validate(bytes);
  for (const Streaming& streaming : {Streaming{0, 1, {}}, Streaming{2, 20'000, {}},
                                     Streaming{2, 20'000, {}, test::places_of(bytes, 4096)}}) {
    INFO("in batches of ", streaming.batch_bytes);
    const auto streamed = gateway().validate(test::pull_from(bytes), {}, streaming);
    REQUIRE(streamed.has_value());
    CHECK(streamed->verdict == whole.verdict);
    CHECK(streamed->message == whole.message);
    CHECK(streamed->process == whole.process);
    CHECK(streamed->as_of == whole.as_of);
    REQUIRE(streamed->findings.size() == whole.findings.size());
    for (std::size_t i = 0; i < whole.findings.size(); ++i) {
      CHECK(streamed->findings[i].rule == whole.findings[i].rule);
      CHECK(streamed->findings[i].xpath == whole.findings[i].xpath);
      CHECK(streamed->findings[i].line == whole.findings[i].line);
      CHECK(streamed->findings[i].text.en == whole.findings[i].text.en);
      CHECK(shown_from(*streamed, i) == shown_from(whole, i));
    }
  }
}

std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& finding : findings)
    text += finding.rule + " " + finding.xpath + " " + finding.text.en + "\n";
  return text;
}

void check_same(const std::vector<Finding>& one, const std::vector<Finding>& other) {
  INFO(told(one), "--- but in one pass ---\n", told(other));
  REQUIRE(one.size() == other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].rule == other[i].rule);
    CHECK(one[i].xpath == other[i].xpath);
    CHECK(one[i].line == other[i].line);
    CHECK(one[i].outcome == other[i].outcome);
    CHECK(one[i].text.en == other[i].text.en);
  }
}

/// Judged and translated in one pass is the same as in two, whole and in pieces, at every level.
void check_one_pass(const std::string& bytes) {
  for (const auto level :
       test::by_effort(std::vector{Level::market, Level::message, Level::codes, Level::schema})) {
    TranslateOptions options;
    options.validate.emplace().level = level;
    for (const Streaming& streaming :
         {Streaming{0, 1, {}}, Streaming{2, 20'000, {}},
          Streaming{2, 20'000, {}, test::places_of(bytes, 4096)}, Streaming{0, 1 << 30, {}}}) {
      INFO("level ", static_cast<int>(level), " in batches of ", streaming.batch_bytes);
      const auto judged = gateway().validate(test::pull_from(bytes), *options.validate, streaming);
      REQUIRE(judged.has_value());
      const auto translated = translate_streamed(bytes, {}, false, streaming);
      const auto both = translate_streamed(bytes, options, false, streaming);
      CHECK(test::first_difference(translated.whole, both.whole) == "");
      check_same(translated.result.findings, both.result.findings);
      CHECK_FALSE(translated.result.checked.has_value());
      REQUIRE(both.result.checked.has_value());
      CHECK(both.result.checked->verdict == judged->verdict);
      CHECK(both.result.checked->message == judged->message);
      CHECK(both.result.checked->process == judged->process);
      CHECK(both.result.checked->as_of == judged->as_of);
      CHECK(both.result.checked->findings_left_out == judged->findings_left_out);
      check_same(judged->findings, both.result.checked->findings);
    }
  }
}

std::string with(std::string text, const std::string& from, const std::string& to, std::size_t nth = 1) {
  std::size_t at = text.find(from);
  while (--nth > 0 && at != std::string::npos) at = text.find(from, at + 1);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_SUITE("streaming") {
  TEST_CASE("rows that are read as columns, with one among them that is written otherwise, or wrong") {
    static const Gateway reference = *Gateway::open({}, XmlReader::reference);
    const auto values = metering_values(40'000, 5, false);
    const auto second = values.find("<rsm:PayloadEnergyTimeSeries>", values.size() / 2);
    REQUIRE(second != std::string::npos);
    const auto row = [&](int number) {
      const auto begin = values.find("<abie:Observation Sequence=\"" + std::to_string(number) + '"', second);
      return std::pair(begin, values.find("</abie:Observation>", begin) + 19 - begin);
    };
    const auto observation = [](const std::string& number, const std::string& inside) {
      return "<abie:Observation Sequence=\"" + number + "\">" + inside + "</abie:Observation>";
    };
    const auto metered = [](const std::string& value) {
      return "<abie:Metered>" + value + "</abie:Metered>";
    };
    const std::vector<std::string> instead = {
        observation("9", metered("55")),
        observation("99", metered("55")),
        observation("8", metered("55")),
        observation("+9", metered("55")),
        observation("09", metered("55")),
        observation(" 9", metered("55")),
        observation("", metered("55")),
        observation("9", metered(" 55")),
        observation("9", metered("55.000")),
        observation("9", metered(".5")),
        observation("9", metered("5.")),
        observation("9", metered("-5")),
        observation("9", metered("000000000000000055")),
        observation("9", metered("1234567890123456789")),
        observation("9", metered("12345678901234.567")),
        observation("9", metered("55.1234567")),
        observation("9", metered("")),
        observation("9",
                    "<abie:Estimated Quality=\"56\" ValidationCode=\"V002\" "
                    "EstimationCode=\"E001\">1.5</abie:Estimated>"),
        "<!-- -->" + observation("9", metered("55")),
        "\n  \t" + observation("9", metered("55")) + "\r\n",
        "",
    };
    const auto [begin, size] = row(9);
    int number = 0;
    for (const auto& text : instead) {
      if (++number % 4 != 1 && test::percent_of_effort() < 100) continue;
      CAPTURE(text);
      const auto bytes = values.substr(0, begin) + text + values.substr(begin + size);
      check_translation("a row that is written otherwise " + std::to_string(number), bytes);
      check_validation(bytes);
      const auto fast = gateway().validate(bytes);
      const auto slow = reference.validate(bytes);
      CHECK(fast.verdict == slow.verdict);
      REQUIRE(fast.findings.size() == slow.findings.size());
      for (std::size_t i = 0; i < fast.findings.size(); ++i) {
        CHECK(fast.findings[i].rule == slow.findings[i].rule);
        CHECK(fast.findings[i].xpath == slow.findings[i].xpath);
        CHECK(fast.findings[i].line == slow.findings[i].line);
        CHECK(fast.findings[i].column == slow.findings[i].column);
        CHECK(fast.findings[i].text.en == slow.findings[i].text.en);
      }
      CHECK(gateway().translate(bytes).whole == reference.translate(bytes).whole);
    }
  }

  TEST_CASE("examples translate in pieces as they do whole") {
    for (const auto& file : test::by_effort(test::xml_files("examples", "/valid/"))) {
      CAPTURE(file.string());
      check_translation(file.parent_path().parent_path().filename().string() + " " + file.stem().string(),
                        test::file_text(file));
    }
  }

  TEST_CASE("metering values translate in pieces as they do whole, hours and quarters and months") {
    for (const bool profiled : {false, true}) {
      CAPTURE(profiled);
      check_translation(profiled ? "metering values by month" : "metering values by hour",
                        metering_values(150'000, 7, profiled));
    }
  }

  TEST_CASE("attributes that come in another order stay with their names") {
    std::string turned;
    const auto bytes = metering_values(60'000, 11, false);
    // Of some values there is an estimate, with three attributes in all the orders there are.
    constexpr const char* orders[] = {
        R"(Quality="56" ValidationCode="V002" EstimationCode="E001")",
        R"(EstimationCode="E001" ValidationCode="V002" Quality="56")",
        R"(ValidationCode="V002" Quality="56" EstimationCode="E001")",
        R"(ValidationCode="V002" EstimationCode="E001" Quality="56")",
        R"(EstimationCode="E001" Quality="56" ValidationCode="V002")",
        R"(Quality="56" EstimationCode="E001" ValidationCode="V002")",
    };
    const std::string metered = "<abie:Metered>";
    std::size_t from = 0;
    for (std::size_t number = 0;; ++number) {
      const auto at = bytes.find(metered, from);
      if (at == std::string::npos) break;
      turned += bytes.substr(from, at - from);
      const auto value = at + metered.size();
      const auto end = bytes.find('<', value);
      turned += number % 3 == 0 ? bytes.substr(at, end - at) + "</abie:Metered>"
                                : std::string("<abie:Estimated ") + orders[number % 6] + '>' +
                                      bytes.substr(value, end - value) + "</abie:Estimated>";
      from = bytes.find('>', end) + 1;
    }
    turned += bytes.substr(from);
    check_translation("attributes in all orders", turned);
    const auto streamed = translate_streamed(turned, {}, false, {0, 20'000, {}});
    CHECK(streamed.result.delivered);
    CHECK(streamed.result.records_by_template > 3);
  }

  TEST_CASE("records of long messages are filled in, not run") {
    const auto bytes = metering_values(300'000, 3, false);
    for (const char* profile : {"nmeg/0.1", "nmeg-no/0.1"}) {
      TranslateOptions options;
      options.profile = profile;
      const auto streamed = translate_streamed(bytes, options, false, {0, 20'000, {}});
      CHECK(streamed.result.delivered);
      CHECK(streamed.result.records_by_template > 30);
      CHECK(streamed.result.records_by_rules < 5);
    }
  }

  TEST_CASE("random messages translate in pieces as they do whole") {
    std::map<std::string, int> numbers;
    test::for_each_sample(gateway().engine(), 6, [&](const document::Message& message) {
      const auto& name = message.kind->root.local;
      check_translation(name + " random " + std::to_string(++numbers[name]), xml::to_xml(message, {}));
    });
  }

  TEST_CASE("values that a template cannot take are looked at by the mapping") {
    auto bytes = metering_values(40'000, 5, false);
    bytes = with(bytes, "2026-11-19T00:00:00+01:00", "2026-11-19T00:00:07+01:00", 5);
    bytes = with(bytes, "<abie:Observation Sequence=\"7\">", "<abie:Observation Sequence=\"0\">", 3);
    bytes = with(bytes, "<abie:Metered>", "<abie:Metered>\n 000", 40);
    check_translation("values of another form", bytes);
  }

  TEST_CASE("an error in a late record leaves nothing that looks whole") {
    auto bytes = metering_values(100'000, 5, false);
    const auto last = bytes.rfind("<abie:Metered>");
    bytes.replace(last, 15, "<abie:Metered>x");
    const auto streamed = translate_streamed(bytes, {}, false, {0, 5'000, {}});
    CHECK_FALSE(streamed.result.delivered);
    CHECK_FALSE(streamed.result.findings.empty());
    CHECK(verdict_of(streamed.result.findings) == Verdict::invalid);
    const auto as_files = translate_streamed(bytes, {}, true, {0, 5'000, {}});
    CHECK(as_files.files.empty());
  }

  TEST_CASE("examples are judged in pieces as they are whole") {
    for (const auto& file : test::by_effort(test::xml_files("examples"))) {
      CAPTURE(file.string());
      check_validation(test::file_text(file));
    }
  }

  TEST_CASE("judged and translated in one pass is the same as in two") {
    for (const auto& file : test::by_effort(test::xml_files("examples"))) {
      CAPTURE(file.string());
      check_one_pass(test::file_text(file));
    }
    for (const auto& file : test::by_effort(test::xml_files("tests/golden"))) {
      CAPTURE(file.string());
      check_one_pass(test::file_text(file));
    }
    const auto bytes = metering_values(60'000, 9, false);
    check_one_pass(bytes);
    check_one_pass(with(bytes, "<abie:UnitType>kWh", "<abie:UnitType>kvarh", 5));
    check_one_pass(with(bytes, "<abie:Metered>", "<abie:Metered>x", 40));
    check_one_pass(bytes.substr(0, bytes.size() / 2));
    check_one_pass("");
    check_one_pass("nothing that could be read");
  }

  TEST_CASE(
      "a message of metering values that is too long for a day of each point has more days, and is valid") {
    std::size_t series = 0;
    const std::string end = "</rsm:PayloadEnergyTimeSeries>";
    std::string text;  // the first of it
    sample::write_metering_values({.bytes = 71'000'000}, [&](std::string_view piece) {
      for (auto at = piece.find(end); at != std::string_view::npos; at = piece.find(end, at + 1)) ++series;
      if (text.size() < 100'000) text += piece;
    });
    CHECK(series < 9999);
    CHECK(series > 1000);
    text.resize(text.rfind(end) + end.size());
    text += "</rsm:CollectedData>";
    CHECK(text.find("<abie:Start>2026-09-29T00:00:00+02:00<") != std::string::npos);
    CHECK(gateway().validate(text).verdict == Verdict::valid);
  }

  TEST_CASE("metering values are judged in pieces as they are whole") {
    const auto bytes = metering_values(100'000, 9, false);
    check_validation(bytes);
    check_validation(with(bytes, "<abie:UnitType>kWh", "<abie:UnitType>kvarh", 9));
    check_validation(with(bytes, "70705750000000011", "70705750000000012"));
    check_validation(
        with(bytes, "2026-11-20T00:00:00+01:00</abie:End>", "2026-11-19T00:00:00+01:00</abie:End>", 7));
  }
}
