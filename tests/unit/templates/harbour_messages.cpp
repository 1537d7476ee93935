#include "tests/unit/templates/harbour_messages.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <random>

namespace cimgate::test {

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

std::string guest(const std::string& seat, const std::string& age, const std::string& rest) {
  return element("Guest", element("Seat", seat) + element("Age", age) + rest) + '\n';
}

std::string two(const std::string& name, const std::string& of, const std::string& value,
                const std::string& place) {
  return element(name, element(of, value) + element(of == "End" ? "Port" : "Place", place));
}

std::string crate(std::size_t number, const std::string& inside) {
  return fmt::format("<h:Crate no=\"{}\">{}</h:Crate>\n", number, inside);
}

std::string ship(const std::string& number, const std::string& kind, const std::string& about,
                 const std::string& rows, const std::string& remark) {
  return element("Ship", element("Number", number) + element("Day", "2026-12-01T00:30:00-01:00") +
                             element("Kind", kind) + about + '\n' + rows + remark) +
         '\n';
}

std::string manifest(const std::string& ships, const std::string& of_sheet) {
  return "<h:Manifest xmlns:h=\"urn:harbour:manifest:1\">\n<h:Sheet>" +
         element("Written", "2026-12-01T00:30:00-01:00") + element("Errand", "H-1") +
         "<h:From as=\"tug\">H017</h:From>" + element("Number", "n1") + of_sheet + "</h:Sheet>\n" + ships +
         "</h:Manifest>\n";
}

const std::array<Layout, 9> layouts = {
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

std::string rows(const Layout& layout, std::size_t count, std::size_t odd, const std::string& value) {
  std::string text;
  for (std::size_t i = 1; i <= count; ++i)
    text += crate(i, layout.inside(i, i == odd ? value : std::to_string(10 + i % 7)));
  return text;
}

namespace {

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

}  // namespace

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

}  // namespace cimgate::test
