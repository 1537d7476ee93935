#include "gateway/text/nearest.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace cimgate::text;

TEST_SUITE("schema nearest") {
  TEST_CASE("edit distance in quarters of a change") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("abc", "aBc") == 1);
    CHECK(edit_distance("abc", "abcd") == 4);
    CHECK(edit_distance("abc", "acb") == 4);
    CHECK(edit_distance("abc", "xyz") == 12);
    CHECK(edit_distance("", "abc") == 12);
    CHECK(edit_distance("kitten", "sitting") == 12);
    CHECK(edit_distance("bca", "cba") == 4);
    CHECK(edit_distance("Bca", "cBa") == 4);
    const std::string long_text(200, 'x');
    CHECK(edit_distance(long_text, "") == 800);
    CHECK(edit_distance(long_text, long_text) == 0);
    CHECK(edit_distance(long_text + "x", "") > 1'000'000);  // not compared
  }

  TEST_CASE("did you mean") {
    const std::vector<std::string_view> names = {"StartOfOccurrence", "EndOfOccurrence", "Identification"};
    CHECK(did_you_mean("EndOfOccurence", names) == "EndOfOccurrence");
    CHECK(did_you_mean("endofoccurrence", names) == "EndOfOccurrence");
    CHECK(did_you_mean("Identifcation", names) == "Identification");
    CHECK(did_you_mean("Postcode", names).empty());
    CHECK(did_you_mean("X", {"Y"}).empty());
    CHECK(did_you_mean("anything", {}).empty());
    CHECK(nearest("E99", {"E09", "E17", "EH99"}, 2) == std::vector<std::string_view>{"E09", "EH99"});
  }

  TEST_CASE("did you mean: what is passed over early would not have been the nearest") {
    std::mt19937 random(1);
    const auto word = [&] {
      std::string made(1 + random() % 12, ' ');
      for (auto& letter : made) letter = "abcABE01"[random() % 8];
      return made;
    };
    std::size_t meant_one = 0;
    for (int round = 0; round < 2000; ++round) {
      std::vector<std::string> words(random() % 20);
      std::generate(words.begin(), words.end(), word);
      const std::vector<std::string_view> known(words.begin(), words.end());
      auto text = word();
      if (!words.empty() && round % 2 == 0) {
        text = words[random() % words.size()];
        text[random() % text.size()] = 'x';
      }
      CAPTURE(text);
      const auto meant = did_you_mean(text, known);
      const auto all = nearest(text, known, 1);
      const auto allowed =
          all.empty() ? 0 : std::max<std::size_t>(1, std::max(text.size(), all.front().size()) / 3) * 4;
      if (!all.empty() && text.size() > 1 && edit_distance(text, all.front()) <= allowed)
        CHECK(meant == all.front());
      else
        CHECK(meant.empty());
      if (!meant.empty()) ++meant_one;
    }
    CHECK(meant_one > 500);
  }
}
