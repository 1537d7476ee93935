#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gateway/reader/reference.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/reader/agreed_answer.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using reader::Answer;

namespace {

/// Reads with schemas of its own, with which nothing was learned from other messages.
class Readers {
 public:
  Answer answer(const std::string& text, const document::ReadOptions& options = {}) const {
    return test::agreed_answer(text, options, *catalog_);
  }

 private:
  std::shared_ptr<const schema::Catalog> catalog_ = *schema::Catalog::open(resources::built_in());
};

/// A day of hours; `row` gives each, from 1, with the white space before it.
std::string day_of(const std::function<std::string(int)>& row, int rows = 25) {
  const auto example =
      test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/hours-25.xml");
  const auto first = example.find("\n    <abie:Observation Sequence=\"1\">");
  const auto end = example.find("\n  </rsm:PayloadEnergyTimeSeries>");
  REQUIRE(first != std::string::npos);
  std::string text = example.substr(0, first);
  for (int i = 1; i <= rows; ++i) text += row(i);
  return text + example.substr(end);
}

/// Layouts in which all rows are alike.
const std::vector<std::string> layouts = {
    "\n    <abie:Observation Sequence=\"{0}\">\n      <abie:Metered>{1}</abie:Metered>\n    "
    "</abie:Observation>",
    "<abie:Observation Sequence=\"{0}\"><abie:Metered>{1}</abie:Metered></abie:Observation>",
    "\r\n  <abie:Observation Sequence='{0}'>\r\n<abie:Metered>{1}</abie:Metered>\r\n</abie:Observation>",
    "\t<abie:Observation Sequence='{0}'\t>\n\n  \t<abie:Metered >{1}</abie:Metered\n></abie:Observation >",
    "<abie:Observation Sequence=\"{0}\"><abie:Metered>{1}</abie:Metered>\n</abie:Observation>\n",
    "\r<abie:Observation Sequence=\"{0}\">\r\r\n<abie:Metered>{1}</abie:Metered>\n</abie:Observation>",
    "<!-- {0} -->\n<abie:Observation "
    "Sequence=\"{0}\">\n<?pi?><abie:Metered>{1}</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"{0}\"><abie:Metered>&#{1};0</abie:Metered></abie:Observation>",
    "<x:Observation xmlns:x=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\" "
    "Sequence=\"{0}\"><x:Metered>{1}</x:Metered></x:Observation>",
    "<Observation xmlns=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\" "
    "Sequence=\"{0}\"><Metered>{1}</Metered></Observation>",
};

std::string in_layout(const std::string& layout, int number) {
  return fmt::format(fmt::runtime(layout), number, 48 + number % 10);
}

/// One row that is not as those before it: it is valid, or not.
struct Odd {
  std::string row;
  bool valid;
};

std::vector<Odd> odd_rows(int number) {
  const auto row = [&](const std::string& start, const std::string& inside, const std::string& end) {
    return fmt::format("{}{}{}", fmt::format(fmt::runtime(start), number), inside, end);
  };
  const std::string start = "<abie:Observation Sequence=\"{}\">";
  const std::string end = "</abie:Observation>";
  const std::string value = "<abie:Metered>1.5</abie:Metered>";
  return {
      {row(start,
           "<abie:Estimated Quality=\"56\" ValidationCode=\"V002\" "
           "EstimationCode=\"E001\">1.5</abie:Estimated>",
           end),
       true},
      {row(start, "<abie:Metered> 1.5\n</abie:Metered>", end), true},
      {row(start, "<abie:Metered>1.<!-- a -->5</abie:Metered>", end), true},
      {row(start, "<abie:Metered><![CDATA[1.5]]></abie:Metered>", end), true},
      {row(start, "<abie:Metered>1&#46;5</abie:Metered>", end), true},
      {row(start, "<!-- \xC3\xA5 -->" + value + "<?pi \xC3\xA5?>", end), true},
      {row(start, "\r\r\n\n" + value + "\r", end), true},
      {row("<abie:Observation\n Sequence = '{}'>", value, end), true},
      {row("<abie:Observation Sequence=\" {}\">", value, end), true},
      {row("<abie:Observation Sequence=\"0{}\">", value, end), true},
      {row("<abie:Observation Sequence=\"&#48;{}\">", value, end), true},
      {row("<abie:Observation xmlns:abie=\"" + std::string(test::abie_ns) + "\" Sequence=\"{}\">", value,
           end),
       true},
      {row(start, value, "</abie:Observation\r\n>"), true},
      {row("<abie:Observation Sequence=\"9{}\">", value, end), true},
      {row("<abie:Observation Sequence=\"1\">", value, end), number == 1},
      {row("<abie:Observation xmlns:abie=\"urn:other\" Sequence=\"{}\">", value, end), false},
      {row(start, "<abie:Metered>1,5</abie:Metered>", end), false},
      {row(start, "<abie:Metered></abie:Metered>", end), false},
      {row(start, "<abie:Metered/>", end), false},
      {row(start, "<abie:Metered>1.5</abie:Estimated>", end), false},
      {row(start, "<abie:Metered>1.5]]></abie:Metered>", end), false},
      {row(start, "<abie:Metered>1.5</abie:Metered", end), false},
      {row(start, value + value, end), false},
      {row(start, value + "x", end), false},
      {row(start, "", end), false},
      {row(start, value, "</abie:Observatiom>"), false},
      {row(start, value, ""), false},
      {row("<abie:Observation>", value, end), false},
      {row("<abie:Observation Sequence=\"{0}\" Sequence=\"{0}\">", value, end), false},
      {row("<abie:Observation Sequence=\"{}\" Other=\"\">", value, end), false},
      {row("<abie:Observation Sequence=\"x{}\">", value, end), false},
      {row("<abie:Observation Sequence=\"{}'>", value, end), false},
      {row("<abie:Observation Sequence=\"<{}\">", value, end), false},
  };
}

}  // namespace

