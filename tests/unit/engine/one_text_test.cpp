// A translation as one text, which is made in pieces when it is large, is what it is with its files beside.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "cimgate/gateway.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/engine/many_series.hpp"
#include "tests/unit/engine/told.hpp"
#include "tests/unit/pull_from.hpp"

using namespace cimgate;
using test::message_of;
using test::Series;
using test::told;

namespace {

void same_with_files(const Gateway& gateway, const std::string& text, TranslateOptions options) {
  const auto both = gateway.translate(text, options);
  options.files = false;
  const auto made = gateway.translate(text, options);
  CHECK(made.files.empty());
  CHECK(made.whole == both.whole);
  CHECK(made.whole.empty() == both.files.empty());
  CHECK(made.message == both.message);
  CHECK(made.fault == both.fault);
  CHECK_FALSE(made.delivered);
  CHECK(told(made.findings) == told(both.findings));
  CHECK(made.findings_left_out == both.findings_left_out);
  REQUIRE(made.checked.has_value() == both.checked.has_value());
  if (!made.checked) return;
  CHECK(made.checked->verdict == both.checked->verdict);
  CHECK(told(*made.checked) == told(*both.checked));
  CHECK(made.checked->findings_left_out == both.checked->findings_left_out);
}

/// What is said of a message that comes in pieces, by any number of threads.
template <class Hold>
void in_pieces(const Gateway& gateway, const std::string& text, const Hold& hold,
               std::size_t batch_bytes = Streaming().batch_bytes) {
  for (const unsigned threads : {0U, 1U, 2U, 3U}) {
    CAPTURE(threads);
    Streaming streaming;
    streaming.threads = threads;
    streaming.batch_bytes = batch_bytes;
    const auto pieces = gateway.validate(test::pull_from(text), ValidateOptions(), streaming);
    REQUIRE(pieces.has_value());
    hold(*pieces);
  }
}

}  // namespace

