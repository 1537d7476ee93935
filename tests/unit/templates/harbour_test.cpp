// A mapping of these tests' own, which has what no mapping of the project has yet: filters, values that only
// choose, joins, documents that no record goes to, two lists of rows, policies and numbers in rows.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/templates/message_templates.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/templates/in_pieces.hpp"
#include "tests/unit/templates/shares.hpp"

using namespace cimgate;

namespace {

const Gateway& harbour() {
  static const Gateway opened = *Gateway::open(CIMGATE_SOURCE_DIR "/tests/unit/templates/harbour");
  return opened;
}

std::string element(const std::string& name, const std::string& text) {
  return fmt::format("<h:{0}>{1}</h:{0}>", name, text);
}

std::string crew(const std::string& task, const std::string& name) {
  return element("Crew", element("Task", task) + element("Name", name));
}

std::string guest(const std::string& seat, const std::string& age, const std::string& rest = "") {
  return element("Guest", element("Seat", seat) + element("Age", age) + rest) + '\n';
}

/// A light, a sign, a mast or a leg.
std::string two(const std::string& name, const std::string& of, const std::string& value,
                const std::string& place) {
  return element(name, element(of, value) + element(of == "End" ? "Port" : "Place", place));
}

std::string crate(std::size_t number, const std::string& inside) {
  return fmt::format("<h:Crate no=\"{}\">{}</h:Crate>\n", number, inside);
}

/// `about`: from Number on, in the order of the schema.
std::string ship(const std::string& number, const std::string& kind, const std::string& about,
                 const std::string& rows = "", const std::string& remark = "") {
  return element("Ship", element("Number", number) + element("Day", "2026-12-01T00:30:00-01:00") +
                             element("Kind", kind) + about + '\n' + rows + remark) +
         '\n';
}

std::string manifest(const std::string& ships, const std::string& of_sheet = "") {
  return "<h:Manifest xmlns:h=\"urn:harbour:manifest:1\">\n<h:Sheet>" +
         element("Written", "2026-12-01T00:30:00-01:00") + element("Errand", "H-1") +
         "<h:From as=\"tug\">H017</h:From>" + element("Number", "n1") + of_sheet + "</h:Sheet>\n" + ships +
         "</h:Manifest>\n";
}

/// Returns how many records were filled in, in each form.
std::string check(const std::string& bytes) {
  return test::check_in_pieces(harbour(), {"harbour-cim/1"}, bytes, {{0, 1, {}}, {2, 3'000, {}}});
}

void hold(const std::string& what, const std::string& bytes) {
  CAPTURE(what);
  test::hold_share("harbour, " + what, check(bytes));
}

/// A row of a layout, with a number or with what is odd in its first value.
struct Layout {
  const char* name;
  std::string (*inside)(std::size_t number, const std::string& value);
};

constexpr std::array layouts = {
    Layout{"weighed", [](std::size_t, const std::string& value) { return element("Weighed", value); }},
    Layout{"levels",
           [](std::size_t number, const std::string& value) {
             return element("Weighed", std::to_string(number)) + element("Level", value);
           }},
    Layout{"sealed",
           [](std::size_t number, const std::string& value) {
             return element("Weighed", value) + element("Seal", "s" + std::to_string(number / 3));
           }},
    Layout{"tagged",
           [](std::size_t number, const std::string& value) {
             return element("Weighed", value) + element("Seal", "s") +
                    element("Tag", "t" + std::to_string(number / 5 % 2));
           }},
    Layout{"full",
           [](std::size_t number, const std::string& value) {
             return element("Weighed", value) + element("Full", number % 3 == 0 ? "true" : "false") +
                    element("Until", fmt::format("2026-12-01T{:02}:30:00-01:00", number % 24));
           }},
    Layout{"sure",
           [](std::size_t number, const std::string& value) {
             return "<h:Guessed grade=\"A\" by=\"" + std::to_string(number / 4) + "\">" + value +
                    "</h:Guessed>";
           }},
    Layout{"guessed",
           [](std::size_t number, const std::string& value) {
             return std::string("<h:Guessed by=\"me\" grade=\"") + (number < 66 ? "B" : "C") + "\">" + value +
                    "</h:Guessed>";
           }},
    Layout{"dreamt",
           [](std::size_t number, const std::string& value) {
             return "<h:Guessed grade=\"D\" by=\"" + std::to_string(number) + "\">" + value + "</h:Guessed>";
           }},
    Layout{"grades take turns",
           [](std::size_t number, const std::string& value) {
             return std::string("<h:Guessed grade=\"") + "AAB"[number % 3] + "\">" + value + "</h:Guessed>";
           }},
};

/// Rows of which the `odd`-th has another value; 0: none.
std::string rows(const Layout& layout, std::size_t count, std::size_t odd, const std::string& value) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i)
    text += crate(i, layout.inside(i, i == odd ? value : std::to_string(10 + i % 7)));
  return text;
}

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return random_() % end; }
  bool one_in(std::size_t many) { return below(many) == 0; }
  std::string of(std::initializer_list<const char*> all) { return all.begin()[below(all.size())]; }

