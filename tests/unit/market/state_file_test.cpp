#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "gateway/market/field_values.hpp"
#include "gateway/market/state_file.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/schema/catalog.hpp"

using namespace cimgate;

namespace {

/// Keeps what it is given.
class Kept final : public market::StateWriter {
 public:
  void begin_file(const std::string&) override {}
  void add(const market::Record& record, market::StateErrors&) override { records.push_back(record); }
  void end_file(market::StateErrors&) override {}
  std::vector<market::Record> records;
};

struct Read {
  std::vector<market::Record> records;
  market::StateErrors errors;
};

Read read(const std::string& text) {
  std::istringstream input(text);
  Kept kept;
  Read all;
  market::read_state_file("m.yaml", input, kept, all.errors);
  all.records = kept.records;
  return all;
}

std::string first_error(const std::string& text) {
  const auto all = read(text);
  return all.errors.empty() ? std::string() : to_string(all.errors.list().front());
}

bool same_codes(std::string_view section, std::string_view field, const std::string& type, bool all) {
  const auto store = resources::built_in();
  const auto catalog = *schema::Catalog::open(store);
  const auto* set = catalog->set("elhub/2.4.3");
  const auto schema = *catalog->schema(*set, set->messages.front());
  const auto text = std::string(*catalog->read(*set, "xsd/elhub/bim/common/Elhub_BusinessDataType.xsd"));
  const auto from = text.find("simpleType name=\"" + type + "\"");
  const auto body = text.substr(from, text.find("</xs:simpleType>", from) - from);
  for (const auto& one : market::sections())
    for (const auto& known : one.fields) {
      if (one.name != section || known.name != field) continue;
      std::size_t codes = 0;
      for (std::size_t at = 0; (at = body.find("enumeration value", at)) != std::string::npos; ++at) ++codes;
      return (!all || codes == known.codes.size()) &&
             std::all_of(known.codes.begin(), known.codes.end(), [&](std::string_view code) {
               return body.find("value=\"" + std::string(code) + "\"") != std::string::npos;
             });
    }
  return false;
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("a file of market state becomes records, field by field") {
  const auto all = read(
      "metering_points:\n"
      "  - { gsrn: \"707057599000100316\", status: E22, meter: null, address: { city: X }, from: 2020-01-01 "
      "}\n"
      "contracts:\n"
      "---\n"
      "parties: [{ gln: 7099990001015, roles: [DDQ, SLR] }]\n");
  CHECK(all.errors.empty());
  REQUIRE(all.records.size() == 2);
  const auto& point = all.records[0];
  CHECK(point.section->name == "metering_points");
  CHECK(point.place.line == 2);
  CHECK(point.cells[0].number == 707057599000100316);
  CHECK(point.cells[1].number == 18262);
  CHECK(point.cells[2].kind == market::Cell::Kind::not_given);
  CHECK(point.cells[3].text == "E22");
  CHECK(point.cells[9].kind == market::Cell::Kind::none);
  CHECK(point.cells[13].text == "X");
  CHECK(all.records[1].cells[5].text == "DDQ SLR");
}

TEST_CASE("what a record must have is asked of it, and nothing else") {
  struct Least {
    const char *section, *record;
  };
  // Each key here is required: without it the record is none, and with these alone it is whole.
  const Least all[] = {
      {"parties", "gln: \"7099990001015\", roles: [DDQ]"},
      {"grid_areas", "id: 50Y0CIMGATE-N-0Q, owner: \"7099990002012\""},
      {"agents", "agent: \"7099990001015\", for: \"7099990002012\", roles: [DDQ]"},
      {"balance_agreements", "supplier: \"7099990001015\", grid_area: 50Y0CIMGATE-N-0Q, from: 2020-01-01"},
      {"metering_points", "gsrn: \"707057599000100316\", from: 2020-01-01"},
      {"customers", "id: \"313000125\", scheme: \"82\""},
      {"contracts",
       "metering_point: \"707057599000100316\", customer: \"313000125\", supplier: \"7099990001015\", role: "
       "DDQ, "
       "from: 2020-01-01"},
      {"third_party_access",
       "metering_point: \"707057599000100316\", party: \"7099990001015\", from: 2020-01-01"},
  };
  for (const auto& [section, record] : all) {
    const std::string whole = std::string(section) + ": [{ " + record + " }]";
    CHECK_MESSAGE(first_error(whole).empty(), first_error(whole));
    std::vector<std::string> members;
    for (std::string rest = record; !rest.empty();) {
      const auto end = std::min(rest.find(", "), rest.size());
      members.push_back(rest.substr(0, end));
      rest.erase(0, end + 2);
    }
    for (std::size_t left_out = 0; left_out < members.size(); ++left_out) {
      std::string less;
      for (std::size_t i = 0; i < members.size(); ++i)
        if (i != left_out) less += (less.empty() ? "" : ", ") + members[i];
      const auto key = members[left_out].substr(0, members[left_out].find(':'));
      const auto told = first_error(std::string(section) + ": [{ " + less + " }]");
      INFO(section, ": ", less);
      CHECK(told.find("'" + key + "' is missing") != std::string::npos);
    }
  }
}

TEST_CASE("what could be a person's number is not shown, whatever its digits") {
  for (const char* number : {"17838461263", "10000000000", "99999999999"}) {
    const auto told =
        first_error("metering_points: [{ gsrn: \"" + std::string(number) + "\", from: 2020-01-01 }]");
    CHECK(told.find("…") != std::string::npos);
    CHECK(told.find(number) == std::string::npos);
  }
  CHECK(first_error("metering_points: [{ gsrn: \"1000000000\", from: 2020-01-01 }]").find("1000000000") !=
        std::string::npos);
}

TEST_CASE("every mistake has its place and the nearest word") {
  CHECK(first_error("contract: []") ==
        "m.yaml:1:1: unknown section 'contract', expected parties, grid_areas, agents, balance_agreements, "
        "metering_points, customers, contracts, third_party_access, processes, sharings, metering_values, "
        "grants, "
        "controls; "
        "did you mean "
        "'contracts'?");
  CHECK(first_error("grid_areas:\n  - { id: 50Y0CIMGATE-N-0Q, ownr: \"7099990002012\" }") ==
        "m.yaml:2:29: unknown key 'ownr', expected id, from, owner, name; did you mean 'owner'?");
  CHECK(first_error("parties: [{ gln: \"7099990001015\", roles: [DDQ], form: 2020-01-01 }]")
            .find("did you mean 'from'?") != std::string::npos);
  CHECK(first_error("parties: [{ gln: \"7099990001015\", roles: [DQ] }]").find("did you mean 'DDQ'?") !=
        std::string::npos);
  CHECK(first_error("parties: [{ gln: \"7099990001015\", roles: DDQ }]") ==
        "m.yaml:1:42: expected a list for 'roles'");
  CHECK(first_error("parties: [{ gln: \"7099990001015\", gln: \"7099990001015\", roles: [DDQ] }]") ==
        "m.yaml:1:35: 'gln' is said twice");
  CHECK(first_error("agents: []\nparties: []\nagents: []\n") == "m.yaml:3:1: 'agents' is said twice");
  CHECK(first_error("{\"agents\": [], \"agents\": []}") == "m.yaml:1:16: 'agents' is said twice");
  CHECK(first_error("agents: []\n---\nagents: []\n").empty());  // another document
  CHECK(first_error("metering_points: [{ gsrn: \"707057599000100316\", from: 2023-02-29 }]") ==
        "m.yaml:1:55: '2023-02-29' is not a day (YYYY-MM-DD)");
  CHECK(first_error("metering_points: [{ gsrn: \"707057599000100316\", from: null }]") ==
        "m.yaml:1:55: 'from' must have a value");
  CHECK(first_error(
            "metering_points: [{ gsrn: \"707057599000100316\", from: 2020-01-01, accounting_point: yes }]") ==
        "m.yaml:1:85: 'yes' is not known for 'accounting_point', expected true or false");
  CHECK(first_error("balance_agreements: [{ supplier: \"7099990001015\", grid_area: 50Y0CIMGATE-N-0Q, from: "
                    "2020-01-01, to: 2020-01-01 }]") ==
        "m.yaml:1:102: 'to' is not after 'from'; it is the first day on which this no longer holds");
  CHECK(first_error("parties: { gln: 1 }") == "m.yaml:1:10: expected a list in 'parties'");
  CHECK(first_error("[]") == "m.yaml:1:1: expected sections such as 'metering_points:'");
  CHECK(first_error("parties: [{ gln: *other, roles: [] }]") ==
        "m.yaml:1:18: references (*name) are not supported here");
  CHECK(first_error("parties: [\n  { gln: \"7099990001015\"").find("this is not YAML: ") !=
        std::string::npos);
  CHECK(first_error("parties:\n  - { gln: \"\xff\", roles: [] }").find("this is not YAML: ") !=
        std::string::npos);
}

TEST_CASE("no mistake tells a customer's id or name") {
  for (const auto* text :
       {"customers: [{ id: \"29919243162x\", scheme: Z01, name: Testa Eksempel }]",
        "customers: [{ id: \"29919243162\", scheme: \"82\", name: Testa Eksempel }]",
        "customers: [{ id: \"29919243161\", scheme: \"29919243161\", name: [Testa Eksempel] }]",
        "customers: [{ id: \"29919243162\", scheme: Z01, name: Testa Eksempel }]"}) {
    const auto all = read(text);
    CHECK(all.errors.count() + all.errors.doubt_count() > 0);
    for (const auto* errors : {&all.errors.list(), &all.errors.doubts()})
      for (const auto& error : *errors) {
        CHECK(error.text.find("299192") == std::string::npos);
        CHECK(error.text.find("Testa") == std::string::npos);
      }
  }
}

TEST_CASE("a wrong check digit is a doubt, and a mistake when asked for") {
  const std::string text = "parties: [{ gln: \"7099990001016\", roles: [DDQ] }]";
  const auto all = read(text);
  CHECK(all.errors.empty());
  CHECK(all.records.size() == 1);
  REQUIRE(all.errors.doubt_count() == 1);
  CHECK(all.errors.doubts().front().text == "'7099990001016' has the wrong check digit; 5 would fit");
  std::istringstream input(text);
  Kept kept;
  market::StateErrors strict;
  strict.be_strict();
  market::read_state_file("m.yaml", input, kept, strict);
  CHECK(strict.count() == 1);
  CHECK(kept.records.empty());
}

TEST_CASE("mistakes are bounded, and the rest is counted") {
  std::string text = "contracts:\n";
  for (int i = 0; i < 5000; ++i) text += "  - x\n";
  const auto all = read(text);
  CHECK(all.errors.list().size() == 1000);
  CHECK(all.errors.count() == 5000);
}

TEST_CASE("what is nested too deep ends the reading, whatever stands behind it") {
  const auto last_error = [](const std::string& text) {
    const auto all = read(text);
    return all.errors.empty() ? std::string() : to_string(all.errors.list().back());
  };
  CHECK(last_error("parties: " + std::string(100, '[') + "\n").find("nested too deep") != std::string::npos);
  std::string lines = "parties:\n";
  for (int i = 0; i < 100; ++i) lines += std::string(static_cast<std::size_t>(i), ' ') + "-\n";
  CHECK(last_error(lines).find("nested too deep") != std::string::npos);
}

TEST_CASE("a file can be read before anything is held against it") {
  const std::string text =
      "parties:\n  - { gln: \"7080000000003\", name: Testnett AS, roles: [DDM] }\n  - { name: Uten GLN }\n";
  const auto state = market::read_state("m.yaml", text);
  const auto all = read(text);
  CHECK(state.name == "m.yaml");
  CHECK(state.records.size() == all.records.size());
  CHECK(state.errors.count() == all.errors.count());
  market::StateErrors gathered(3);
  gathered.take(state.errors);
  gathered.take(state.errors);
  CHECK(gathered.count() == 2 * state.errors.count());
  CHECK(gathered.list().size() == std::min<std::size_t>(3, gathered.count()));
}

TEST_CASE("the codes are those of the schema") {
  CHECK(same_codes("metering_points", "type", "Elhub_MeteringPointTypeCode", true));
  CHECK(same_codes("metering_points", "status", "Elhub_PhysicalStatusCode", true));
  CHECK(same_codes("metering_points", "settlement", "Elhub_SettlementMethodCode", true));
  CHECK(same_codes("parties", "roles", "Elhub_BusinessProcessRole", true));
  CHECK(same_codes("contracts", "origin", "BRSIdentification", false));
}

TEST_CASE("a key that is a list or a map is a mistake, and what follows is read as it stands") {
  const auto all = read(
      "? [a, b]\n: [{ x: 1 }]\nparties:\n  - { gln: \"7099990001015\", ? { a: b } : { c: [d] }, roles: [DDQ] "
      "}\n"
      "  - { gln: \"7099990001022\", roles: [DDQ] }\n");
  REQUIRE(all.errors.count() == 2);
  CHECK(all.errors.list()[0].text.starts_with("unknown section ''"));
  CHECK(all.errors.list()[1].text.starts_with("unknown key ''"));
  CHECK(all.records.size() == 1);
}

TEST_CASE("each mistake is told once, and the records around it are taken") {
  const std::string good = "  - { gln: \"7099990001022\", roles: [DDQ] }\n";
  for (const auto* bad :
       {"x", "[x, y]", "{ gln: [x], roles: [DDQ] }", "{ gln: { x: y }, roles: [DDQ] }",
        "{ gln: \"7099990001015\", roles: { x: y } }", "{ gln: \"7099990001015\", roles: x }",
        "{ gln: \"7099990001015\", roles: [[DDQ]] }",
        "{ gln: \"7099990001015\", roles: [DDQ], x: { y: [z] } }", "{ gln: null, roles: [DDQ] }",
        "{ gln: \"7099990001015\", roles: [DDQ], from: 2020-01-01, to: 2019-01-01 }"}) {
    const auto all = read("parties:\n" + good + "  - " + bad + "\n" + good);
    INFO(bad);
    CHECK(all.errors.count() == 1);
    CHECK(all.errors.list().at(0).place.line == 3);
    CHECK(all.errors.has_refused("parties") == (bad[0] == '{'));
    CHECK(all.records.size() == 2);
  }
  for (const auto* bad : {"address: x", "address: { strt: x }", "address.x: y", "addr: { street: x }"}) {
    const auto all = read("metering_points: [{ gsrn: \"707057599000100316\", from: 2020-01-01, " +
                          std::string(bad) + " }]\n");
    INFO(bad);
    CHECK(all.errors.count() == 1);
    CHECK(all.records.empty());
  }
  CHECK(read("metering_points: null\nparties: [{ gln: \"7099990001015\", roles: [] }]").errors.empty());
  CHECK(read("customers: [{ id: \"313000125\", scheme: Z01 }]").errors.count() == 1);
  CHECK(read("customers: [{ id: \"29919243161\", scheme: \"82\" }]").errors.count() == 1);
  CHECK(read("customers: [{ id: \"29919243161\", scheme: Z01 }]").errors.empty());
}

TEST_CASE("a GLN and a GSRN are numbers of their length, and as long when they are written") {
  CHECK(market::number_of("7099990001015") == 7099990001015);
  CHECK(market::number_of("707057599000100316") == 707057599000100316);
  for (const auto* other : {"", "709999000101", "70999900010155", "70705759900010031", "7070575990001003166",
                            "709999000101x", "x099990001015"})
    CHECK_MESSAGE(market::number_of(other) == -1, other);
  CHECK(market::gln_text(7) == "0000000000007");
  CHECK(market::gsrn_text(7) == "000000000000000007");
  const auto all = market::gsrns_beginning_with("");
  REQUIRE(all);
  CHECK(all->first == 0);
  CHECK(all->second == 999999999999999999);
  CHECK(market::gsrns_beginning_with("707057599000100316")->first == 707057599000100316);
  CHECK_FALSE(market::gsrns_beginning_with("7070575990001003166"));
  CHECK_FALSE(market::gsrns_beginning_with("7x"));
}

TEST_CASE(
    "what is shown of a value: all of a short one, the beginning of a long one, nothing of eleven digits") {
  const auto shown = [](const std::string& value) {
    const auto told = first_error("metering_points: [{ gsrn: \"" + value + "\", from: 2020-01-01 }]");
    const auto begin = told.find('\'') + 1;
    return told.substr(begin, told.find("' is not") - begin);
  };
  CHECK(shown("12345678901") == "…");
  CHECK(shown("a1234567890b1") == "…");
  for (const auto* plain :
       {"1234567890", "123456789012", "1234-5678-9", "abcdefghijk", "1234567890a", "+-.,/ +-.,/"})
    CHECK(shown(plain) == plain);
  CHECK(shown(std::string(40, 'x')) == std::string(40, 'x'));
  CHECK(shown(std::string(41, 'x')) == std::string(40, 'x') + "…");
}

TEST_CASE("a text is not empty, and no longer than a thousand bytes") {
  const auto told = [](const std::string& text) {
    return first_error("customers: [{ id: \"313000125\", scheme: \"82\", name: \"" + text + "\" }]");
  };
  CHECK(told("").find("'name' is empty") != std::string::npos);
  CHECK(told("x").empty());
  CHECK(told(std::string(1000, 'x')).empty());
  CHECK(told(std::string(1001, 'x')).find("'name' is longer than 1000 bytes") != std::string::npos);
}

TEST_CASE("an id of a customer has nine or eleven digits, and its check digits are looked at") {
  const auto all_of = [](const std::string& id, const std::string& scheme) {
    return read("customers: [{ id: \"" + id + "\", scheme: \"" + scheme + "\" }]");
  };
  for (const auto* id :
       {"", "31300012", "3130001250", "313000125012", "31300012x", "2991924316x", "x", "           "})
    CHECK_MESSAGE(all_of(id, "82").errors.count() == 1, id);
  CHECK(all_of("313000125", "82").errors.doubt_count() == 0);
  CHECK(all_of("313000126", "82").errors.doubts().at(0).text ==
        "this organisation number has the wrong check digit");
  CHECK(all_of("29919243161", "Z01").errors.doubt_count() == 0);
  CHECK(all_of("29919243162", "Z01").errors.doubts().at(0).text ==
        "this is not a national identity number: the check digits or the date are wrong");
}

TEST_CASE("a time has a zone, and a yes or no is one of two words") {
  const auto value = [](const std::string& start) {
    return first_error(
        "metering_values: [{ metering_point: \"707057599000100316\", process: BRS-NO-313, direction: Out, "
        "product: "
        "\"1\", start: \"" +
        start + "\", end: \"2026-06-02T00:00:00+02:00\", registered: \"2026-06-02T05:00:00Z\" }]");
  };
  CHECK(value("2026-06-01T00:00:00+02:00").empty());
  CHECK(value("2026-06-01T00:00:00Z").empty());
  CHECK(value("2026-06-01T00:00:00").find("is not a time such as") != std::string::npos);
  CHECK(value("2026-06-01").find("is not a time such as") != std::string::npos);
  const auto point = [](const std::string& text) {
    return read("metering_points: [{ gsrn: \"707057599000100316\", from: 2020-01-01, accounting_point: " +
                text + " }]");
  };
  CHECK(point("true").records.at(0).cells[7].number == 1);
  CHECK(point("false").records.at(0).cells[7].number == 0);
  CHECK(point("False").errors.count() == 1);
}

TEST_CASE("what is in the place of a list is told once, and what follows is read") {
  const std::string good = "customers: [{ id: \"313000125\", scheme: \"82\" }]\n";
  for (const auto* bad : {"parties: { gln: { a: [b] } }\n", "parties: x\n", "partes: { gln: { a: [b] } }\n",
                          "partes: [{ gln: 1 }]\n", "partes: x\n", "? [a, { b: c }]\n: { d: [e] }\n"}) {
    INFO(bad);
    const auto all = read(bad + good);
    CHECK(all.errors.count() == 1);
    CHECK(all.records.size() == 1);
  }
  // What was meant by it counts as refused, so that nobody takes what hangs on it for wrong as well.
  CHECK(read("partes: [{ gln: 1 }]\n").errors.has_refused("parties"));
  CHECK_FALSE(read("partes: [{ gln: 1 }]\n").errors.has_refused("customers"));
  const auto documents = read("\n---\n" + good + "---\n# nothing\n---\n" + good);
  CHECK(documents.records.size() == 2);
  CHECK(documents.errors.empty());
}

TEST_CASE("an unknown key is told with the keys of its level") {
  const auto told = [](const std::string& fields) {
    return first_error("metering_points: [{ gsrn: \"707057599000100316\", from: 2020-01-01, " + fields +
                       " }]");
  };
  CHECK(told("adress: { street: x }") ==
        "m.yaml:1:67: unknown key 'adress', expected gsrn, from, type, status, settlement, resolution, "
        "grid_area, "
        "accounting_point, blocked_for_switching, meter, address; did you mean 'address'?");
  CHECK(told("address: { stret: x }") ==
        "m.yaml:1:78: unknown key 'stret', expected street, building_number, post_code, city; did you mean "
        "'street'?");
  CHECK(told("address: x") == "m.yaml:1:76: expected keys with values in 'address'");
}

TEST_CASE("mistakes are told in the order of their places, as many as are wanted") {
  market::StateErrors errors(2);
  errors.add("b.yaml", {3, 1}, "three");
  errors.add("b.yaml", {1, 1}, "one");
  errors.add("b.yaml", {2, 1}, "two");
  CHECK(errors.count() == 3);
  CHECK_FALSE(errors.empty());
  errors.sort();
  REQUIRE(errors.list().size() == 2);
  CHECK(errors.list()[0].text == "one");
  CHECK(errors.list()[1].text == "three");
  errors.doubt("b.yaml", {1, 1}, "a");
  errors.doubt("b.yaml", {1, 2}, "b");
  errors.doubt("b.yaml", {1, 3}, "c");
  CHECK(errors.count() == 3);
  CHECK(errors.doubt_count() == 3);
  CHECK(errors.doubts().size() == 2);
  market::StateErrors others(5);
  others.add("a.yaml", {1, 1}, "four");
  others.doubt("a.yaml", {1, 1}, "d");
  others.refused("parties");
  errors.take(others);
  CHECK(errors.count() == 4);
  CHECK(errors.doubt_count() == 4);
  CHECK(errors.list().size() == 2);
  CHECK(errors.has_refused("parties"));
  others.take(errors);
  CHECK(others.count() == 5);
  CHECK(others.list().size() == 3);
  CHECK(others.doubts().size() == 3);
}

TEST_CASE("directives are counted where a line begins, and are not too many") {
  const auto told = [](std::size_t number, const std::string& before = {}) {
    std::string text = before;
    for (std::size_t i = 0; i < number; ++i)
      text += "%TAG !a" + std::to_string(i) + "! tag:x" + (i % 2 == 0 ? "\n" : "\r");
    return first_error(text + "---\nparties: []\n");
  };
  CHECK(told(1).empty());
  CHECK(told(100).empty());
  CHECK(told(101).find("it has too many directives") != std::string::npos);
  std::string percents;
  for (int i = 0; i < 200; ++i) percents += " %";
  CHECK(first_error("# " + percents + "\nparties: []\n").empty());
  CHECK(
      first_error("customers: [{ id: \"313000125\", scheme: \"82\", name: \"x" + percents + "\" }]").empty());
}

TEST_SUITE_END();
