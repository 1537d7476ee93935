#include <doctest/doctest.h>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

Outcome shell(const std::string& line, const fs::path& folder = {}) {
  Command command;
  command.folder = folder;
  command.shell = line;
  return run(command);
}

std::string values(const char* size) {
  return shell(std::string("cimgate sample CollectedData --size ") + size).out;
}

}  // namespace

TEST_CASE("large: a message goes through a pipe in little memory") {
  const TemporaryFolder folder;
  // CIM XML in one text is not made while the message is read (docs/performance.md); in files it is.
  for (const std::string verb : {"translate -j 1 -", "translate -j 2 -",
                                 "translate --to cim-xml --compact -o made/ -", "validate -j 2 -"}) {
    CAPTURE(verb);
    const auto done =
        shell("cimgate sample CollectedData --size 24mb | cimgate " + verb + " | tail -c 60", folder.path());
    CHECK(done.exit == 0);
    CHECK(done.err == "");
    CHECK(done.megabytes <= 64);
  }
}

TEST_CASE("large: in pieces, in threads and whole, the result is the same") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "values.xml").string();
  write_file(file, values("2mb"));
  for (const char* options : {"", "--compact", "--to cim-xml", "--profile nmeg-no/0.1"}) {
    CAPTURE(options);
    const auto sum = [&](const std::string& command) {
      const auto done = shell(command + " | md5sum");
      CHECK(done.exit == 0);
      return done.out.substr(0, 32);
    };
    const auto whole = sum("cimgate --engine reference translate " + std::string(options) + " " + file);
    CHECK(sum("cimgate translate -j 1 " + std::string(options) + " " + file) == whole);
    CHECK(sum("cimgate translate -j 3 " + std::string(options) + " " + file) == whole);
    CHECK(sum("cimgate translate " + std::string(options) + " - < " + file) == whole);
  }
}

TEST_CASE("large: an error at the end leaves nothing that looks whole") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "values.xml").string();
  auto text = values("3mb");
  const std::string tag = "<abie:Metered>";
  text.insert(text.rfind(tag) + tag.size(), "x");
  write_file(file, text);
  const auto shown = shell("cimgate translate -j 2 " + file);
  CHECK(shown.exit == 1);
  CHECK(shown.out.size() > 1'000'000);
  CHECK_FALSE(shown.out.ends_with("}\n"));
  CHECK(shown.err.find("schema.bad-value") != std::string::npos);
  CHECK(shown.err.find("not whole") != std::string::npos);
  CHECK(shown.err.find("/CollectedData/PayloadEnergyTimeSeries[") != std::string::npos);

  const auto to_file = shell("cimgate translate -o " + (folder.path() / "made.json").string() + " " + file);
  CHECK(to_file.exit == 1);
  const auto to_folder = shell("cimgate translate -o " + (folder.path() / "made").string() + "/ " + file);
  CHECK(to_folder.exit == 1);
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    files += entry.is_regular_file() ? 1U : 0U;
  CHECK(files == 1);
}

TEST_CASE("large: findings are those of the whole message") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "values.xml").string();
  auto text = values("2mb");
  const std::string unit = "<abie:UnitType>kWh";
  text.replace(text.rfind(unit), unit.size(), "<abie:UnitType>kvarh");
  write_file(file, text);
  const auto whole = shell("cimgate --engine reference validate --format json " + file);
  const auto pieces = shell("cimgate validate -j 2 --format json " + file);
  CHECK(whole.exit == 1);
  CHECK(whole.out == pieces.out);
}

TEST_CASE("large: a message in one line shows what each finding is about") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "values.xml").string();
  auto text = values("2mb");
  REQUIRE(text.find('\n') == text.size() - 1);
  const std::string point =
      "<abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier=\"9\">";
  std::vector<std::string> wrong;
  for (auto at = text.find(point); at != std::string::npos; at = text.find(point, at + 1)) {
    char& digit = text[at + point.size() + 17];
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
    wrong.push_back(text.substr(at + point.size(), 18));
  }
  write_file(file, text);
  for (const char* engine : {"", "--engine reference "}) {
    const auto shown = shell(std::string("cimgate ") + engine + "validate -j 2 " + file);
    CHECK(shown.exit == 0);
    std::size_t from = 0;
    for (const auto& number : wrong) {
      CAPTURE(number);
      from = shown.out.find("…", from);
      REQUIRE(from != std::string::npos);
      const auto end = shown.out.find('\n', from);
      const auto line = shown.out.substr(from, end - from);
      const auto caret = shown.out.substr(end + 1, shown.out.find('\n', end + 1) - end - 1);
      REQUIRE(line.find(number) != std::string::npos);
      // "…" is one column and three bytes; both lines begin with "  1 | ".
      CHECK(caret.find('^') == line.find(number) - 2 + std::string_view("  1 | ").size());
      CHECK(caret.ends_with(std::string(18, '^')));
      from = end;
    }
  }
}

TEST_CASE("large: bench measures a message, and made-up values when there is none") {
  const auto done = shell("cimgate bench --rounds 1 examples/CollectedData/valid/hours-23.xml");
  CHECK(done.exit == 0);
  CHECK(done.out.find("translate to CIM JSON") != std::string::npos);
  const auto json = shell("cimgate bench --rounds 1 --format json examples/CollectedData/valid/hours-23.xml");
  CHECK(json.exit == 0);
  CHECK(json.out.find("\"stage\": \"validate\"") != std::string::npos);
  CHECK(shell("cimgate bench --rounds 1 examples/CollectedData/invalid/decimal-comma.xml").exit == 1);
}
