#include "gateway/reader/cut.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/reader/envelopes.hpp"

using namespace cimgate;

namespace {

/// A message of 60 time series; `between` gives what stands before a series, from 1.
template <class Between>
std::string series_of(const Between& between) {
  std::ifstream in(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/annual-volume.xml");
  const std::string example{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto first = example.find("  <rsm:PayloadEnergyTimeSeries>");
  const auto end = example.find("</rsm:CollectedData>");
  REQUIRE(first != std::string::npos);
  std::string text = example.substr(0, first);
  for (int i = 1; i <= 60; ++i) {
    text += between(i);
    text += test::replaced(example.substr(first, end - first), "e03f1efe-a32f-4185-8586-c56ea5ec703a",
                           fmt::format("0000a118-efef-4901-8000-{:012}", i));
  }
  return text + example.substr(end);
}

}  // namespace

TEST_SUITE("Cuts") {
  TEST_CASE("where a record seems to begin") {
    const reader::RecordStart start("a:Series");
    CHECK(start.last_in("<a:Series><x/></a:Series><a:Series>") == 25);
    CHECK(start.last_in("<a:Series>, <a:Series") == std::nullopt);
    CHECK(start.last_in("> \r\n\t<a:Series><a:SeriesEnd>") == 1);
    CHECK(start.last_in(" <a:Series><a:SeriesEnd>") == std::nullopt);
    CHECK(start.last_in("") == std::nullopt);
  }

  TEST_CASE("where a text ends") {
    const auto end = [](std::string_view text) {
      const auto at = reader::end_of(text, {7, 5});
      return fmt::format("{}:{}", at.line, at.column);
    };
    CHECK(end("") == "7:5");
    CHECK(end("abc") == "7:8");
    CHECK(end("\xC3\xA5\xE2\x82\xAC") == "7:7");
    CHECK(end("01234567 \xC3\xA5\xE2\x82\xAC\xF0\x9F\x98\x80 01234567") == "7:26");
    CHECK(end("a\nb\r\nc") == "9:2");
    CHECK(end("a\rb\r\r\n") == "10:1");
  }

  TEST_CASE("where a place in a cut really is") {
    const auto moved = [](source::Position place) {
      const auto at = source::moved(place, {1, 1}, {7, 5});
      return fmt::format("{}:{}", at.line, at.column);
    };
    CHECK(moved({1, 1}) == "7:5");
    CHECK(moved({1, 4}) == "7:8");
    CHECK(moved({2, 1}) == "8:1");
    CHECK(source::moved({3, 2}, {3, 3}, {9, 9}).line == 3);  // before it
    CHECK(source::moved({2, 9}, {3, 3}, {9, 9}).column == 9);
  }

  TEST_CASE("who waits for the place of a cut learns that one before it could not be read") {
    reader::CutPlace place;
    place.tell(std::nullopt);
    CHECK_FALSE(place.wait());
  }

  TEST_CASE("cuts are read as the message is in one thread") {
    const auto same = [](const std::string& text, bool all_in_cuts) {
      reader::StreamOptions options;
      options.batch_bytes = 4000;
      const auto apart = test::see(test::catalog(), text, options, test::Way::cuts);
      const auto expected = test::see(test::catalog(), text, options, test::Way::one_thread);
      CHECK(apart.all == expected.all);
      CHECK(expected.in_cuts == 0);
      CHECK(apart.in_cuts > 2);
      if (all_in_cuts)
        CHECK(apart.in_cuts + 2 == apart.batches);  // all but the first batch and the last records
    };
    SUBCASE("plain") {
      same(series_of([](int) { return ""; }), true);
    }
    SUBCASE("letters beyond ASCII, and line ends of all kinds") {
      same(series_of([](int i) { return i % 2 == 0 ? "<!-- \xC3\xA6\xC3\xB8 -->\r\n" : "\r \n\t"; }), true);
    }
    SUBCASE("all on one line") {
      auto text = series_of([](int i) { return i % 3 == 0 ? "<!-- \xC3\xA6 -->" : ""; });
      std::erase(text, '\n');
      same(text, true);
    }
    SUBCASE("a record in a comment is none") {
      same(series_of([](int i) { return i == 30 ? "<!-- <rsm:PayloadEnergyTimeSeries> -->" : ""; }), false);
    }
    SUBCASE("a processing instruction") {
      same(series_of([](int i) { return i == 30 ? "<?x <rsm:PayloadEnergyTimeSeries >?>" : ""; }), false);
    }
    SUBCASE("a tag that is not closed") {
      same(series_of([](int i) { return i == 30 ? "<rsm:PayloadEnergyTimeSeries>" : ""; }), false);
    }
    SUBCASE("what may not stand there") {
      same(series_of([](int i) { return i == 30 ? "text" : ""; }), false);
    }
    SUBCASE("a message that ends too early in an operation of EMIF") {
      for (int end = 24; end < 36; ++end) {
        CAPTURE(end);
        auto text = series_of([&](int i) { return i == end ? "</w:CollectedData>" : ""; });
        text = test::replaced(text.substr(text.find("<rsm:CollectedData")), "<rsm:Coll", "<w:Coll");
        text = test::replaced(text, "</rsm:CollectedData>", "</w:CollectedData>");
        same(test::in_envelope(
                 "<w:CollectedDataRequest xmlns:w=\"urn:no:elhub:emif:wsdl:meteringvalues:v2\">" + text +
                 "</w:CollectedDataRequest>"),
             false);
      }
    }
    SUBCASE("an input that ends early") {
      const auto text = series_of([](int) { return ""; });
      same(text.substr(0, text.size() * 2 / 3), true);
    }
  }
}
