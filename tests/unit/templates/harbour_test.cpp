// A mapping of these tests' own, which has what no mapping of the project has yet: filters, values that only
// choose, joins, documents that no record goes to, two lists of rows, policies and numbers in rows.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/templates/message_templates.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/templates/bound.hpp"
#include "tests/unit/templates/harbour_messages.hpp"
#include "tests/unit/templates/in_pieces.hpp"
#include "tests/unit/templates/shares.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

/// Returns how many records were filled in, in each form.
std::string check(const std::string& bytes) {
  return test::check_in_pieces(harbour(), {"harbour-cim/1"}, bytes, {{0, 1, {}}, {2, 3'000, {}}});
}

void hold(const std::string& what, const std::string& bytes) {
  CAPTURE(what);
  test::hold_share("harbour, " + what, check(bytes));
}

/// Eight messages of one form, each in turn and again: what templates keep of one is right for the others.
/// Returns how many were filled in, by how many templates.
std::string check_family(std::uint64_t seed) {
  auto& kept = *harbour().engine().templates;
  std::string share;
  for (const auto target : {Target::cim_json, Target::cim_xml}) {
    TranslateOptions options;
    options.target = target;
    options.compact = seed % 2 == 0;
    std::vector<std::string> texts;
    std::vector<Translated> wanted;
    for (std::uint64_t member = 0; member < 8; ++member) {
      texts.push_back(small_manifest(seed, member));
      kept.forget();
      wanted.push_back(harbour().translate(texts.back(), options));
    }
    kept.forget();
    const auto before = kept.statistics();
    for (int round = 0; round < 2; ++round)
      for (std::size_t i = 0; i < texts.size(); ++i) {
        CAPTURE(texts[i]);
        const auto made = harbour().translate(texts[i], options);
        CHECK(test::first_difference(wanted[i].whole, made.whole) == "");
        CHECK(made.fault == wanted[i].fault);
        REQUIRE(made.files.size() == wanted[i].files.size());
        for (std::size_t k = 0; k < made.files.size(); ++k) {
          CHECK(made.files[k].name == wanted[i].files[k].name);
          CHECK(test::first_difference(wanted[i].files[k].text, made.files[k].text) == "");
        }
        REQUIRE(made.findings.size() == wanted[i].findings.size());
        for (std::size_t k = 0; k < made.findings.size(); ++k) {
          CHECK(made.findings[k].rule == wanted[i].findings[k].rule);
          CHECK(made.findings[k].xpath == wanted[i].findings[k].xpath);
          CHECK(made.findings[k].line == wanted[i].findings[k].line);
          CHECK(made.findings[k].text.en == wanted[i].findings[k].text.en);
        }
      }
    const auto now = kept.statistics();
    share += fmt::format("{}{} by {}", share.empty() ? "" : ", ", now.filled - before.filled,
                         now.templates - before.templates);
  }
  return share;
}

}  // namespace

TEST_SUITE("translating in pieces with a mapping of its own") {
  TEST_CASE("rows, one of which has a value that does not stand as it is") {
    const std::array odd = {"007",  "1234567890123456789", "-3", " 5", "18446744073709551620", "60000",
                            "12.50"};
    for (std::size_t at = 0; at < layouts.size(); ++at) {
      const auto& layout = layouts.at(at);
      CAPTURE(layout.name);
      std::string ships;
      std::size_t number = at;
      for (const std::size_t place : {0U, 1U, 2U, 3U, 64U, 65U, 66U, 67U, 70U, 0U}) {
        const bool fraction = std::string_view(layout.name) != "levels";
        const auto* value = odd.at(number++ % (fraction ? odd.size() : odd.size() - 1));
        ships += ship(std::to_string(number), "load", element("Way", "in") + element("Owner", "o"),
                      rows(layout, 70, place, value));
      }
      hold(fmt::format("rows {}", layout.name), manifest(ships));
    }
  }

  TEST_CASE("rows that begin with an element, numbers of which are shifted") {
    const std::array odd = {"007", "300", " 5", "00", "10", "9"};
    const std::string about = element("Way", "in") + element("Owner", "o");
    std::string ships;
    for (std::size_t at = 0; at < 24; ++at) {
      constexpr std::array<std::size_t, 6> places = {0, 1, 2, 64, 65, 70};
      const auto place = places.at(at % places.size());
      std::string guests;
      for (std::size_t i = 1; i <= 70; ++i)
        guests += guest(i == place ? odd.at(at % odd.size()) : std::to_string(i),
                        i == place && at % 4 == 0 ? "007" : std::to_string(i + 1),
                        element("Berth", "b" + std::to_string((i + at) / 3 % 2)));
      ships += ship(std::to_string(at), at % 5 == 4 ? "pass" : "load", about, guests);
    }
    hold("rows that begin with an element", manifest(ships));
  }

  TEST_CASE("values that only choose") {
    std::string ships;
    const std::string about = element("Way", "in") + element("Owner", "o");
    for (std::size_t at = 0; at < 32; ++at) {
      std::string lights;
      std::size_t number = at;
      for (const char* name : {"Light", "Sign", "Mast"}) {
        lights += two(name, "Colour", (number & 1U) != 0 ? "red" : "green", at < 16 ? "bow" : "stern");
        number >>= 1U;
      }
      if (at == 9) lights = two("Light", "Colour", "red", "stern") + two("Light", "Colour", "green", "bow");
      ships += ship(std::to_string(at), "load", about + lights);
    }
    hold("values that only choose", manifest(ships));
  }

  TEST_CASE("sources that look at the first record, and lists that a filter looks into") {
    std::string ships;
    for (std::size_t at = 0; at < 16; ++at)
      ships += ship(std::to_string(at), "load",
                    element("Way", "in") + (at % 2 == 0 ? crew("pilot", "Kari") : "") +
                        element("Owner", "o" + std::to_string(at)) + two("Leg", "End", "first", "Oslo") +
                        two("Leg", "End", "first", "Moss") +
                        two("Leg", "End", at % 3 == 0 ? "last" : "first", "p" + std::to_string(at)) +
                        two("Leg", "End", "last", "Bergen"),
                    at % 5 == 0 ? rows(layouts.at(6), 3, 0, "") : "");
    hold("sources and filters", manifest(ships));
  }

  TEST_CASE("values that the supplement has, and the schema has one where there is none") {
    for (const bool white_first : {false, true}) {
      std::string ships;
      for (std::size_t at = 0; at < 12; ++at) {
        constexpr std::array<const char*, 4> colours = {"red", "white", "", "blue"};
        ships += ship(std::to_string(at), "load",
                      element("Way", "in") + element("Owner", "o") + "<h:Flag of=\"NO\">" +
                          colours.at((at + (white_first ? 1 : 0)) % colours.size()) + "</h:Flag>");
      }
      hold(fmt::format("flags {}", white_first ? "white" : "red"), manifest(ships));
    }
  }

  TEST_CASE("entries that say the same for different reasons are two") {
    std::string ships;
    for (std::size_t at = 0; at < 6; ++at) {
      std::string inside;
      for (std::size_t number = 1; number <= 9; ++number)
        inside += crate(number, fmt::format("<h:Guessed grade=\"{}\" by=\"me\">5</h:Guessed>",
                                            "ABBDBDDAA"[(number + at / 2) % 9]));
      ships += ship(std::to_string(at), "load", element("Way", "in") + element("Owner", "o"), inside);
    }
    hold("reasons", manifest(ships));
  }

  TEST_CASE("without room for what has to wait there is a fault, and nothing that looks whole") {
    const std::string much(600'000, 'x');
    const std::string about = element("Way", "in") + element("Owner", "o");
    std::string waiting, entries;
    for (const char* number : {"1", "2", "3"}) {
      waiting += ship(number, "pass", element("Way", "in") + element("First", much) + element("Owner", "o"));
      entries += ship(number, "load", about, "", element("Remark", number + much));
    }
    for (const auto& ships : {waiting, entries})
      for (const bool as_files : {false, true})
        for (const bool room : {true, false}) {
          CAPTURE(as_files);
          const auto translated = [&] {
            std::optional<test::Bound> bound;
            if (!room) bound.emplace(RLIMIT_NOFILE, 0);
            return translate_streamed(harbour(), manifest(ships), {}, as_files, {0, 1, {}});
          }();
          CHECK(translated.result.fault == !room);
          if (room) continue;
          REQUIRE_FALSE(translated.result.findings.empty());
          CHECK(translated.result.findings.front().rule == "translation.streamed");
        }
  }

  TEST_CASE("the first row of its kind is one that does not fit") {
    for (const char* level : {"60000", "-6", "50000"}) {
      std::string ships;
      for (std::size_t at = 0; at < 6; ++at) {
        std::string inside;
        for (std::size_t number = 1; number <= 4; ++number)
          inside +=
              crate(number, element("Weighed", "1") +
                                element("Level", number == 2 && at < 3 ? level : std::to_string(number)));
        ships += ship(std::to_string(at), "load", element("Way", "in") + element("Owner", "o"), inside);
      }
      hold(fmt::format("a row that does not fit {}", level), manifest(ships));
    }
  }

  TEST_CASE("documents in any order, and one that no record goes to") {
    for (const char* kinds : {"llll", "pppp", "lplp", "pllp", "illpi", "ppl", "lpp", "l", "p", "i"}) {
      std::string ships;
      std::size_t number = 0;
      for (const char* at = kinds; *at != 0; ++at)
        for (int times = 0; times < 3; ++times)
          ships += ship(std::to_string(++number),
                        *at == 'l'   ? "load"
                        : *at == 'p' ? "pass"
                                     : "idle",
                        element("Way", "in") + element("Owner", "o"), rows(layouts.at(0), 2, 0, ""));
      hold(fmt::format("documents {}", kinds), manifest(ships));
      hold(fmt::format("documents {} with a pier", kinds), manifest(ships, element("Pier", "P-2")));
    }
  }

  TEST_CASE("two runs of rows, one layout and the other, and two lists of rows") {
    std::string ships;
    const std::string about = element("Way", "in") + element("Owner", "o");
    for (std::size_t one = 0; one < layouts.size(); ++one)
      for (const std::size_t other : {one + 1, one + 3, one}) {
        const auto& second = layouts.at(other % layouts.size());
        std::string guests;
        for (std::size_t i = 0; i < one; ++i)
          guests += guest(std::to_string(i), std::to_string(30 + i), element("Berth", i < 5 ? "b" : "c"));
        ships += ship(std::to_string(one), "load", about,
                      rows(layouts.at(one), 7, 0, "") + rows(second, 6, 0, "") + guests);
      }
    hold("two runs", manifest(ships));
  }

  TEST_CASE("random messages") {
    for (std::uint64_t seed = 1; seed <= test::effort(30); ++seed) {
      CAPTURE(seed);
      hold(fmt::format("random {}", seed), random_manifest(seed));
    }
  }

  TEST_CASE("random messages whose values change, kept as templates") {
    for (std::uint64_t seed = 101; seed <= 100 + test::effort(60); ++seed) {
      CAPTURE(seed);
      test::hold_share(fmt::format("harbour, family {}", seed), check_family(seed));
    }
  }

  TEST_CASE("what a document cannot take is told where it is") {
    const std::string about = element("Way", "in") + element("Owner", "o");
    const auto good = ship("1", "load", about, guest("1", "30") + guest("2", "31") + guest("3", "32"));
    for (const std::size_t at : {0U, 1U, 2U, 3U, 7U, 8U})
      for (const std::size_t wrong : {1U, 2U, 6U}) {
        CAPTURE(at);
        CAPTURE(wrong);
        std::string ships;
        for (std::size_t i = 0; i < 9; ++i) {
          std::string guests;
          for (std::size_t k = 1; k <= 6; ++k)
            guests += guest(std::to_string(k), i == at && k == wrong ? "151" : std::to_string(20 + k));
          ships += ship("1", i % 4 == 2 ? "pass" : "load", about, guests);
        }
        const auto bytes = manifest(ships);
        check(bytes);
        const auto found = harbour().translate(bytes).findings;
        REQUIRE(found.size() == 1);
        CHECK(found.front().xpath.find(fmt::format("Ship[{}]", at + 1)) != std::string::npos);
        CHECK(found.front().xpath.find(fmt::format("Guest[{}]", wrong)) != std::string::npos);
      }
  }
}
