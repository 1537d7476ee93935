#include <doctest/doctest.h>

#include <set>
#include <string>

#include "cimgate/cim_model/document.hpp"
#include "cimgate/ebix_model/message.hpp"
#include "files.hpp"

using namespace cimgate;
using test::compact;
using test::example;

TEST_CASE("every Elhub message is read into its own type and written back unchanged") {
  REQUIRE(ebix::known_roots().size() == 28);
  std::set<std::size_t> types;
  for (const ebix::RootName& root : ebix::known_roots()) {
    CAPTURE(std::string(root.local));
    const std::string xml = example("ebix", root.local);
    REQUIRE_FALSE(xml.empty());
    const auto message = ebix::parse(xml);
    REQUIRE_MESSAGE(message.has_value(), message.error().message);
    CHECK(ebix::root_name(*message) == root);
    types.insert(message->index());
    const auto written = ebix::serialize(*message);
    REQUIRE(written.has_value());
    CHECK(compact(*written) == compact(xml));
  }
  CHECK(types.size() == 28);
}

TEST_CASE("every CIM document is read into its own type and written back unchanged") {
  REQUIRE(cim::known_roots().size() == 34);
  std::set<std::size_t> types;
  for (const cim::RootName& root : cim::known_roots()) {
    CAPTURE(std::string(root.local));
    const std::string xml = example("cim", root.local.substr(0, root.local.find('_')));
    REQUIRE_FALSE(xml.empty());
    const auto document = cim::parse(xml);
    REQUIRE_MESSAGE(document.has_value(), document.error().message);
    CHECK(cim::root_name(*document) == root);
    types.insert(document->index());
    const auto written = cim::serialize(*document);
    REQUIRE(written.has_value());
    CHECK(compact(*written) == compact(xml));
  }
  CHECK(types.size() == 34);
}

TEST_CASE("without validation a valid message reads the same") {
  for (const ebix::RootName& root : ebix::known_roots()) {
    CAPTURE(std::string(root.local));
    const auto message = ebix::parse(example("ebix", root.local), {.validate = false});
    REQUIRE_MESSAGE(message.has_value(), message.error().message);
    CHECK(compact(ebix::serialize(*message).value()) == compact(example("ebix", root.local)));
  }
}

TEST_CASE("the examples of the README files are the programs that are compiled") {
  for (const char* model : {"ebix-model", "cim-model"}) {
    CAPTURE(std::string(model));
    const std::string readme = test::read_file(test::source_folder() / model / "README.md");
    const std::string program = test::read_file(test::source_folder() / model / "example/example.cpp");
    REQUIRE_FALSE(program.empty());
    CHECK(readme.find("```cpp\n" + program + "```\n") != std::string::npos);
  }
}
