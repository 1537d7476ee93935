#include "gateway/yaml/load.hpp"

#include <doctest/doctest.h>

#include "gateway/resources/store.hpp"

using namespace cimgate;

namespace {

/// Everything that can be asked of a node and what is below it.
void tell(const yaml::Node& node, std::string& to) {
  to += std::to_string(node.line()) + ':' + std::to_string(node.column()) + (node.is_plain() ? "p" : "") +
        (node.is_flow() ? "f" : "") + (node.is_null() ? "n" : "") + '"' + node.text() + '"';
  if (!node.is_list() && !node.is_map()) return;
  to += node.is_map() ? '{' : '[';
  for (const auto& member : node) {
    if (node.is_map()) {
      tell(member.first, to);
      to += '=';
      tell(member.second, to);
    } else {
      tell(member, to);
    }
    to += ',';
  }
  to += node.is_map() ? '}' : ']';
}

std::string told(const yaml::Node& node) {
  std::string all;
  tell(node, all);
  return all;
}

}  // namespace

TEST_SUITE("yaml: loading") {
  TEST_CASE("what was made when the program was built is what parsing makes") {
    const auto store = resources::built_in();
    std::size_t files = 0;
    for (const char* folder : {"rules", "mappings", "dialects", "xsd", "scenarios", "examples", "gateway"})
      for (const auto& path : store->list(folder)) {
        if (!path.ends_with(".yaml")) continue;
        CAPTURE(path);
        ++files;
        const std::string copy(*store->read(path));  // known by what it says, wherever it stands
        const auto loaded = yaml::load(copy);
        const auto parsed = yaml::parse(copy);
        REQUIRE(loaded.has_value());
        REQUIRE(parsed.has_value());
        CHECK(told(*loaded) == told(*parsed));
      }
    CHECK(files > 100);
  }

  TEST_CASE("a text that is built in but for one character is parsed") {
    std::string text(*resources::built_in()->read("rules/identifiers.yaml"));
    const auto at = text.find("identifiers:");
    REQUIRE(at != std::string::npos);
    text[at] = 'I';
    const auto loaded = yaml::load(text);
    REQUIRE(loaded.has_value());
    CHECK((*loaded)["Identifiers"].is_list());
    CHECK_FALSE(yaml::load(text + "\n[").has_value());
  }
}
