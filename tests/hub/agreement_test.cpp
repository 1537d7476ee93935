#include "agreement.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "gateway/document/write.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/rules/judge.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using test::Court;
using test::Disagreement;

namespace {

/// Where the two are not of one mind, and why. A row that nothing meets any more has to go.
struct Known {
  const char* key;
  const char* why;
};
constexpr const char* own_letter = "an answer of Elhub, handed in: validate takes it for what it is";
const Known known[] = {
    {"BRS-NO-101 RequestStartOfSupply: hub fault UUID, validate valid",
     "the hub remembers ids; a message is judged for itself"},
    {"BRS-NO-101 RequestStartOfSupply: hub fault Security, validate valid",
     "the hub asks for roles of users; a message is judged without them"},
    {"BRS-NO-101 RejectStartOfSupply: hub E47 (260), validate valid", own_letter},
    {"BRS-NO-103 RejectStartOfSupply: hub E47 (260), validate valid", own_letter},
    {"BRS-NO-301 Acknowledgement: hub E0H (260), validate valid", own_letter},
    {"BRS-NO-302 Acknowledgement: hub E0H (260), validate valid", own_letter},
    {"BRS-NO-622 Acknowledgement: hub E0H (260), validate valid", own_letter},
    {"BRS-NO-313 Acknowledgement: hub E0H (260), validate valid", own_letter},
    {"BRS-NO-611 RequestUpfrontMeteringPointCharacteristics: hub E36 (260), validate valid",
     "the hub counts how often a party asks; a message is judged for itself"},
    {"BRS-NO-611 RequestUpfrontMeteringPointCharacteristics: hub E36 (260), validate E10 (260)",
     "the same, and who is blocked does not learn what else is wrong"},
    {"BRS-NO-601 ResponseFromGridAccessProvider: hub E0H (260), validate valid", own_letter},
};

/// Tells of all that are not known, and, when all were heard, of what is known and was not met.
void hold(const std::vector<Disagreement>& all) {
  std::set<std::string> met;
  for (const auto& one : all) {
    const bool is_known = std::any_of(std::begin(known), std::end(known),
                                      [&](const Known& row) { return one.key() == row.key; });
    met.insert(one.key());
    CHECK_MESSAGE(is_known, one.key(), " · ", one.where);
  }
  if (test::percent_of_effort() < 100) return;
  for (const auto& row : known)
    CHECK_MESSAGE(met.contains(row.key), "they agree by now, the row can go: ", std::string(row.key));
}

const Gateway& gateway() {
  static const Gateway opened = Gateway::open().value();
  return opened;
}

std::string text_of(const std::string& file) {
  return test::file_text(std::string(CIMGATE_SOURCE_DIR "/") + file);
}

/// Whether a message is one of the market that the hub stands in for.
bool is_spoken(const document::Message& message) {
  const auto spoken = hub::spoken_versions(*gateway().engine().catalog);
  return std::find(spoken.begin(), spoken.end(), message.set) != spoken.end();
}

/// The message of a rule's example, as a sender would send it; nothing when it is of another market.
std::optional<std::string> sent(const rules::RuleDef& rule, const rules::Example& example) {
  auto read = reader::read(*gateway().engine().catalog, text_of(example.of), {});
  REQUIRE_MESSAGE(read.messages.size() == 1, example.of);
  auto& message = read.messages.front();
  if (!is_spoken(message)) return std::nullopt;
  if (const auto changed = rules::change(message, rule, example); !changed) FAIL_CHECK(changed.error());
  return xml::to_xml(message, {});
}

/// Every scenario; the messages that are sent by SOAP are judged.
std::size_t hear_scenarios(std::vector<Disagreement>& all) {
  const auto words = scenario::Words::read(*gateway().engine().store).value();
  std::size_t heard = 0;
  for (const auto& file : scenario::built_in_packs(*gateway().engine().store)) {
    const auto read = scenario::read_built_in_pack(gateway().engine(), words, file);
    REQUIRE_MESSAGE(read.faults.empty(), file);
    // By CIM nothing is judged beforehand; done again, it has to lead to the same hub, too.
    for (const auto* by : test::by_effort(std::vector{"soap", "cim"})) {
      Court court(gateway(), read.pack.schema);
      court.at(read.pack.name);
      const auto system = test::open_court(gateway(), court);
      REQUIRE(system);
      scenario::PlayOptions options;
      options.by = by;
      options.now = read.pack.clock;
      scenario::play(gateway(), words, read.pack, **system, options);
      CHECK_MESSAGE(court.comes_again(), read.pack.name, " by ", std::string(by),
                    " leads to another hub when it is done again");
      all.insert(all.end(), court.disagreements().begin(), court.disagreements().end());
      heard += court.heard();
    }
  }
  return heard;
}

/// The examples of all rules in their market states, and every example of what parties send in two of them.
std::size_t hear_examples(std::vector<Disagreement>& all) {
  std::map<std::string, std::unique_ptr<Court>> courts;
  const auto hear = [&](const std::string& market, const std::string& where, const std::string& xml) {
    auto& court = courts[market];
    if (!court) court = std::make_unique<Court>(gateway());
    court->at(where);
    court->hear(text_of(market), xml);
  };
  const auto& book = gateway().engine().rules();
  const auto* usual = "examples/market/market.yaml";
  const auto pending = [](const rules::RuleDef& rule) {  // the hub in court speaks what is in force
    const auto* since = gateway().engine().catalog->set(rule.since);
    return since != nullptr && since->when_asked;
  };
  for (const auto& rule : test::by_effort(book.rules()))
    if (!pending(*rule))
      for (const auto* examples : {&rule->pass, &rule->fail})
        for (const auto& example : *examples)
          if (const auto xml = sent(*rule, example))
            hear(example.market.empty() ? usual : example.market,
                 rule->id + ":" + std::to_string(example.line), *xml);
  for (const auto& file : test::by_effort(test::xml_files("examples"))) {
    const auto xml = test::file_text(file);
    const auto read = reader::read(*gateway().engine().catalog, xml, {});
    const auto& incoming = book.incoming_messages();
    // What acknowledges a poll goes to the service of the poll.
    if (read.messages.size() != 1 || !is_spoken(read.messages.front()) ||
        rules::process_of(read.messages.front()) == "POLL" ||
        !std::binary_search(incoming.begin(), incoming.end(), read.messages.front().kind->root.local))
      continue;
    for (const auto* market : {usual, "examples/demo/market.yaml"})
      hear(market, file.filename().string(), xml);
  }
  std::size_t heard = 0;
  for (const auto& [market, court] : courts) {
    all.insert(all.end(), court->disagreements().begin(), court->disagreements().end());
    heard += court->heard();
  }
  return heard;
}

}  // namespace

TEST_CASE("agreement: the hub refuses what validate --market finds wrong and nothing else, code for code") {
  std::vector<Disagreement> all;
  CHECK(hear_scenarios(all) > 140);
  CHECK(hear_examples(all) > (test::percent_of_effort() < 100 ? 100 : 500));
  hold(all);
}
