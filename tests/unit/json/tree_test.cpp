#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/json/tree.hpp"
#include "gateway/source/problem.hpp"

using namespace cimgate;
using Kind = json::JsonValue::Kind;

namespace {

std::string place(source::Position position) {
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// "rule line:column", or "" when it is JSON.
std::string fault(std::string_view text, const source::Limits& limits = {}) {
  const auto tree = json::parse_json(text, limits);
  return tree ? "" : tree.error().rule + " " + place(tree.error().position);
}

std::string text_of(std::string_view json) {
  const auto tree = json::parse_json(json, {});
  REQUIRE_MESSAGE(tree.has_value(), std::string(json));
  return std::string((*tree)[0].text);
}

}  // namespace

TEST_SUITE("JSON text") {
  TEST_CASE("values, members and items with their places") {
    const std::string text = "{\n  \"å\" : [1, true,\r\n null],\n\t\"b\":{}, \"c\":\"\"}";
    const auto tree = json::parse_json(text, {});
    REQUIRE(tree.has_value());
    const auto& root = (*tree)[0];
    CHECK(root.kind == Kind::object);
    CHECK(root.count == 3);
    const auto list = tree->member(0, "å");
    REQUIRE(list != json::no_json);
    CHECK((*tree)[list].kind == Kind::array);
    CHECK((*tree)[list].count == 3);
    CHECK(place((*tree)[list].name_position) == "2:3");
    CHECK(place((*tree)[list].position) == "2:9");
    const auto one = (*tree)[list].first;
    CHECK((*tree)[one].kind == Kind::number);
    CHECK((*tree)[one].text == "1");
    CHECK((*tree)[one].name.empty());
    const auto two = (*tree)[one].next;
    CHECK((*tree)[two].kind == Kind::boolean);
    CHECK((*tree)[two].text == "true");
    const auto three = (*tree)[two].next;
    CHECK((*tree)[three].kind == Kind::null);
    CHECK(place((*tree)[three].position) == "3:2");
    CHECK((*tree)[three].next == json::no_json);
    CHECK((*tree)[tree->member(0, "b")].kind == Kind::object);
    CHECK(place((*tree)[tree->member(0, "c")].position) == "4:14");
    CHECK(tree->member(0, "d") == json::no_json);
    CHECK(tree->member(list, "å") == json::no_json);
  }

  TEST_CASE("any value may be the whole text") {
    for (const auto* text :
         {"{}", "[]", "0", "-0", "-1.50e+10", "1E2", "12345678901234567890.123456789", "true", "false",
          "null", "\"\"", " \t\r\n[ ] \n", "[[[]]]", "[{\"a\":[]},{}]", "\"\x7F\""})
      CHECK_MESSAGE(fault(text) == "", text);
  }

  TEST_CASE("numbers keep their digits") {
    for (const auto* text : {"10.450", "-0", "1.0E-05", "123456789012345678901234567890.10"})
      CHECK(text_of(text) == text);
  }

  TEST_CASE("escapes") {
    CHECK(text_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
    CHECK(text_of(R"("x\u0041\u00e5\u20AC\uD83d\uDE00y")") == "xAå€😀y");
    CHECK(text_of(R"("\u0000")") == std::string(1, '\0'));
    CHECK(text_of(R"("\uD800\uDC00\uDBFF\uDFFF")") == "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
    CHECK(text_of(R"("æøå€😀")") == "æøå€😀");
  }

  TEST_CASE("what is not JSON is refused at the place where it stops being JSON") {
    const std::vector<std::pair<const char*, std::string>> cases = {
        {"", "1:1"},
        {"  \n ", "2:2"},
        {"{", "1:2"},
        {"[", "1:2"},
        {"}", "1:1"},
        {"[1", "1:3"},
        {"[1 2]", "1:4"},
        {"[1,]", "1:4"},
        {"[,1]", "1:2"},
        {"[1}", "1:3"},
        {"{\"a\":1,}", "1:8"},
        {"{\"a\" 1}", "1:6"},
        {"{\"a\":}", "1:6"},
        {"{\"a\"}", "1:5"},
        {"{a:1}", "1:2"},
        {"{1:1}", "1:2"},
        {"{'a':1}", "1:2"},
        {"{\"a\":1 \"b\":2}", "1:8"},
        {"{\"a\":1]", "1:7"},
        {"{} {}", "1:4"},
        {"1 1", "1:3"},
        {"[1,\r2,\r\n\n}]", "4:1"},
        {"nul", "1:1"},
        {"nulll", "1:1"},
        {"True", "1:1"},
        {"NaN", "1:1"},
        {"-", "1:2"},
        {"-x", "1:2"},
        {"-Infinity", "1:2"},
        {"+1", "1:1"},
        {".5", "1:1"},
        {"5.", "1:3"},
        {"5.e1", "1:3"},
        {"1e", "1:3"},
        {"1e+", "1:4"},
        {"01", "1:1"},
        {"-01", "1:2"},
        {"1.2.3", "1:4"},
        {"0x10", "1:2"},
        {"// x\n1", "1:1"},
        {"[1/* */]", "1:3"},
        {"\"abc", "1:5"},
        {"\"a\nb\"", "1:3"},
        {"\"a\tb\"", "1:3"},
        {R"("\x")", "1:3"},
        {R"("\)", "1:3"},
        {R"("\u12")", "1:6"},
        {R"("\u12G4")", "1:6"},
        {R"("\u)", "1:4"},
        {"\xC3\xA5", "1:1"},
        {"\xEF\xBB\xBF{}", "1:1"},
    };
    for (const auto& each : cases)
      CHECK_MESSAGE(fault(each.first) == "wellformed.syntax " + each.second, each.first);
  }

  TEST_CASE("half of a surrogate pair is refused") {
    for (const auto* text :
         {R"("\uD800")", R"("\uDC00")", R"("\uD800x")", R"("\uD800\n")", R"("\uD800\u0041")",
          R"("\uD800\uDBFF")", R"("\uD800\uE000")", R"("\uDC00\uD800")", R"("\uD800\uD800\uDC00")"})
      CHECK_MESSAGE(fault(text).substr(0, 17) == "wellformed.syntax", text);
  }

  TEST_CASE("a name that comes twice is refused, also when it is escaped the second time") {
    CHECK(fault(R"({"a":1,"b":2,"a":3})") == "wellformed.duplicate-member 1:14");
    CHECK(fault(R"({"a":1,"\u0061":3})") == "wellformed.duplicate-member 1:8");
    CHECK(fault(R"({"b":1,"a":2,"a":3,"b":4})") == "wellformed.duplicate-member 1:14");
    CHECK(fault(R"([{"a":1},{"a":{"a":2}}])") == "");
    const auto tree = json::parse_json(R"({"a":"secret","a":"hidden"})", {});
    REQUIRE_FALSE(tree.has_value());
    CHECK(tree.error().text.en == "The member 'a' comes twice in the same object.");
    CHECK(tree.error().text.nb == "Medlemmet 'a' står to ganger i samme objekt.");
  }

  TEST_CASE("what was found and what was needed is said in both languages") {
    const auto tree = json::parse_json("{\"a\":1 \"b\":2}", {});
    REQUIRE_FALSE(tree.has_value());
    CHECK(tree.error().text.en == "Not well-formed JSON: found a text where ',' or '}' is needed.");
    CHECK(tree.error().text.nb == "Ikke velformet JSON: fant en tekst der det skal være ',' eller '}'.");
    CHECK_FALSE(tree.error().advice.en.empty());
    CHECK_FALSE(tree.error().advice.nb.empty());
  }

  TEST_CASE("limits: depth and length") {
    source::Limits limits;
    limits.depth = 3;
    CHECK(fault("[[[]]]", limits) == "");
    CHECK(fault("[[{\"a\":1}]]", limits) == "");
    CHECK(fault("[[[[]]]]", limits) == "wellformed.depth 1:4");
    limits.text = 4;
    CHECK(fault(R"(["abcd",1234,"\u0061bcd"])", limits) == "");
    CHECK(fault(R"("abcde")", limits) == "wellformed.text-too-long 1:1");
    CHECK(fault("[12345]", limits) == "wellformed.text-too-long 1:2");
    CHECK(fault(R"("\u0061bcde")", limits) == "wellformed.text-too-long 1:1");
    limits.elements = 4;
    CHECK(fault("[1,2,3]", limits) == "");
    CHECK(fault("[1,2,\n3,4]", limits) == "wellformed.too-many-elements 2:3");
    // Deep nesting costs no call stack.
    CHECK(fault(std::string(1000000, '[')) == "wellformed.depth 1:65");
  }

  TEST_CASE("names in findings stay short and on one line") {
    CHECK(source::shown_name("mRID") == "mRID");
    CHECK(source::shown_name("a\nb") == "a b");
    const std::string longer = std::string(99, 'a') + "å" + std::string(10, 'b');
    CHECK(source::shown_name(longer) == std::string(99, 'a') + "…");
    CHECK(source::shown_name(std::string(100, 'a')) == std::string(100, 'a'));
  }
}
