#include "gateway/work/folder_flow.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>

#include "gateway/work/worker.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using work::FolderFlow;
using work::Output;
namespace fs = std::filesystem;

namespace {

struct Place {
  test::TemporaryFolder folder;
  work::Folders folders{folder.path() / "in", folder.path() / "out", folder.path() / "dead", 1000};

  Place() { fs::create_directories(folders.in); }
  std::unique_ptr<FolderFlow> open() const {
    auto flow = FolderFlow::open(folders);
    REQUIRE_MESSAGE(flow, flow.error());
    return std::move(*flow);
  }
  void bring(const std::string& name, const std::string& text) const {
    std::ofstream(folders.in / (name + ".part")) << text;
    fs::rename(folders.in / (name + ".part"), folders.in / name);
  }
  static std::map<std::string, std::string> files(const fs::path& folder) {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file()) found[entry.path().filename().string()] = test::file_text(entry.path());
    return found;
  }
};

using Files = std::map<std::string, std::string>;

work::Job taken(FolderFlow& flow) {
  auto job = flow.take();
  REQUIRE_MESSAGE(job, job.error());
  REQUIRE(*job);
  return **job;
}

bool nothing(FolderFlow& flow) {
  auto job = flow.take();
  REQUIRE_MESSAGE(job, job.error());
  return !*job;
}

std::vector<Output> result(const work::Job& job) {
  return {{Output::To::result, job.name, "made of " + job.bytes}};
}

}  // namespace

TEST_CASE("folder flow: what is whole is taken once, in the order of names") {
  Place place;
  place.bring("b.xml", "B");
  place.bring("a.xml", "A");
  place.bring(".hidden", "-");
  std::ofstream(place.folders.in / "c.xml.part") << "half";
  std::ofstream(place.folders.in / "d.tmp") << "half";
  const auto one = place.open();
  const auto other = place.open();
  const auto a = taken(*one);
  const auto b = taken(*other);
  CHECK(a.name == "a.xml");
  CHECK(a.bytes == "A");
  CHECK(b.name == "b.xml");
  CHECK(nothing(*one));
  REQUIRE(one->settle(a, result(a)));
  REQUIRE(other->settle(b, {{Output::To::dead_letter, b.name, b.bytes}}));
  CHECK(Place::files(place.folders.out) == Files{{"a.xml", "made of A"}});
  CHECK(Place::files(place.folders.dead_letters) == Files{{"b.xml", "B"}});
  CHECK(Place::files(place.folders.in).size() == 3);
}

TEST_CASE("folder flow: a worker that dies between any two steps loses and doubles nothing") {
  for (const int steps : {0, 1, 2, 3}) {
    CAPTURE(steps);
    Place place;
    place.bring("a.xml", "A");
    {
      const auto dying = place.open();
      const auto job = taken(*dying);
      const std::vector<Output> outputs = {{Output::To::result, "a.json", "made"},
                                           {Output::To::dead_letter, "a.note", "noted"}};
      if (steps > 0) REQUIRE(dying->stage(job, outputs));
      if (steps > 1) REQUIRE(dying->mark_done(job));
      if (steps > 2) REQUIRE(dying->hand_on(job));
      if (steps < 3) CHECK(Place::files(place.folders.out).empty());
    }
    const auto next = place.open();
    auto again = next->take();
    REQUIRE_MESSAGE(again, again.error());
    CHECK(again->has_value() == (steps < 2));
    if (*again) {
      CHECK((*again)->attempt == 2);
      CHECK((*again)->name == "a.xml");
      REQUIRE(next->settle(
          **again, {{Output::To::result, "a.json", "made"}, {Output::To::dead_letter, "a.note", "noted"}}));
    }
    CHECK(Place::files(place.folders.out) == Files{{"a.json", "made"}});
    CHECK(Place::files(place.folders.dead_letters) == Files{{"a.note", "noted"}});
    CHECK(Place::files(place.folders.in).empty());
    CHECK(nothing(*next));
  }
}

TEST_CASE("folder flow: a worker that lives keeps what it took") {
  Place place;
  place.bring("a.xml", "A");
  const auto one = place.open();
  const auto job = taken(*one);
  const auto other = place.open();
  CHECK(nothing(*other));
  REQUIRE(one->settle(job, result(job)));
  CHECK(Place::files(place.folders.out).size() == 1);
}

