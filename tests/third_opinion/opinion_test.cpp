#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "cimgate/gateway.hpp"
#include "differences.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/xml/write.hpp"
#include "mutants.hpp"
#include "opinions.hpp"
#include "tests/models/files.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/xsd/validators.hpp"

// Our two engines could be wrong together. So every example, sample and mutant is shown to expat and libxml2,
// too.
namespace cimgate::test {
namespace {

const Gateway& gateway() {
  static const auto opened = Gateway::open();
  if (!opened) throw std::runtime_error(opened.error());
  return *opened;
}

/// The schemas of each set as it has them, with the files that it replaces, in folders of their own.
class Schemas {
 public:
  Schemas() {
    std::size_t number = 0;
    for (const auto& set : gateway().engine().catalog->sets()) {
      const auto folder = root_ / std::to_string(number++);
      std::filesystem::create_directories(folder);
      std::filesystem::copy(source_folder() / "xsd", folder / "xsd",
                            std::filesystem::copy_options::recursive);
      for (const auto& [file, other] : set.replaced)
        std::filesystem::copy_file(source_folder() / other, folder / file,
                                   std::filesystem::copy_options::overwrite_existing);
      write_made(set, folder);
      for (const auto& kind : set.messages)
        known_["{" + kind.root.ns + "}" + kind.root.local].emplace_back(set.id, folder / kind.file);
    }
  }
  ~Schemas() { std::filesystem::remove_all(root_); }
  Schemas(const Schemas&) = delete;
  Schemas& operator=(const Schemas&) = delete;

  using OfSets = std::vector<std::pair<std::string, std::filesystem::path>>;
  OfSets of(const std::string& root) const {
    const auto at = known_.find(root);
    return at == known_.end() ? OfSets() : at->second;
  }

 private:
  /// The files of a version that are made of those of another.
  static void write_made(const schema::SchemaSet& set, const std::filesystem::path& folder) {
    if (set.made_of.empty()) return;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / set.folder)) {
      if (entry.path().extension() != ".xsd") continue;
      const auto path = std::filesystem::relative(entry.path(), folder).string();
      const auto text = gateway().engine().catalog->read(set, path);
      if (!text) throw std::runtime_error(text.error());
      std::ofstream(entry.path(), std::ios::binary) << *text;
    }
  }

  std::filesystem::path root_ =
      std::filesystem::temp_directory_path() / ("cimgate-opinion-" + std::to_string(::getpid()));
  std::map<std::string, OfSets> known_;
};

bool says(const Checked& checked, std::string_view rule) {
  return std::any_of(checked.findings.begin(), checked.findings.end(),
                     [&](const Finding& finding) { return finding.rule == rule; });
}

/// The differences that were found, each kind once with how often and an example.
class Differences {
 public:
  void add(const std::string& kind, const std::string& what, const std::string& xml) {
    auto& seen = seen_[kind + " · " + what.substr(0, what.find_last_not_of("0123456789 ") + 1)];
    if (++seen.times == 1 || xml.size() < seen.example.size()) seen.example = xml;
    seen.what.push_back(what);
  }
  void tell() const {
    for (const auto& [kind, seen] : seen_) {
      std::string all;
      for (const auto& what : std::set<std::string>(seen.what.begin(), seen.what.end())) all += what + "; ";
      FAIL_CHECK(kind << ", " << seen.times << " times: " << all.substr(0, 500) << '\n'
                      << seen.example.substr(0, 5000));
    }
  }

 private:
  struct Seen {
    std::size_t times = 0;
    std::string example;
    std::vector<std::string> what;
  };
  std::map<std::string, Seen> seen_;
};

void hold(const std::string& xml, const std::string& what, Differences& differences) {
  ValidateOptions options;
  options.level = Level::schema;
  const auto ours = gateway().validate(xml, options);
  const bool ours_is_xml =
      std::none_of(ours.findings.begin(), ours.findings.end(),
                   [](const Finding& finding) { return finding.stage == Stage::wellformed; });
  const auto expat = well_formed_by_expat(xml);
  const auto libxml2 = well_formed_by_libxml2(xml);
  const auto note = [&](const char* other, bool theirs, const std::string& why) {
    if (const auto known = known_difference(other, theirs, xml, why, ours); known.empty())
      differences.add(std::string(other) + (theirs ? " takes it" : " does not take it: " + why.substr(0, 80)),
                      what, xml);
  };
  if (!expat.none && expat.good != ours_is_xml) note("expat", expat.good, expat.why);
  if (!libxml2.none && libxml2.good != ours_is_xml) note("libxml2", libxml2.good, libxml2.why);
  if (!ours_is_xml || !libxml2.good || libxml2.none) return;
  // Validity, in every set that has the root.
  static const Schemas schemas;
  for (const auto& [set, schema] : schemas.of(root_of(xml))) {
    auto of_set = options;
    of_set.schema = set;
    const auto checked = gateway().validate(xml, of_set);
    const auto valid = valid_by_libxml2(schema, xml);
    if (valid.good == (checked.verdict == Verdict::valid)) continue;
    if (says(checked, "schema.engines-disagree") || checked.verdict == Verdict::undetermined)
      differences.add("our engines disagree", what, xml);
    if (known_difference("libxml2: valid", valid.good, xml, valid.why, checked).empty())
      differences.add("xmllint --schema" +
                          (valid.good ? std::string(" takes it") : " does not: " + valid.why.substr(0, 120)),
                      what, xml);
  }
}

}  // namespace

TEST_CASE("third opinion: examples") {
  const Validators libraries;
  Differences differences;
  for (const char* folder : {"examples", "tests/golden", "tests/models/examples"})
    for (const auto& path : xml_files(source_folder() / folder))
      if (std::filesystem::file_size(path) < 200'000)
        hold(read_file(path), path.filename().string(), differences);
  differences.tell();
}

TEST_CASE("third opinion: samples") {
  const Validators libraries;
  Differences differences;
  for (const auto& set : gateway().engine().catalog->sets())
    for (const auto& kind : set.messages) {
      const auto schema = gateway().engine().catalog->schema(set, kind);
      REQUIRE(schema);
      for (std::uint64_t seed = 0; seed < effort(5); ++seed) {
        const document::Message message = {&set, &kind,
                                           sample::sample(*schema, *(*schema)->root(kind.root), seed)};
        hold(xml::to_xml(message, {}), kind.root.local, differences);
      }
    }
  differences.tell();
}

TEST_CASE("third opinion: mutants of examples") {
  const Validators libraries;
  Differences differences;
  // One in so many, without a pattern.
  const std::uint64_t one_in =
      std::max<std::uint64_t>(1, 3600 / std::max<std::uint64_t>(1, percent_of_effort()));
  std::mt19937_64 random(1);
  std::size_t held = 0;
  for (const auto& path : xml_files(source_folder() / "examples", "/valid/")) {
    const auto text = read_file(path);
    if (text.size() > 12'000 || text.find('<') == std::string::npos ||
        text.find("utf-16") != std::string::npos || text.find("<!") != std::string::npos ||
        text.find('\0') != std::string::npos)
      continue;
    mutants_of(text, [&](const std::string& what, const std::string& mutant) {
      if (random() % one_in != 0) return;
      ++held;
      hold(mutant, what, differences);
    });
  }
  CHECK(held * one_in > 100'000);
  differences.tell();
}

}  // namespace cimgate::test