TEST_SUITE("a translation as one text") {
  TEST_CASE("the same text, findings and verdict, small or large, right or wrong") {
    const auto gateway = *Gateway::open();
    for (const std::size_t series :
         test::by_effort(std::vector{78U, 1U, 3U, 160U}))  // 78: a little more than a batch
      for (const auto last : {Series::right, Series::against_rule, Series::against_schema}) {
        std::vector<Series> all(series, Series::right);
        all.back() = last;
        const auto text = message_of(all);
        CAPTURE(series);
        CAPTURE(static_cast<int>(last));
        for (const auto target : {Target::cim_json, Target::cim_xml, Target::bim})
          for (const bool compact : {false, true})
            for (const bool judged : {false, true}) {
              CAPTURE(static_cast<int>(target));
              CAPTURE(judged);
              TranslateOptions options;
              options.target = target;
              options.compact = compact;
              if (judged) options.validate.emplace();
              same_with_files(gateway, text, options);
            }
      }
    CHECK(message_of(std::vector(78, Series::right)).size() > Streaming().batch_bytes);
  }

  TEST_CASE("a large bundle of CIM, in either form, with its profile named or not") {
    const auto gateway = *Gateway::open();
    TranslateOptions to_cim;
    for (const auto target : {Target::cim_json, Target::cim_xml}) {
      to_cim.target = target;
      to_cim.profile = "nmeg-no/0.1";
      const auto cim = gateway.translate(message_of(std::vector(90, Series::right)), to_cim).whole;
      REQUIRE(cim.size() > Streaming().batch_bytes);
      for (const auto* profile : {"", "nmeg-no/0.1", "nmeg/0.1"})
        for (const auto back : {Target::other_side, Target::cim_json, Target::cim_xml}) {
          CAPTURE(profile);
          TranslateOptions options;
          options.profile = profile;
          options.target = back;
          options.validate.emplace();
          same_with_files(gateway, cim, options);
        }
    }
  }

  TEST_CASE("what is said of an element that is open, late in a large message, names its line") {
    const auto gateway = *Gateway::open();
    // The warnings before it do not count, however far apart they are.
    std::vector all(160, Series::right);
    for (std::size_t i = 0; i + 1 < all.size(); i += 3) all[i] = Series::wrong_check_digit;
    const auto right = message_of(all);
    const std::string end_tag = "</rsm:PayloadEnergyTimeSeries>";
    const auto last = right.rfind(end_tag);
    auto other_tag = right;
    other_tag.replace(last, end_tag.size(), "</rsm:PayloadEnergyTimeSerie>");
    for (const auto& text : {other_tag, right.substr(0, last)}) {
      REQUIRE(text.size() > 2 * Streaming().batch_bytes);
      const auto whole = gateway.validate(text);
      const auto open = right.rfind("<rsm:PayloadEnergyTimeSeries>", last);
      const auto line =
          1 + std::count(right.begin(), right.begin() + static_cast<std::ptrdiff_t>(open), '\n');
      REQUIRE(whole.findings.size() == 1);
      CHECK(whole.findings[0].text.en.ends_with(fmt::format("which begins in line {}.", line)));
      in_pieces(gateway, text, [&](const Checked& pieces) {
        CHECK(told(pieces) == told(whole));
        CHECK(pieces.findings.back().text.nb == whole.findings[0].text.nb);
      });
    }
  }

  TEST_CASE("an element of another namespace is numbered among the records, in any part of a large message") {
    const auto gateway = *Gateway::open();
    auto text = message_of(std::vector(160, Series::right));
    const std::string start_tag = "<rsm:PayloadEnergyTimeSeries>";
    text.insert(text.rfind(start_tag), "<abie:PayloadEnergyTimeSeries/>");
    const auto whole = gateway.validate(text);
    REQUIRE_FALSE(whole.findings.empty());
    CHECK(whole.findings[0].xpath == "/CollectedData/PayloadEnergyTimeSeries[160]");
    in_pieces(gateway, text, [&](const Checked& pieces) {
      REQUIRE_FALSE(pieces.findings.empty());
      CHECK(pieces.findings[0].xpath == whole.findings[0].xpath);
    });
  }

  TEST_CASE("an element of a record's name inside one is told as such, in any part of a large message") {
    const auto gateway = *Gateway::open();
    for (const std::size_t from_end : {0U, 80U, 120U}) {
      auto text = message_of(std::vector(160, Series::right));
      const std::string end_tag = "</rsm:PayloadEnergyTimeSeries>";
      auto at = text.rfind(end_tag);
      for (std::size_t i = 0; i < from_end; ++i) at = text.rfind(end_tag, at - 1);
      text.insert(at, "<rsm:PayloadEnergyTimeSeries></rsm:PayloadEnergyTimeSeries>");
      const auto whole = gateway.validate(text);
      REQUIRE_FALSE(whole.findings.empty());
      CHECK(whole.findings[0].rule == "schema.unexpected-element");
      in_pieces(gateway, text, [&](const Checked& pieces) { CHECK(told(pieces) == told(whole)); });
    }
  }

  TEST_CASE("a record that ends where it seems to in a comment is whole, in any part of a large message") {
    const auto gateway = *Gateway::open();
    const std::string end_tag = "</rsm:PayloadEnergyTimeSeries>";
    // Something that the fast reader leaves to the other, and then the end tag where it is none.
    for (const auto& inside : {"<![CDATA[]]><!-- " + end_tag + " -->", "<![CDATA[]]><?a " + end_tag + "?>"})
      for (const std::size_t from_end : {0U, 80U, 159U}) {
        auto text = message_of(std::vector(160, Series::right));
        auto at = text.rfind(end_tag);
        for (std::size_t i = 0; i < from_end; ++i) at = text.rfind(end_tag, at - 1);
        text.insert(at, inside);
        CAPTURE(inside);
        CAPTURE(from_end);
        CHECK(gateway.validate(text).verdict == Verdict::valid);
        in_pieces(gateway, text, [&](const Checked& pieces) { CHECK(pieces.verdict == Verdict::valid); });
      }
  }

  TEST_CASE("a part says what the whole would: of text and elements where none belong, and of what repeats") {
    const auto gateway = *Gateway::open();
    const auto right = message_of(std::vector(6, Series::right));
    const std::string record = "<rsm:PayloadEnergyTimeSeries>";
    const auto before = [&](std::string text, std::size_t number, const std::string& inserted) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < number; ++i) at = text.find(record, at + 1);
      return text.insert(at, inserted);
    };
    const auto put_at = [](std::string text, const std::string& place, const std::string& inserted) {
      return text.insert(text.find(place), inserted);
    };
    auto twice = right;
    twice.replace(twice.find("818f-482e-8480-000000000005"), 27, "818f-482e-8480-000000000002");
    const std::pair<const char*, std::string> messages[] = {
        {"text before the first", before(right, 1, "<![CDATA[a]]>")},
        {"text between two", before(right, 4, "<![CDATA[a]]>")},
        {"text between two and two", before(before(right, 5, "<![CDATA[a]]>"), 3, "<![CDATA[a]]>")},
        {"nothing in a section, behind the last", put_at(right, "</rsm:CollectedData>", "<![CDATA[]]>")},
        {"text behind the last", put_at(right, "</rsm:CollectedData>", "<![CDATA[a]]>")},
        {"text in the head", put_at(right, "<abie:Creation>", "<![CDATA[a]]>")},
        {"an element between two", before(twice, 3, "<abie:End>2026-03-30T00:00:00+02:00</abie:End>")},
        {"an id twice", twice},
        {"not well-formed behind what is wrong",
         put_at(before(right, 3, "<![CDATA[a]]>"), "</rsm:CollectedData>", "</abie:End>")},
    };
    for (const auto& [what, text] : messages) {
      CAPTURE(std::string(what));
      const auto whole = gateway.validate(text);
      in_pieces(
          gateway, text,
          [&](const Checked& pieces) {
            CHECK(pieces.verdict == whole.verdict);
            CHECK(told(pieces) == told(whole));
          },
          64);
      const auto translated = gateway.translate(text, TranslateOptions());
      Streaming streaming;
      streaming.batch_bytes = 64;
      std::string made;
      StreamedOutput output;
      output.whole = [&](std::string_view piece) { made += piece; };
      const auto pieces = gateway.translate(test::pull_from(text), TranslateOptions(), output, streaming);
      REQUIRE(pieces.has_value());
      CHECK(told(pieces->findings) == told(translated.findings));
      CHECK((pieces->delivered ? made : pieces->whole) == translated.whole);
    }
    CHECK(gateway.validate(messages[1].second).verdict == Verdict::invalid);
    CHECK(gateway.validate(messages[3].second).verdict == Verdict::valid);
  }

  TEST_CASE("what is too large is refused the same") {
    const auto gateway = *Gateway::open();
    const auto text = message_of(std::vector(100, Series::right));
    TranslateOptions options;
    options.validate.emplace();
    for (const std::size_t bytes : {text.size() - 1, text.size(), Streaming().batch_bytes - 1}) {
      CAPTURE(bytes);
      options.limits.bytes = bytes;
      same_with_files(gateway, text, options);
    }
  }

  TEST_CASE("a large message that is none, or ends too soon") {
    const auto gateway = *Gateway::open();
    const auto text = message_of(std::vector(100, Series::right));
    const auto wrong = {text + "<", text.substr(0, text.size() - 20), std::string(400'000, 'x'),
                        std::string(400'000, ' '), text + text};
    for (const auto& one : wrong) same_with_files(gateway, one, {});
  }
}
