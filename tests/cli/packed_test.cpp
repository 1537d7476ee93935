// gzip on the way in and out, held against gzip(1).
#include <doctest/doctest.h>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

Outcome shell(const std::string& line, const fs::path& folder) {
  Command command;
  command.shell = line;
  command.folder = folder;
  return run(command);
}

/// A folder with small.xml, a large values.xml, and both packed.
class Messages {
 public:
  Messages() {
    shell(
        "cimgate sample RequestStartOfSupply --seed 3 > small.xml; cimgate sample CollectedData --size 3mb > "
        "values.xml; gzip -k small.xml values.xml",
        path());
  }
  fs::path path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("packed: every verb reads a packed message as it reads the message") {
  const Messages messages;
  for (const std::string name : {"small.xml", "values.xml"})
    for (const std::string verb :
         {"validate --format json", "validate --engine reference", "validate -j 2", "translate --compact",
          "translate -j 2 --to cim-xml", "roundtrip", "check --format json", "explain --format json"}) {
      if (name == "values.xml" && verb.starts_with("explain")) continue;
      CAPTURE(name);
      CAPTURE(verb);
      // The reports name the file.
      const auto as_said = [&](const std::string& input) {
        return shell("cimgate " + verb + " " + input + " 2>&1 | sed 's/\\.xml\\.gz/.xml/g'", messages.path())
            .out;
      };
      const auto whole = as_said(name);
      REQUIRE(whole != "");
      CHECK((as_said(name + ".gz") == whole));
    }
  CHECK(shell("cimgate translate - < values.xml.gz | md5sum", messages.path()).out ==
        shell("cimgate translate - < values.xml | md5sum", messages.path()).out);
}

TEST_CASE("packed: members in a row are one message") {
  const Messages messages;
  const auto done = shell(
      "head -c 1000 values.xml | gzip > parts.gz; tail -c +1001 values.xml | gzip >> parts.gz; cimgate "
      "validate -q "
      "- < parts.gz",
      messages.path());
  CHECK(done.exit == 0);
  CHECK(done.err == "");
}

TEST_CASE("packed: what is written packed is what would have been written") {
  const Messages messages;
  const auto same = [&](const std::string& command) {
    const auto done = shell(command, messages.path());
    CAPTURE(command);
    CHECK(done.exit == 0);
    CHECK(done.err == "");
    CHECK(done.out == "");
  };
  for (const std::string name : {"small.xml", "values.xml"}) {
    same("cimgate translate " + name + " > plain.json; cimgate translate --gzip " + name +
         " | gzip -dc | cmp - plain.json");
    same("cimgate translate -o a.json.gz " + name +
         "; gzip -t a.json.gz; gzip -dc a.json.gz | cmp - plain.json");
    same("cimgate translate --gzip -o b.json " + name +
         "; gzip -dc b.json.gz | cmp - plain.json; test ! -e b.json");
    same("cimgate translate -o plain/ " + name + "; cimgate translate --gzip -o packed/ " + name +
         "; gunzip -r packed; diff -r plain packed; rm -r plain packed");
  }
  same(
      "cimgate translate --gzip small.xml | cimgate translate --gzip - | gzip -dc > back.xml; cimgate diff "
      "-q "
      "small.xml back.xml");
}

TEST_CASE("packed: no input writes over what another gave") {
  const Messages messages;
  const auto done = shell(
      "cimgate translate small.xml > small.json; mkdir other; cp small.json other/; cimgate translate -o "
      "out/ small.xml "
      "small.xml.gz small.json other/small.json values.xml; find out -type f | sort",
      messages.path());
  CHECK(done.exit == 0);
  for (const auto* folder :
       {"out/small.xml/", "out/small.xml.gz/", "out/small.json/", "out/other/small/", "out/values/"}) {
    CAPTURE(folder);
    CHECK(done.out.find(folder) != std::string::npos);
  }
}

TEST_CASE("packed: folders of packed messages and bundles") {
  const Messages messages;
  const auto done = shell(
      "mkdir in; cp small.xml.gz in/; cimgate translate --gzip -o in/bundle/ values.xml; cimgate validate "
      "--level schema in",
      messages.path());
  CHECK(done.exit == 0);
  CHECK(done.out.find("in/small.xml.gz: valid") != std::string::npos);
  CHECK(done.out.find("in/bundle") != std::string::npos);
}

TEST_CASE("packed: gzip that is damaged, cut off or too dense is never valid, and nothing is left of it") {
  const Messages messages;
  const auto refused = [&](const std::string& make, const std::string& why) {
    CAPTURE(make);
    const auto done = shell(make +
                                "; cimgate validate bad.gz; e=$?; cimgate translate -o out.json bad.gz; ls "
                                "out.json out.json.part; exit $e",
                            messages.path());
    CHECK(done.exit == 2);
    CHECK(done.err.find("'bad.gz': the gzip " + why) != std::string::npos);
    CHECK(done.out.find("bad.gz: valid") == std::string::npos);
    CHECK(done.out.find("out.json") == std::string::npos);
  };
  for (const std::string name : {"small.xml.gz", "values.xml.gz"}) {
    refused("head -c -1 " + name + " > bad.gz", "ends too early");
    refused("head -c -9 " + name + " > bad.gz", "ends too early");
    refused("(head -c -8 " + name + "; printf 'abcdefgh') > bad.gz", "is damaged");
    refused("(cat " + name + "; echo more) > bad.gz", "is damaged");
  }
  refused("(head -c 300 small.xml; head -c 30000000 /dev/zero | tr '\\0' ' ') | gzip > bad.gz",
          "becomes too large");
}

TEST_CASE("packed: memory does not grow with what a small file becomes") {
  const Messages messages;
  const auto done = shell(
      "cimgate sample CollectedData --size 24mb | gzip -1 > large.xml.gz; cimgate translate --gzip "
      "-j 2 large.xml.gz | tail -c 1 > last",
      messages.path());
  CHECK(done.exit == 0);
  CHECK(done.megabytes <= 64);
}