TEST_SUITE("Rows") {
  TEST_CASE("alike in any layout") {
    for (const auto& layout : layouts) {
      CAPTURE(layout);
      CHECK(Readers().answer(day_of([&](int i) { return in_layout(layout, i); })) == Answer::accepted);
    }
  }

  TEST_CASE("in layouts that take turns, more than are remembered") {
    const Readers readers;
    for (std::size_t turns = 2; turns <= layouts.size(); ++turns)
      CHECK(readers.answer(day_of([&](int i) {
        return in_layout(layouts[static_cast<std::size_t>(i) % turns], i);
      })) == Answer::accepted);
  }

  TEST_CASE("one that is not as those around it") {
    for (const auto& layout : test::by_effort(layouts)) {
      const Readers readers;
      for (const int odd : {1, 2, 9, 25})
        for (const auto& [row, valid] : odd_rows(odd)) {
          CAPTURE(layout);
          CAPTURE(row);
          const auto text = day_of([&, &row = row](int i) { return i == odd ? row : in_layout(layout, i); });
          CHECK((readers.answer(text) == Answer::accepted) == valid);
        }
    }
  }

  TEST_CASE("a prefix may mean something else in another series, and in another message") {
    const Readers readers;
    const auto row = [](int i) { return in_layout(layouts[1], i); };
    const auto text = day_of(row);
    const auto first = text.find("  <rsm:PayloadEnergyTimeSeries>");
    const auto end = text.find("</rsm:CollectedData>");
    const auto series = test::replaced(text.substr(first, end - first), "07a9ce9a", "07a9ce9b");
    const auto with = [&](const std::string& second) {
      return text.substr(0, end) + second + text.substr(end);
    };
    const std::string there = std::string(test::abie_ns);
    CHECK(readers.answer(with(series)) == Answer::accepted);
    CHECK(readers.answer(with(test::replaced(series, "Series>", "Series xmlns:abie=\"" + there + "\">"))) ==
          Answer::accepted);
    auto other =
        test::replaced(series, "Series>", "Series xmlns:abie=\"urn:other\" xmlns:b=\"" + there + "\">");
    CHECK(readers.answer(with(other)) == Answer::refused);
    // All but the rows have the prefix that is right.
    const auto rows = other.find("<abie:Observation Sequence");
    for (auto at = other.find("abie:"); at < other.find("<abie:Observation Sequence");
         at = other.find("abie:", at))
      if (other.compare(at - 6, 6, "xmlns:") == 0)
        ++at;
      else
        other.replace(at, 5, "b:");
    CHECK(rows != std::string::npos);
    CHECK(readers.answer(with(other)) == Answer::refused);
    CHECK(readers.answer(text) == Answer::accepted);
    CHECK(readers.answer(test::replaced(text, there, "urn:other")) == Answer::refused);
  }

  TEST_CASE("no more than may come") {
    const Readers readers;
    const auto row = [](int i) { return in_layout(layouts[1], i - 1); };
    CHECK(readers.answer(day_of(row, 9999)) == Answer::accepted);
    CHECK(readers.answer(day_of(row, 10'000)) == Answer::refused);
  }

  TEST_CASE("limits hold among rows") {
    const Readers readers;
    const auto text = day_of([](int i) { return in_layout(layouts[1], i); });
    const auto elements = reader::read_by_reference(test::catalog(), text, {}).messages.at(0).document.size();
    for (const auto fewer : {3U, 2U, 1U, 0U}) {
      document::ReadOptions options;
      options.limits.elements = static_cast<std::uint32_t>(elements) - fewer;
      CHECK((readers.answer(text, options) == Answer::accepted) == (fewer == 0));
    }
    for (const auto depth : {2U, 3U, 4U, 5U}) {
      document::ReadOptions options;
      options.limits.depth = depth;
      CHECK((readers.answer(text, options) == Answer::accepted) == (depth >= 4));
    }
    for (const std::size_t longest : {36U, 60U, 100U, 200U}) {
      document::ReadOptions options;
      options.limits.text = longest;
      readers.answer(text, options);
    }
  }

  TEST_CASE("changed anywhere") {
    const Readers readers;
    std::mt19937 random(7);
    for (const auto& layout : layouts) {
      const auto text = day_of([&](int i) { return in_layout(layout, i); });
      const auto rows = text.find("Sequence=");
      for (int i = 0; i < 150; ++i) {
        auto other = text;
        const auto at = rows + random() % (text.size() - rows - 80);
        switch (random() % 4) {
          case 0:
            other.erase(at, 1 + random() % 60);
            break;
          case 1:
            other[at] = "<>&\"'/ \t\n\r\x80\xC3x9"[random() % 14];
            break;
          case 2:
            other.insert(at, text.substr(rows + random() % (text.size() - rows), random() % 200));
            break;
          default:
            std::swap(other[at], other[at + 1 + random() % 9]);
        }
        readers.answer(other);
      }
    }
  }
}
