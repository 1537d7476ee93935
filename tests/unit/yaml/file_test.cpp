#include "gateway/yaml/file.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cimgate;

namespace {

constexpr const char* good = R"(name: a
items: [b, c]
count: 7
part: { key: d }
)";

}  // namespace

TEST_SUITE("yaml: files that people write") {
  TEST_CASE("what is there is read") {
    yaml::File file("f.yaml", good);
    const auto& root = file.root();
    file.check_keys(root, {"name", "items", "count", "part"});
    CHECK(file.text(root, "name") == "a");
    CHECK(file.optional_text(root, "nothing").empty());
    CHECK(file.texts(root, "items") == std::vector<std::string>{"b", "c"});
    CHECK(file.optional_texts(root, "nothing").empty());
    CHECK(file.optional_list(root, "nothing").empty());
    CHECK(file.words(root["name"]) == std::vector<std::string>{"a"});
    CHECK(file.number(root["count"], 1, 9) == 7);
    CHECK(file.text(file.part("part", {"key"}), "key") == "d");
    CHECK_FALSE(file.part("nothing", {}));
    CHECK(file.one_of(root, "name", {"x", "a"}) == 1);
    CHECK(file.error_text() == "");
  }

  TEST_CASE("all mistakes are told, each with its place") {
    yaml::File file("f.yaml", good);
    const auto& root = file.root();
    file.check_keys(root, {"nam", "items", "count", "part"});
    CHECK(file.text(root, "items").empty());
    CHECK(file.text(root, "missing").empty());
    CHECK(file.list(root, "name").empty());
    CHECK(file.number(root["count"], 1, 5) == 1);
    file.part("part", {"kay"});
    file.one_of(root, "name", {"x", "b"});
    file.error(root["missing"], "not here");
    CHECK(file.error_text() ==
          "f.yaml:1:1: unknown key 'name', expected nam, items, count, part; did you mean 'nam'?\n"
          "f.yaml:2:8: expected a text for 'items'\n"
          "f.yaml:1:1: 'missing' is missing\n"
          "f.yaml:1:7: expected a list for 'name'\n"
          "f.yaml:3:8: expected a whole number from 1 to 5\n"
          "f.yaml:4:9: unknown key 'key', expected kay; did you mean 'kay'?\n"
          "f.yaml:1:7: 'a' is not known for 'name', expected x, b\n"
          "f.yaml:4:7: not here");
  }

  TEST_CASE("a text that is no YAML, and one that is no map, have nothing to read") {
    CHECK(yaml::File("f.yaml", "a: [").error_text().find("f.yaml:") == 0);
    CHECK(yaml::File("f.yaml", "- a").error_text() == "f.yaml:1:1: expected keys with values");
    CHECK(yaml::File("f.yaml", "").errors().size() == 1);
  }

  TEST_CASE("several files can put their mistakes into one list") {
    std::vector<yaml::Mistake> all;
    yaml::File first("a.yaml", "x: 1", all);
    yaml::File second("b.yaml", "x: 1", all);
    second.check_keys(second.root(), {"y"});
    first.check_keys(first.root(), {"z"});
    REQUIRE(all.size() == 2);
    CHECK(all[0].place == yaml::Place{"b.yaml", 1, 1});
    CHECK(all[1].place.file == "a.yaml");
  }
}
