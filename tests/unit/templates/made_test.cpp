// What templates have worked out of plans and messages, and how much work that saves, held against what is
// kept in tests/unit/templates/made: a result is the same without it, only slower, so that nothing else would
// tell.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/sample/metering_values.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/templates/message_translator.hpp"
#include "gateway/templates/template_builder.hpp"
#include "tests/unit/engine/data_folder.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/templates/described.hpp"
#include "tests/unit/templates/harbour_messages.hpp"
#include "tests/unit/templates/in_pieces.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

const Gateway& gateway() {
  static const Gateway opened = *Gateway::open();
  return opened;
}

/// With CIMGATE_UPDATE_GOLDEN=1 it is kept.
void hold(const std::string& name, const std::string& text) {
  const auto file = std::string(CIMGATE_SOURCE_DIR "/tests/unit/templates/made/") + name;
  if (std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr)
    std::ofstream(file, std::ios::binary) << text;
  else
    CHECK_MESSAGE(first_difference(file_text(file), text) == "", name);
}

document::Message read_message(const Gateway& gateway, const std::string& bytes) {
  auto read = reader::read(*gateway.engine().catalog, bytes, {});
  REQUIRE(read.messages.size() == 1);
  return std::move(read.messages.front());
}

/// A message, and how it is translated in one form.
struct Translating {
  Translating(const Gateway& of, const std::string& text, const std::string& profile, bool json)
      : gateway(of), bytes(text), message(read_message(of, text)) {
    const auto& translator = *gateway.engine().translator;
    const auto plan = translator.plan(*message.set, message.kind->root.local, profile);
    REQUIRE(plan.has_value());
    setting.plan = *plan;
    setting.variant = mapping::variant_for(**plan, message.document);
    REQUIRE(setting.variant != nullptr);
    setting.json = setting.json_entries = json;
    output.json = json;
    output.whole = [](std::string_view) {};
    std::string obstacle;
    setting.stream = templates::stream_plan(*setting.plan, *setting.variant, obstacle);
    if (setting.stream == nullptr) return;
    record = message.document.find(0, setting.stream->place);
    if (record == document::no_node) return;
    auto opened = templates::MessageTranslator::open(translator, message, record, profile, output);
    if (!opened) return;
    in_pieces = std::move(*opened);
    auto worker = in_pieces->worker();
    worker->know(in_pieces->known());
    in_pieces->take(in_pieces->work(*worker, message.document, record, 1), &message.document);
  }

  /// What a worker does that knows what all records have told.
  std::string work() const {
    const auto again = read_message(gateway, bytes);
    auto worker = in_pieces->worker();
    worker->know(in_pieces->known());
    in_pieces->work(*worker, again.document, record, 1);
    const auto& done = worker->statistics();
    return fmt::format(
        "  {} filled in, {} run, {} templates; rows: {} looked at, {} of columns, {} as they are written\n",
        done.filled, done.run, done.templates, done.rows_looked_at, done.rows_of_columns,
        done.rows_as_written);
  }

  /// The templates of its records and their rows, each once.
  std::string record_templates() const {
    const auto& known = *in_pieces->known();
    const auto& document = message.document;
    std::map<std::string, std::set<std::string>> seen;
    std::string text;
    std::uint32_t number = 0;
    for (auto at = record; at != document::no_node; at = document[at].next) {
      ++number;
      templates::Part part;
      look_at_record(document, at, *setting.stream, part);
      if (!part.plain) continue;
      auto& of_rows = seen[part.key];
      if (of_rows.empty())
        text += fmt::format("  record {}:\n", number) +
                described(*record_template(setting, known, document, at, number));
      of_rows.insert("");
      std::uint32_t row_number = 1;
      for (const auto& row : part.rows) {
        ++row_number;
        templates::Part row_part;
        look_at_row(document, row.node, *setting.stream, row_part);
        if (!row_part.plain || !of_rows.insert(row_part.key).second) continue;
        text += fmt::format("  record {}, its {}th row:\n", number, row_number) +
                described(*row_template(setting, known, document, at, number, row.node));
      }
    }
    return text;
  }

  /// The template of the message as a whole.
  std::string message_template(const std::string& profile) {
    auto stream = std::make_shared<templates::StreamPlan>();
    const std::set<templates::List> no_rows;
    stream->leaves = std::make_unique<const templates::LeafUse>(*setting.variant, no_rows, no_rows);
    auto of_whole = setting;
    of_whole.stream = stream;
    templates::Part part;
    look_at_message(message.document, *stream->leaves, part);
    if (!part.plain) return "  not plain\n";
    const auto made =
        templates::message_template(of_whole, *gateway.engine().translator, message, profile, part);
    return made == nullptr ? "  none\n" : described(*made);
  }

