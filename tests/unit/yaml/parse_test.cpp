#include "gateway/yaml/parse.hpp"

#include <doctest/doctest.h>

using namespace cimgate;

namespace {

yaml::Node parsed(std::string_view text) {
  auto node = yaml::parse(text);
  REQUIRE(node.has_value());
  return *std::move(node);
}

std::string fault(std::string_view text) {
  const auto node = yaml::parse(text);
  if (node) return "none";
  return std::to_string(node.error().place.line) + ':' + std::to_string(node.error().place.column) + ": " +
         node.error().text;
}

std::string place(const yaml::Node& node) {
  return std::to_string(node.line()) + ':' + std::to_string(node.column());
}

}  // namespace

TEST_SUITE("yaml: parsing") {
  TEST_CASE("a map has no key twice, wherever it stands and however it is written") {
    CHECK(fault("a: 1\nb: 2\na: 3\n") == "3:1: the key 'a' is there a second time, after line 1");
    CHECK(fault("- { x: 1, y: 2, \"x\": 3 }\n") == "1:17: the key 'x' is there a second time, after line 1");
    CHECK(fault("roles:\n  - role: full\n    from: 2026-01-01\n    role: read\n") ==
          "4:5: the key 'role' is there a second time, after line 2");
    CHECK(fault("'': 1\n\"\": 2\n") == "2:1: the key '' is there a second time, after line 1");
    CHECK(fault("&a x: 1\n*a : 2\n") == "1:1: the key 'x' is there a second time, after line 1");
    // Another map may have it.
    CHECK(fault("a: { a: { a: 1 } }\nb: [{ a: 1 }, { a: 2 }]\n") == "none");
    CHECK(fault("[a, b]: 1\n[a, c]: 2\n") == "none");
    // Of many keys the first that is repeated, and quickly.
    std::string many;
    for (int i = 0; i < 100'000; ++i) many += 'k' + std::to_string(i) + ": 1\n";
    CHECK(fault(many) == "none");
    CHECK(fault(many + "k7: 2\n") == "100001:1: the key 'k7' is there a second time, after line 8");
  }

  TEST_CASE("maps, lists and texts, with their places") {
    const auto root = parsed(
        "# a comment\n"
        "rules:\n"
        "  - { id: A.1, at: [x, \"y: z\"] }\n"
        "  - id: A.2\n"
        "    text: |\n"
        "      two\n"
        "      lines\n"
        "æ: ø, ære, { }\n");
    CHECK(root.is_map());
    CHECK_FALSE(root.is_flow());
    CHECK(place(root) == "2:1");
    CHECK(root.size() == 2);
    const auto rules = root["rules"];
    CHECK(rules.is_list());
    CHECK(rules.size() == 2);
    CHECK(place(rules) == "3:3");
    CHECK(rules[0].is_flow());
    CHECK(place(rules[0]) == "3:5");
    CHECK(rules[0]["at"][1].text() == "y: z");
    CHECK(place(rules[0]["at"][1]) == "3:24");
    CHECK(rules[1]["text"].text() == "two\nlines\n");
    CHECK(root["æ"].text() == "ø, ære, { }");
    CHECK(place(root["æ"]) == "8:4");  // in characters
    std::string keys;
    for (const auto& entry : rules[0]) keys += entry.first.text() + ' ' + place(entry.second) + ' ';
    CHECK(keys == "id 3:11 at 3:20 ");
    std::string items;
    for (const auto& item : rules[0]["at"]) items += item.text() + '|';
    CHECK(items == "x|y: z|");
  }

  TEST_CASE("what is not there is nothing, and can be asked further") {
    const auto root = parsed("a: text\nb: [1]\n");
    const auto nothing = root["c"];
    CHECK_FALSE(nothing);
    CHECK_FALSE(nothing["d"]);
    CHECK_FALSE(nothing[0]);
    CHECK_FALSE(root["a"]["d"]);
    CHECK_FALSE(root["b"][1]);
    CHECK_FALSE(root["b"]["x"]);
    CHECK_FALSE(nothing.is_null());
    CHECK(nothing.text().empty());
    CHECK(nothing.line() == 0);
    CHECK(nothing.size() == 0);
    for (const auto& entry : nothing) FAIL_CHECK(entry.text());
    for (const auto& entry : root["a"]) FAIL_CHECK(entry.text());
  }

  TEST_CASE("null is said without quotes") {
    const auto root = parsed("a:\nb: ~\nc: null\nd: \"\"\ne: 'null'\nf: !!str null\n");
    for (const auto* key : {"a", "b", "c"}) {
      CHECK(root[key].is_null());
      CHECK(root[key].text().empty());
    }
    for (const auto* key : {"d", "e", "f"}) {
      CHECK(root[key].is_scalar());
      CHECK_FALSE(root[key].is_plain());
    }
    CHECK(parsed("").is_null());
    CHECK(place(parsed("")) == "1:1");
    CHECK(parsed("# nothing\n").is_null());
  }

  TEST_CASE("aliases are what they stand for") {
    const auto root = parsed("a: &x { k: 1 }\nb: *x\nc: 1\n");
    CHECK(root["b"]["k"].text() == "1");
    CHECK(place(root["b"]) == "1:4");
    CHECK(root["c"].text() == "1");
    CHECK(root.size() == 3);
  }

  TEST_CASE("a text is one document, and nothing stands behind it") {
    CHECK(fault("---\na: 1\n...\n") == "none");
    CHECK(fault("a: 1\n# the end\n") == "none");
    CHECK(fault("") == "none");
    CHECK(fault("a: 1\n---\nb: 2\n") == "2:1: a second document begins, where one is read");
    CHECK(fault("a: 1\n...\nb: 2\n").starts_with("3:1: "));
    CHECK(fault("a: 1\n---\n").starts_with("2:1: "));
    CHECK(fault("{\"a\": 1} x\n") != "none");
    CHECK(fault("{\"a\": 1}}\n") != "none");
    CHECK(fault("a: 1\n---\n]\n") != "none");
  }

  TEST_CASE("mistakes have a place") {
    CHECK(fault("a: [1\nb: 2\n") ==
          "2:2: did not find expected ',' or ']', while parsing a flow sequence from line 1");
    CHECK(fault("a: 1\n b: 2\n").starts_with("2:"));
    CHECK(fault("a: *x\n") == "1:4: there is no anchor 'x' that ends before this");
    CHECK(fault("a: &x [*x]\n") == "1:8: there is no anchor 'x' that ends before this");
    CHECK(fault("a: \"\xff\"\n").starts_with("1:"));
    CHECK(fault(std::string(201, '[')) == "1:201: it is nested too deep");
    CHECK(fault("a: \"not closed\n").find("while scanning a quoted scalar from line 1") != std::string::npos);
  }

  TEST_CASE("references to references are bounded by what they stand for") {
    // Nine lines of nine: 9^9 nodes for whoever walks the tree.
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
      const auto before = "*a" + std::to_string(i - 1);
      text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
      for (int j = 1; j < 9; ++j) text += ", " + before;
      text += "]\n";
    }
    CHECK(fault(text).find("its references say too much") != std::string::npos);
    CHECK(fault(text.substr(0, text.find("a4:"))) == "none");
  }

  TEST_CASE("a node keeps its tree") {
    yaml::Node kept;
    {
      const auto root = parsed("a: { b: a text that is longer than any small string }\n");
      kept = root["a"]["b"];
    }
    CHECK(kept.text() == "a text that is longer than any small string");
  }
}