 private:
  std::mt19937_64 random_;
};

std::string random_about(Chance& chance, std::size_t shape) {
  std::string text;
  if (shape % 2 == 0) text += element("Way", chance.of({"in", "out", "in"}));
  if (shape % 3 == 0) text += element("First", chance.of({"Ada", "Ole", "Per &amp; Co", "A B"}));
  if (shape % 5 < 2) text += element("Last", chance.of({"Vik", "Dal", "x  y"}));
  for (std::size_t i = shape % 4; i > 0; --i)
    text += crew(chance.of({"captain", "pilot", "cook"}), chance.of({"Kari", "Liv", "<!-- -->Tor"}));
  if (shape % 3 == 1)
    text +=
        element("Deck", chance.one_in(5) ? chance.of({"00", "300", " 7"}) : std::to_string(chance.below(9)));
  if (shape % 4 == 3) text += element("Open", chance.of({"true", "false", "1", "0"}));
  if (shape % 2 == 1) text += element("Owner", chance.of({"H017", "Ada", "Liv", "H&amp;M"}));
  if (shape % 6 == 1) text += element("Draft", chance.of({"5", "07", "1:", "x", "9999", "10000", "0", "8"}));
  if (shape % 4 == 1)
    for (const char* name : {"Light", "Sign", "Mast"})
      text += two(name, "Colour", chance.of({"red", "green"}), chance.of({"bow", "bow", "stern"}));
  if (shape % 5 == 3)
    for (std::size_t legs = 1 + chance.below(3); legs > 0; --legs)
      text += two("Leg", "End", chance.of({"first", "last"}), chance.of({"Oslo", "Bergen", "Moss"}));
  return text;
}

std::string random_rows(Chance& chance, std::size_t shape) {
  std::string text;
  for (std::size_t runs = chance.below(3); runs > 0; --runs) {
    const auto& layout = layouts.at((shape + runs) % layouts.size());
    constexpr std::array<std::size_t, 7> lengths = {1, 2, 4, 6, 64, 66, 70};
    const auto count = lengths.at(chance.below(chance.one_in(3) ? lengths.size() : 4));
    text +=
        rows(layout, count, chance.one_in(3) ? 1 + chance.below(count) : 0,
             chance.of({"007", "-3", " 5", "1234567890123456789", "18446744073709551620", "+2", "60000"}));
  }
  for (std::size_t guests = shape % 3 == 0 ? chance.below(7) : 0; guests > 0; --guests)
    text += guest(std::to_string(chance.below(20)), chance.of({"4", "70", "007", "150"}),
                  shape % 2 == 0 ? "" : element("Berth", chance.of({"b", "b", "c"})));
  return text;
}