  const Gateway& gateway;
  std::string bytes;
  document::Message message;
  templates::Setting setting;
  templates::Output output;
  document::NodeId record = document::no_node;
  std::unique_ptr<templates::MessageTranslator> in_pieces;  ///< null: it is not made in pieces
};

std::string described_plans(const Gateway& gateway) {
  std::string text;
  REQUIRE(gateway.engine().translator->errors().empty());
  const auto& translator = *gateway.engine().translator;
  for (const auto& mapping : translator.files().mappings)
    for (const auto& profile : translator.profiles_of(mapping)) {
      const auto plan = translator.plan(mapping.message, profile);
      REQUIRE(plan.has_value());
      for (const auto& variant : (*plan)->variants) {
        text += fmt::format("{} {} {}\n", mapping.message, profile, &variant - (*plan)->variants.data());
        std::string obstacle;
        const auto made = templates::stream_plan(**plan, variant, obstacle);
        if (made != nullptr) {
          text += described(*made, *(*plan)->bim_root);
          continue;
        }
        const std::set<templates::List> no_rows;
        text += "  as a whole: " + obstacle + '\n' +
                described(templates::LeafUse(variant, no_rows, no_rows), *(*plan)->bim_root);
      }
    }
  return text;
}

const std::string profile_of_harbour = "harbour-cim/1";

}  // namespace

