#include "gateway/reader/cut.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/reader/cut_finder.hpp"
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

  TEST_CASE("the last record of a long text, wherever it stands") {
    const reader::RecordStart start("a:Series");
    for (std::size_t before = 2; before < 150; ++before)
      for (const std::size_t behind : {0U, 1U, 15U, 16U, 63U, 64U, 65U, 200U}) {
        CAPTURE(before);
        CAPTURE(behind);
        std::string text(before, 'x');
        text.replace(before / 2, 1, "<");
        CHECK(start.last_in(text + "<a:Series>" + std::string(behind, '<')) == text.size());
        CHECK(start.last_in(text + "<a:SeriesEnd>" + std::string(behind, '<')) == std::nullopt);
        if (before > 10)
          CHECK(start.last_in("x<a:Series>" + text + "<b:Series>" + std::string(behind, 's')) == 1);
      }
  }

  TEST_CASE("places to cut an input that is read from anywhere") {
    std::string text = "<head/>";
    std::vector<std::size_t> records;
    for (int i = 0; i < 2000; ++i) {
      text += std::string(static_cast<std::size_t>(i % 7), '\n');
      records.push_back(text.size() - static_cast<std::size_t>(i % 7));
      text += "<a:Series>" + std::string(static_cast<std::size_t>(i * 37 % 300), 'x') + "</a:Series>";
    }
    // As if all of a part were looked through at once.
    const auto expected = [&](std::size_t begin, std::size_t bytes) -> std::optional<std::size_t> {
      for (std::size_t size = bytes;; size *= 2) {
        if (const auto at =
                reader::RecordStart("a:Series").last_in(std::string_view(text).substr(begin, size)))
          return at;
        if (begin + size > text.size()) return std::nullopt;
      }
    };
    for (const std::size_t bytes : {100U, 1000U, 9000U, 20'000U, 100'000U}) {
      CAPTURE(bytes);
      for (const std::size_t piece : {7U, 4096U}) {
        reader::CutFinder finder(test::places_of(text, piece), "a:Series", bytes, std::size_t{1} << 30U);
        std::size_t at = records.front(), parts = 0;
        while (const auto size = finder.size_at(at)) {
          REQUIRE(size == expected(at, bytes));
          at += *size;
          REQUIRE(std::binary_search(records.begin(), records.end(), at));
          ++parts;
        }
        CHECK(expected(at, bytes) == std::nullopt);
        CHECK(parts > 2);
      }
    }
    SUBCASE("looked for where they may be") {
      for (const std::size_t record : {1U, 100U, 170U, 250U, 5000U, 50'000U}) {
        CAPTURE(record);
        reader::CutFinder finder(test::places_of(text, 4096), "a:Series", 9000, std::size_t{1} << 30U,
                                 record);
        std::size_t at = records.front(), parts = 0;
        while (const auto size = finder.size_at(at)) {
          CHECK(*size < 9000 + 1100);
          at += *size;
          REQUIRE(std::binary_search(records.begin(), records.end(), at));
          ++parts;
        }
        CHECK(at == records.back());
        CHECK(parts < text.size() / 5000);
      }
    }
    SUBCASE("records that grow longer are looked for where those were that were found last") {
      std::string growing;
      for (std::size_t i = 0; i < 600; ++i)
        growing += "<a:Series>" + std::string(17'000 + i % 7 + (i < 300 ? i * 2 : 600), 'x') + "</a:Series>";
      std::size_t looked_at = 0;
      const auto places = test::places_of(growing, 1U << 20U);
      const reader::ReadAt counted = [&](std::size_t offset, char* to, std::size_t room) {
        const auto got = places(offset, to, room);
        looked_at += got.value_or(0);
        return got;
      };
      reader::CutFinder finder(counted, "a:Series", 256'000, std::size_t{1} << 30U, 17'000);
      std::size_t at = 0, parts = 0;
      for (; const auto size = finder.size_at(at); ++parts) at += *size;
      CHECK(parts > 35);
      CHECK(looked_at < parts * 5000);  // 25 000 when each is looked for where the first would have been
    }
    SUBCASE("none that is near enough") {
      reader::CutFinder finder(test::places_of(text, 4096), "b:Series", 1000, 60'000);
      CHECK(finder.size_at(0) == std::nullopt);
    }
    SUBCASE("an input that cannot be read any more") {
      reader::CutFinder finder(
          [](std::size_t, char*, std::size_t) -> tl::expected<std::size_t, std::string> {
            return tl::make_unexpected("gone");
          },
          "a:Series", 1000, 60'000);
      CHECK(finder.size_at(0) == std::nullopt);
    }
  }

  TEST_CASE("an input that has become shorter is read in order from where it is known") {
    const auto text = series_of([](int) { return ""; });
    reader::StreamOptions options;
    options.batch_bytes = 4000;
    bool shorter = false;
    options.read_at = [&](std::size_t offset, char* to, std::size_t room) {
      return test::places_of(shorter ? std::string_view(text).substr(0, 12'000) : text, 4096)(offset, to,
                                                                                              room);
    };
    reader::MessageStream stream(test::catalog(), test::pieces_of(text, 4096), options);
    REQUIRE(stream.next());
    auto cut = stream.cut();
    REQUIRE((cut && *cut));
    auto reader = stream.cut_reader();
    auto read = reader->read(**cut);
    REQUIRE(stream.confirm(read));
    for (int i = 0; i < 3; ++i) {
      cut = stream.cut();
      REQUIRE((cut && *cut));
    }
    shorter = true;
    auto late = stream.cut_reader()->read(**cut);
    CHECK_FALSE(late);
    CHECK_FALSE(stream.confirm(late));
    std::vector<std::string> rules;
    for (auto next = stream.next(); next && *next; next = stream.next())
      for (const auto& finding : (*next)->read.findings) rules.push_back(finding.rule);
    CHECK(!rules.empty());  // it ends too early
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
      const auto expected = test::see(test::catalog(), text, options, test::Way::one_thread);
      CHECK(expected.in_cuts == 0);
      for (const auto way : {test::Way::cuts, test::Way::fetched_cuts}) {
        INFO(test::name_of(way));
        const auto apart = test::see(test::catalog(), text, options, way);
        CHECK(apart.all == expected.all);
        CHECK(apart.in_cuts > 2);
        if (all_in_cuts)
          CHECK(apart.in_cuts + 2 == apart.batches);  // all but the first batch and the last records
      }
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
