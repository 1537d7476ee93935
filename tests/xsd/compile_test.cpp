#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../models/files.hpp"
#include "../temporary_folder.hpp"
#include "validators.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> schema_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(test::source_folder() / "xsd"))
    if (entry.path().extension() == ".xsd") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

TEST_CASE("every schema compiles in both validators without a complaint") {
  const auto files = schema_files();
  REQUIRE(files.size() >= 103);
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    CHECK(test::compile_with_libxml2(file) == "");
    CHECK(test::compile_with_xerces(file) == "");
  }
}

TEST_CASE("the Norwegian edition is the same documents with another local code list") {
  const fs::path original = test::source_folder() / "xsd/cim";
  const fs::path norwegian = test::source_folder() / "xsd/no";
  int same = 0;
  for (const auto& entry : fs::directory_iterator(original)) {
    if (entry.path().extension() != ".xsd") continue;
    const fs::path name = entry.path().filename();
    CAPTURE(name.string());
    const bool equal = test::read_file(original / name) == test::read_file(norwegian / name);
    CHECK(equal == (name != "urn-entsoe-eu-local-extension-types.xsd"));
    if (equal) ++same;
  }
  CHECK(same == 35);
}

TEST_CASE("a schema that is wrong is told by both validators") {
  const test::TemporaryFolder folder;
  for (const char* text :
       {"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='b'/></xs:schema>",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element/></xs:schema>"}) {
    const fs::path file = folder.file("wrong.xsd");
    std::ofstream(file) << text;
    CHECK(test::compile_with_libxml2(file) != "");
    CHECK(test::compile_with_xerces(file) != "");
  }
}
