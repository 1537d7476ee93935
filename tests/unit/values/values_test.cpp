#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "gateway/check/judge.hpp"
#include "gateway/values/curves.hpp"
#include "gateway/values/places.hpp"

using namespace cimgate;

namespace {

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(CIMGATE_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const Gateway& gateway() {
  static const auto opened = Gateway::open();
  return *opened;
}

values::Values values_of(const std::string& text) {
  check::JudgeOptions options;
  options.with_values = true;
  return check::judge(gateway(), "m.xml", {text}, options).values;
}

values::Values values_of_file(const std::string& name) {
  return values_of(file_text("examples/CollectedData/valid/" + name));
}

std::string without(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  const auto end = text.find(to, at);
  REQUIRE(end != std::string::npos);
  return text.erase(at, end + to.size() - at);
}

}  // namespace

TEST_SUITE("metering values") {
  TEST_CASE("a day of 25 hours has 25 values, an hour each, with the lines they stand in") {
    const auto found = values_of_file("hours-25.xml");
    const auto curves = values::curves_of(found.series);
    REQUIRE(curves.size() == 1);
    const auto& curve = curves.front();
    CHECK(curve.subject == "707057599000100316");
    CHECK(curve.pieces.size() == 25);
    CHECK(curve.gaps == 0);
    for (const auto& piece : curve.pieces) {
      REQUIRE(piece.value != nullptr);
      CHECK(piece.until - piece.from == 3600);
    }
    CHECK(curve.pieces[0].value->text == "0.511");
    CHECK(curve.pieces[0].value->line == 42);
    CHECK(found.calendar.local_text(curve.pieces[2].from) == "2026-10-25T02:00:00+02:00");
    CHECK(found.calendar.local_text(curve.pieces[3].from) == "2026-10-25T02:00:00+01:00");
    CHECK(found.calendar.local_text(curve.end()) == "2026-10-26T00:00:00+01:00");
    const auto odd = values::odd_days(found.calendar, curve.start(), curve.end());
    REQUIRE(odd.size() == 1);
    CHECK(odd.front().day == "2026-10-25");
    CHECK(odd.front().hours == 25);
    CHECK(found.word_of(curve.direction).nb == "forbruk");
  }

  TEST_CASE("a day of 23 hours") {
    const auto found = values_of_file("hours-23.xml");
    const auto curves = values::curves_of(found.series);
    REQUIRE(curves.size() == 1);
    CHECK(curves.front().pieces.size() == 23);
    CHECK(values::odd_days(found.calendar, curves.front().start(), curves.front().end()).front().hours == 23);
  }

  TEST_CASE("what the period promises and no value gives is a gap, in the middle and at the end") {
    auto text = file_text("examples/CollectedData/valid/hours-25.xml");
    text = without(text, "<abie:Observation Sequence=\"3\">", "</abie:Observation>");
    text = without(text, "<abie:Observation Sequence=\"25\">", "</abie:Observation>");
    const auto found = values_of(text);
    const auto curves = values::curves_of(found.series);
    REQUIRE(curves.size() == 1);
    CHECK(curves.front().gaps == 2);
    CHECK(curves.front().pieces.size() == 25);
    CHECK(curves.front().pieces[2].value == nullptr);
    CHECK(curves.front().pieces[24].value == nullptr);
  }

  TEST_CASE("how values came to be, the same from the message and from its translation") {
    const auto text = file_text("examples/CollectedData/valid/quarter-hours-mixed-qualities.xml");
    const auto of_bim = values_of(text);
    const auto of_cim = values_of(gateway().translate(std::string_view(text), TranslateOptions{}).whole);
    for (const auto* found : {&of_bim, &of_cim}) {
      const auto curves = values::curves_of(found->series);
      REQUIRE(curves.size() == 1);
      CHECK(curves.front().pieces.size() == 96);
      const auto& kinds = curves.front().kinds;
      CHECK(kinds[0] + kinds[1] + kinds[2] == 96);
      CHECK(kinds[1] + kinds[2] == 16);
    }
    CHECK(values::curves_of(of_bim.series).front().kinds[1] == 12);
  }

  TEST_CASE("withdrawn values have no number") {
    const auto found = values_of_file("withdrawn.xml");
    REQUIRE(!found.series.empty());
    for (const auto& series : found.series)
      for (const auto& value : series.values) {
        CHECK(value.kind == values::Kind::withdrawn);
        CHECK(!values::number_of(value));
      }
  }

  TEST_CASE("of two values for the same time the later one counts") {
    auto text = file_text("examples/CollectedData/valid/hours-25.xml");
    const auto from = text.find("<rsm:PayloadEnergyTimeSeries>");
    const auto end = text.find("</rsm:CollectedData>");
    auto again = text.substr(from, end - from);
    again.replace(again.find("0.511"), 5, "0.999");
    text.insert(end, again);
    const auto found = values_of(text);
    CHECK(found.series.size() == 2);
    const auto curves = values::curves_of(found.series);
    REQUIRE(curves.size() == 1);
    CHECK(curves.front().replaced == 25);
    CHECK(curves.front().pieces.size() == 25);
    CHECK(curves.front().pieces.front().value->text == "0.999");
  }

  TEST_CASE("a series whose period cannot be read, and a value whose place cannot, are not drawn") {
    auto text = file_text("examples/CollectedData/valid/hours-25.xml");
    auto no_start = text;
    no_start.replace(no_start.find("2026-10-25T00:00:00+02:00"), 25, "yesterday");
    CHECK(values_of(no_start).series.empty());
    auto far = text;
    far.replace(far.find("Sequence=\"7\""), 12, "Sequence=\"99999999999999999999\"");
    const auto found = values_of(far);
    REQUIRE(found.series.size() == 1);
    for (const auto& value : found.series.front().values)
      CHECK(value.until <= found.series.front().end + 3600);
    CHECK(values_of("<a/>").series.empty());
    CHECK(values_of("nothing").series.empty());
  }

  TEST_CASE("meter readings and what is expected of a year are of a moment, each a curve of its own") {
    const auto found = values_of_file("index-and-annual-volume-mixed.xml");
    const auto curves = values::curves_of(found.series);
    std::size_t readings = 0, annual = 0;
    for (const auto& curve : curves) {
      REQUIRE(curve.of_moments);
      CHECK(curve.gaps == 0);
      const auto n = curve.pieces.size();
      CHECK(n == curve.kinds[static_cast<std::size_t>(curve.pieces.front().value->kind)]);
      readings += curve.kinds[static_cast<std::size_t>(values::Kind::reading)];
      annual += curve.kinds[static_cast<std::size_t>(values::Kind::annual)];
    }
    CHECK(readings == 2);
    CHECK(annual == 2);
  }

  TEST_CASE("Danish values of metering points, the same from the message and from its translation") {
    const auto text = file_text("examples/dk/DK_MeteredDataTimeSeries/valid/all-qualities.xml");
    const auto of_ebix = values_of(text);
    const auto of_cim = values_of(gateway().translate(std::string_view(text), TranslateOptions{}).whole);
    for (const auto* found : {&of_ebix, &of_cim}) {
      const auto curves = values::curves_of(found->series);
      REQUIRE(curves.size() == 2);
      const auto& quarters = curves[0];
      CHECK(quarters.subject == "571399990000000024");
      CHECK(found->word_of(quarters.direction).en == "production");
      CHECK(quarters.pieces.size() == 96);
      CHECK(quarters.gaps == 1);  // the fifth is missing
      CHECK(quarters.pieces[4].value == nullptr);
      const auto kind = [&](std::size_t n) { return quarters.pieces[n].value->kind; };
      CHECK(kind(0) == values::Kind::metered);
      CHECK(kind(1) == values::Kind::estimated);
      CHECK(kind(2) == values::Kind::calculated);
      CHECK(kind(3) == values::Kind::unstated);
      CHECK(found->calendar.local_text(quarters.start()) == "2026-11-19T00:00:00+01:00");
      // A month is one of the calendar: October has the hour that comes twice.
      const auto& month = curves[1];
      REQUIRE(month.pieces.size() == 1);
      CHECK(month.end() - month.start() == (31 * 24 + 1) * 3600);
      const auto odd = values::odd_days(found->calendar, month.start(), month.end());
      REQUIRE(odd.size() == 1);
      CHECK(odd.front().day == "2026-10-25");
    }
  }

  TEST_CASE("aggregated Danish values of different parties are not one curve") {
    auto text = file_text("examples/dk/DK_AggregatedMeteredDataTimeSeries/valid/flex-consumption.xml");
    const auto from = text.find("<dk:PayloadEnergyTimeSeries>");
    const auto end = text.find("</dk:DK_AggregatedMeteredDataTimeSeries>");
    auto other = text.substr(from, end - from);
    other.replace(other.find("5799999000010"), 13, "5799999000027");
    text.insert(end, other);
    const auto curves = values::curves_of(values_of(text).series);
    REQUIRE(curves.size() == 2);
    CHECK(curves[0].subject == "901 · 5799999000010 · 5799999000034 · D01");
    CHECK(curves[1].subject == "901 · 5799999000027 · 5799999000034 · D01");
    CHECK(curves[0].pieces.size() == 4);
    CHECK(curves[0].gaps == 1);
  }

  TEST_CASE("Danish wholesale services: their energy, the same from the message and from its translation") {
    const auto text = file_text("examples/dk/DK_NotifyAggregatedWholesaleServices/valid/tariff.xml");
    const auto of_ebix = values_of(text);
    const auto of_cim = values_of(gateway().translate(std::string_view(text), TranslateOptions{}).whole);
    for (const auto* found : {&of_ebix, &of_cim}) {
      const auto curves = values::curves_of(found->series);
      REQUIRE(curves.size() == 1);
      CHECK(curves[0].subject == "901 · 5799999000010 · D01 · 5799999000058 · D03 · NT-100");
      REQUIRE(curves[0].pieces.size() == 3);
      CHECK(curves[0].pieces[0].value->text == "10210.5");
      CHECK(curves[0].gaps == 1);
    }
  }

  TEST_CASE("the files of places: mistakes have their place") {
    CHECK(values::read_places("v.yaml", file_text("values/elhub.yaml")).has_value());
    CHECK(values::read_places("v.yaml", file_text("values/dk.yaml")).has_value());
    const auto wrong =
        values::read_places("v.yaml",
                            "dialect: x\nseries:\n  - { record: A, of: [o], start: s, end: e, value: v, "
                            "kinds: { M: meterd } }\n");
    REQUIRE(!wrong);
    CHECK(wrong.error().find("v.yaml:3:") != std::string::npos);
    CHECK(wrong.error().find("metered") != std::string::npos);
    const auto neither = values::read_places(
        "v.yaml", "dialect: x\nseries: [{ record: A, of: [o], start: s, end: e, value: v }]\n");
    REQUIRE(!neither);
  }
}