TEST_CASE("folder flow: messages of a group come one at a time, in order; others need not wait") {
  Place place;
  place.bring("p@1.xml", "1");
  place.bring("p@2.xml", "2");
  place.bring("q@1.xml", "q");
  place.bring("x.xml", "x");
  const auto one = place.open();
  const auto other = place.open();
  const auto first = taken(*one);
  CHECK(first.name == "p@1.xml");
  CHECK(taken(*other).name == "q@1.xml");
  REQUIRE(one->stage(first, result(first)));
  REQUIRE(one->mark_done(first));
  // It is done, but nobody has its result yet.
  const auto third = place.open();
  CHECK(taken(*third).name == "x.xml");
  CHECK(nothing(*third));
  REQUIRE(one->hand_on(first));
  CHECK(taken(*third).name == "p@2.xml");
}

TEST_CASE("folder flow: a name that is taken gets a number, and nothing is replaced") {
  Place place;
  const auto flow = place.open();
  for (const auto* text : {"1", "2", "3"}) {
    place.bring("a.xml", text);
    const auto job = taken(*flow);
    REQUIRE(flow->settle(job, {{Output::To::result, "a.json", job.bytes}}));
  }
  CHECK(Place::files(place.folders.out) == Files{{"a.json", "1"}, {"a-2.json", "2"}, {"a-3.json", "3"}});
}

TEST_CASE("folder flow: more than the limit is not read, and shows") {
  Place place;
  place.bring("a.xml", std::string(5000, 'x'));
  const auto flow = place.open();
  CHECK(taken(*flow).bytes.size() == 1001);
}

TEST_CASE("folder flow: results are not put where messages arrive") {
  Place place;
  auto folders = place.folders;
  folders.out = folders.in;
  CHECK_FALSE(FolderFlow::open(folders));
}

namespace {

const Gateway& gateway() {
  static const auto opened = Gateway::open();
  return *opened;
}

work::WorkOptions options() {
  work::WorkOptions made;
  made.translate.validate = ValidateOptions{};
  return made;
}

work::Job job_of(const std::string& example) {
  return {"m.xml", test::file_text(fs::path(CIMGATE_SOURCE_DIR) / "examples" / example), 1, "m"};
}

}  // namespace

TEST_CASE("work: a valid message is translated, or handed on as it is") {
  const auto job = job_of("CollectedData/valid/hours-25.xml");
  const auto made = work::work_on(gateway(), job, options());
  REQUIRE(made.outputs.size() == 1);
  CHECK_FALSE(made.is_dead_letter);
  CHECK(made.outputs[0].name == "m.json");
  CHECK(made.outputs[0].text == gateway().translate(job.bytes).whole);
  auto as_it_is = options();
  as_it_is.translated = false;
  const auto same = work::work_on(gateway(), job, as_it_is);
  REQUIRE(same.outputs.size() == 1);
  CHECK(same.outputs[0].text == job.bytes);
  CHECK(same.outputs[0].name == "m.xml");
}

TEST_CASE("work: what is not valid, no message, or was tried too often is a dead letter with its findings") {
  auto tired = job_of("CollectedData/valid/hours-25.xml");
  tired.attempt = 6;
  const std::pair<work::Job, std::string> cases[] = {
      {job_of("CollectedData/invalid/decimal-comma.xml"), "schema.bad-value"},
      {{"m.xml", "no message", 1, "m"}, "wellformed"},
      {{"m.xml", "", 1, "m"}, "wellformed"},
      {tired, "check.gave-up"}};
  for (const auto& [job, rule] : cases)
    for (const bool translated : {true, false}) {
      CAPTURE(rule);
      auto how = options();
      how.translated = translated;
      const auto made = work::work_on(gateway(), job, how);
      CHECK(made.is_dead_letter);
      REQUIRE(made.outputs.size() == 2);
      for (const auto& output : made.outputs)
        CHECK(output.to == (rule == "check.gave-up" ? Output::To::dead_letter : Output::To::invalid));
      CHECK(made.outputs[0].name == "m.xml.findings.json");
      CHECK(made.outputs[0].text.find(rule) != std::string::npos);
      CHECK(made.outputs[0].text.find("\"verdict\": \"valid\"") == std::string::npos);
      CHECK(made.outputs[1].text == job.bytes);
    }
}