std::string random_manifest(std::uint64_t seed) {
  Chance chance(seed);
  const std::array<std::size_t, 3> shapes = {chance.below(60), chance.below(60), chance.below(60)};
  std::string ships;
  for (std::size_t count = 2 + chance.below(14); count > 0; --count) {
    const auto shape = shapes.at(chance.below(shapes.size()));
    ships += ship(chance.of({"1", "22", "n-3", "0f0a2c9e-4b4d-4c5e-9a52-3a1f4b6d7e02",
                             "0f0a2c9e4b4d4c5e9a523a1f4b6d7e02"}),
                  seed % 3 == 0 ? "pass" : chance.of({"load", "load", "pass", "idle"}),
                  random_about(chance, shape), random_rows(chance, shape),
                  shape % 7 == 0 ? element("Remark", chance.of({"r", "s"})) : "");
  }
  return manifest(ships, chance.of({"", "<h:Pier>P-1</h:Pier>", "<h:Pier>P-2</h:Pier>",
                                    "<h:Pier>P-2</h:Pier><h:Remark>x</h:Remark>"}));
}

/// The form goes by the seed, values and a few codes by the member.
std::string small_manifest(std::uint64_t seed, std::uint64_t member) {
  Chance form(seed);
  Chance value(seed * 100 + member);
  std::string ships;
  for (std::size_t count = 1 + form.below(3); count > 0; --count) {
    std::string about;
    if (form.below(2) == 0) about += element("Way", value.one_in(4) ? "out" : "in");
    if (form.below(3) == 0) about += element("First", value.of({"Ada", "Ole", "Per &amp; Co"}));
    if (form.below(3) == 0) about += element("Last", value.of({"Vik", "Dal", "x  y"}));
    for (std::size_t crews = form.below(3); crews > 0; --crews)
      about += crew(form.of({"captain", "pilot", "cook"}), value.of({"Kari", "Liv", " T ", "&lt;Tor&gt;"}));
    if (form.below(2) == 0) about += element("Deck", value.of({"0", "299", "00", " 7", "12", "13"}));
    if (form.below(2) == 0) about += element("Open", value.of({"true", "false", "1", "0"}));
    if (form.below(2) == 0) about += element("Owner", value.of({"H017", "Liv", "H&amp;M"}));
    if (form.below(3) == 0) about += element("Draft", value.of({"5", "07", "1:", "x", "9999", "10000", "8"}));
    if (form.below(3) == 0)
      for (const char* name : {"Light", "Sign", "Mast"})
        about += two(name, "Colour", value.of({"red", "green"}), "bow");
    if (form.below(4) == 0)
      about += two("Leg", "End", value.of({"first", "last"}), "Oslo") + two("Leg", "End", "last", "Moss");
    std::string inside;
    for (std::size_t crates = form.below(4); crates > 0; --crates) {
      std::string one = element("Weighed", value.of({"1", "007", "2.50", "-3", "+4", ".5", "12"}));
      if (form.below(2) == 0) one += element("Level", value.of({"1", "-5", "50000", "50001", "-6", "60"}));
      if (form.below(2) == 0) one += element("Full", value.of({"true", "false", "1", "0"}));
      if (form.below(3) == 0) one += element("Seal", value.of({"none", "s1", "s2"}));
      if (form.below(2) == 0) one += element("Tag", value.of({"t", "t", "u", "u &amp; v"}));
      inside += crate(crates, one);
    }
    for (std::size_t guests = form.below(3); guests > 0; --guests)
      inside += guest(value.of({"1", "2", "03"}), value.of({"0", "150", "44", "44"}),
                      form.below(2) == 0 ? element("Berth", value.of({"b", "b", "c"})) : "");
    ships += ship(value.of({"1", "22", "n-3", "0f0a2c9e-4b4d-4c5e-9a52-3a1f4b6d7e02"}),
                  form.of({"load", "load", "pass", "idle"}), about, inside,
                  form.one_in(3) ? element("Remark", value.of({"r", "s", "r"})) : "");
  }
  return manifest(ships, form.of({"", "<h:Pier>P-1</h:Pier>", "<h:Pier>P-2</h:Pier>",
                                  "<h:Pier>P-2</h:Pier><h:Remark>x</h:Remark>"}));
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