TEST_SUITE("what templates have worked out") {
  TEST_CASE("which records, rows and values there are in each mapping") {
    hold("plans.txt", described_plans(gateway()) + described_plans(harbour()));
  }

  TEST_CASE("which there would be, were the mapping or a schema another one") {
    const std::string vessel = "mappings/blocks/vessel.yaml";
    const std::string fleet = "{ bim: \"/Ship[1]/Owner\" }";
    const std::string bow = "\"Light[Colour=red]/Place\": bow";
    const std::vector<std::vector<std::array<std::string, 3>>> all = {
        {{vessel, fleet, "{ bim: \"/Ship[2]/Owner\" }"}},
        {{vessel, fleet, "{ bim: \"/Ship[Kind=load]/Owner\" }"}},
        {{vessel, fleet, "{ bim: \"Crate[1]/Tag\" }"}},
        {{vessel, fleet, "{ bim: \"Crate[2]/Tag\" }"}},
        {{vessel, fleet, "{ bim: \"Guest[Seat=1]/Berth\" }"}},
        {{vessel, bow, "\"Crate/Seal\": bow"}},
        {{vessel, bow, "\"Crate[2]/Seal\": bow"}},
        {{vessel, "has: \"Sign[Colour=red]\"", "has: Crate"}},
        {{vessel, "has: \"Sign[Colour=red]\"", "has: Crate/Seal"}},
        {{vessel, "has: \"Sign[Colour=red]\"", "has: \"Crate/Guessed/@by\""}},
        {{vessel, "lacks: \"Mast[Colour=red]\"", "lacks: Guest"}},
        {{vessel, "{ is: { masts: A04 } }", "{ is: { \"Crate/seal\": A04 } }"}},
        {{vessel, "{ is: { masts: A04 } }", "{ is: { \"Crate[2]/seal\": A04 } }"}},
        {{vessel, "    cim: Crate\n", "    cim: Crate\n    when: { has: Level }\n"}},
        {{"xsd/harbour/manifest.xsd", "<xs:element name=\"Ship\" type=\"h:Ship\" maxOccurs=\"unbounded\"/>",
          "<xs:element name=\"Ship\" type=\"h:Ship\" maxOccurs=\"unbounded\"/>"
          "<xs:element name=\"End\" type=\"xs:string\" minOccurs=\"0\"/>"},
         {"mappings/messages/Manifest.yaml", "documents have no remarks }\n",
          "documents have no remarks }\n  - { bim: End, supplement: documents have no end }\n"}},
        {{vessel, "    cim: Crate\n", "    cim: Hold/Crate\n"},
         {"xsd/harbour-cim/lists.xsd",
          "<xs:element name=\"Crate\" type=\"l:Crate\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>",
          "<xs:element name=\"Hold\" minOccurs=\"0\"><xs:complexType><xs:sequence>"
          "<xs:element name=\"Crate\" type=\"l:Crate\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>"
          "</xs:sequence></xs:complexType></xs:element>"}},
        {{"xsd/harbour-cim/cargo.xsd", "type=\"c:Cargo_MarketDocument\"/>",
          "type=\"c:Cargo_MarketDocument\"><xs:unique name=\"one\"><xs:selector xpath=\"c:Vessel\"/>"
          "<xs:field xpath=\"l:mRID\"/></xs:unique></xs:element>"}},
    };
    std::string text;
    for (const auto& changes : all) {
      const DataFolder data(CIMGATE_SOURCE_DIR "/tests/unit/templates/harbour");
      for (const auto& [file, from, to] : changes) {
        data.replace(file, from, to);
        text += to.substr(to.find_first_not_of(" \n")) + '\n';
      }
      CAPTURE(text);
      text += described_plans(data.open());
    }
    hold("other-plans.txt", text);
  }

  TEST_CASE("templates of records and rows, and how often they do") {
    std::string text;
    std::map<std::string, std::string> messages;
    for (std::uint64_t seed = 31; seed <= 36; ++seed)
      messages[fmt::format("random {}", seed)] = random_manifest(seed);
    for (const auto& layout : layouts) {
      std::string ships;
      for (int number = 1; number <= 3; ++number)
        ships += ship(std::to_string(number), "load", element("Way", "in") + element("Owner", "o"),
                      rows(layout, 70, 7, "007") + (number == 2 ? guest("1", "30") + guest("2", "31") : ""));
      messages[std::string("rows ") + layout.name] = manifest(ships);
    }
    for (const auto& [name, bytes] : messages)
      for (const bool json : {true, false}) {
        const Translating one(harbour(), bytes, profile_of_harbour, json);
        REQUIRE(one.in_pieces != nullptr);
        text += fmt::format("{}, {}\n", name, json ? "JSON" : "XML") + one.work();
        if (json || name == "random 31") text += one.record_templates();
      }
    hold("records.txt", text);
  }

  TEST_CASE("templates of whole messages") {
    std::string text;
    for (std::uint64_t seed = 201; seed <= 212; ++seed)
      for (const bool json : {true, false}) {
        Translating one(harbour(), small_manifest(seed, 1), profile_of_harbour, json);
        text += fmt::format("family {}, {}\n", seed, json ? "JSON" : "XML") +
                one.message_template(profile_of_harbour);
      }
    // What is passed on in entries that would be one if they were alike.
    for (const auto& tags : std::vector<std::vector<const char*>>{
             {"t", "t", "u"}, {"t", "", "t"}, {"", ""}, {"t"}, {"t", "-", "t"}}) {
      std::string inside;
      for (std::size_t i = 0; i < tags.size(); ++i)
        inside += crate(i + 1, element("Weighed", "1") + (*tags[i] == '-' ? "" : element("Tag", tags[i])));
      const auto about = crew("cook", "Liv") + crew("cook", "Liv") + "<h:Flag of=\"NO\">red</h:Flag>";
      Translating one(harbour(),
                      manifest(ship("1", "load", about, inside) + ship("1", "pass", about, inside)),
                      profile_of_harbour, true);
      text += fmt::format("{} crates, {} {}\n", tags.size(), tags.front(), tags.back()) +
              one.message_template(profile_of_harbour);
    }
    hold("messages.txt", text);
  }

  TEST_CASE("the project's own messages") {
    std::string text;
    std::string values;
    sample::write_metering_values({.bytes = 30'000, .seed = 3},
                                  [&](std::string_view piece) { values += piece; });
    const Translating metered(gateway(), values, "nmeg/0.1", true);
    REQUIRE(metered.in_pieces != nullptr);
    text += "metering values\n" + metered.work() + metered.record_templates();
    for (const auto& file : xml_files("examples", "/valid/")) {
      const auto read = reader::read(*gateway().engine().catalog, file_text(file), {});
      if (read.messages.size() != 1 || read.messages.front().set->side != schema::SchemaSet::Side::bim)
        continue;
      Translating one(gateway(), file_text(file), "nmeg/0.1", true);
      const auto of_whole = one.message_template("nmeg/0.1");
      text += fmt::format("{} {}\n", one.message.kind->root.local, file.stem().string());
      if (one.in_pieces != nullptr) text += one.work();
      std::size_t holes = 0, fit = 0, return_ = 0;
      for (auto at = of_whole.find("\n    at "); at != std::string::npos;
           at = of_whole.find("\n    at ", at + 1)) {
        const auto line = of_whole.substr(at + 1, of_whole.find('\n', at + 1) - at);
        ++holes;
        fit += line.find(", fits") != std::string::npos ? 1U : 0U;
        return_ += line.find(", returns") != std::string::npos ? 1U : 0U;
      }
      text += fmt::format("  whole: {} holes, {} fit, {} return\n", holes, fit, return_);
    }
    hold("elhub.txt", text);
  }
}
