#include "gateway/templates/row_shape.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/document/message.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/reader/read.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/templates/harbour_messages.hpp"

using namespace cimgate;

namespace {

constexpr std::array rows = {
    "<abie:Observation Sequence=\"1\"><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered>22.50</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered> 22.50</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered></abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered> </abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"\"><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"/>",
    "<abie:Observation "
    "Sequence=\"2\"><abie:Metered>1</abie:Metered><abie:Metered>1</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Quality=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Quality=\"56\" ValidationCode=\"V003\" "
    "EstimationCode=\"E001\">2</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated ValidationCode=\"V002\" Quality=\"56\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Other=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Temporary Quality=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Temporary></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:nil=\"true\">1.5</abie:Metered></abie:Observation>",
};

}  // namespace

TEST_SUITE("Row shapes") {
  TEST_CASE("a shape is that of another row only when the keys are the same") {
    auto text =
        test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/hours-25.xml");
    const auto first = text.find("<abie:Observation Sequence=\"1\">");
    const auto end = text.find("</rsm:PayloadEnergyTimeSeries>");
    std::string all;
    for (const char* row : rows) all += row;
    text.replace(first, end - first, all);

    const auto gateway = *Gateway::open();
    const auto& engine = gateway.engine();
    const auto read = reader::read(*engine.catalog, text, {});
    REQUIRE(read.messages.size() == 1);
    const auto& document = read.messages.front().document;
    const auto mapping = engine.translator->plan("CollectedData", "nmeg/0.1");
    REQUIRE(mapping);
    const auto* variant = mapping::variant_for(**mapping, document);
    REQUIRE(variant != nullptr);
    std::string obstacle;
    const auto plan = templates::stream_plan(**mapping, *variant, obstacle);
    REQUIRE_MESSAGE(plan != nullptr, obstacle);

    const auto series = document.find(0, plan->place);
    std::vector<document::NodeId> ids;
    for (auto child = document[series].first_child; child != document::no_node; child = document[child].next)
      if (document[child].name == "Observation") ids.push_back(child);
    REQUIRE(ids.size() == rows.size());
    std::vector<templates::Part> parts(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) look_at_row(document, ids[i], *plan, parts[i]);

    std::size_t same = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!parts[i].plain) continue;
      const templates::RowShape shape(document, parts[i], *plan->leaves);
      CHECK(shape.size() == parts[i].nodes.size());
      for (std::size_t j = 0; j < ids.size(); ++j) {
        CAPTURE(rows[i]);
        CAPTURE(rows[j]);
        const bool is_same = parts[j].plain && parts[i].key == parts[j].key;
        const bool seen = shape.is_that_of(document, ids[j]);
        // White space is left to the longer look.
        if (std::string_view(rows[j]).find("> ") == std::string_view::npos)
          CHECK(seen == is_same);
        else
          CHECK_FALSE(seen);
        same += i != j && seen ? 1U : 0U;
      }
    }
    CHECK(same >= 3);
  }

  TEST_CASE("rows that are columns have a shape only when each of them has its key") {
    const auto weighed = [](const std::string& more) { return test::element("Weighed", "5") + more; };
    const auto guessed = [](const std::string& attributes, const std::string& value) {
      return "<h:Guessed" + attributes + ">" + value + "</h:Guessed>";
    };
    // The rows of a ship take turns.
    const std::vector<std::vector<std::string>> ships = {
        {weighed("")},
        {weighed(test::element("Level", "5"))},
        {weighed(test::element("Seal", "s"))},
        {weighed(test::element("Seal", "s")), weighed(test::element("Seal", "t"))},
        {weighed(test::element("Full", "true"))},
        {weighed(test::element("Level", "5") + test::element("Tag", "t"))},
        {weighed(test::element("Level", "5") + test::element("Seal", "t"))},
        {guessed("", "5")},
        {guessed(" grade=\"A\"", "5")},
        {guessed(" grade=\"B\"", "5")},
        {guessed(" grade=\"B\"", "5"), guessed(" grade=\"B\"", "5"), guessed(" grade=\"A\"", "5")},
        {guessed(" grade=\"B\"", "5"), guessed(" grade=\"B\"", "5"), guessed(" grade=\"B\"", " 5")},
        {guessed(" grade=\"B\" by=\"me\"", "5"), guessed(" grade=\"B\" by=\"you\"", "6")},
        {guessed(" by=\"me\" grade=\"B\"", "5")},
        {guessed(" by=\"me\"", "5")},
        {test::element("Weighed", " 5")},
        {test::element("Weighed", "7"), test::element("Weighed", "5 ")},
    };
    std::string text;
    for (const auto& ship : ships) {
      std::string rows;
      for (std::size_t i = 1; i <= 30; ++i) rows += test::crate(i, ship.at(i % ship.size()));
      for (std::size_t i = 1; i <= 30; ++i) rows += test::guest(std::to_string(i), "30");
      text += test::ship("1", "load", "", rows);
    }
    const auto bytes = test::manifest(text);
    const auto& engine = test::harbour().engine();
    const auto read = [&] {
      auto result = reader::read(*engine.catalog, bytes, {});
      REQUIRE(result.messages.size() == 1);
      return std::move(result.messages.front().document);
    };
    const auto columns = read();
    const auto nodes = read();
    REQUIRE(nodes.size() == columns.node_count());  // all are made then
    const auto mapping = engine.translator->plan("Manifest", "harbour-cim/1");
    REQUIRE(mapping);
    std::string obstacle;
    const auto plan = templates::stream_plan(**mapping, (*mapping)->variants.front(), obstacle);
    REQUIRE(plan != nullptr);

    const auto part_of = [&](document::NodeId row) {
      templates::Part part;
      look_at_row(nodes, row, *plan, part);
      return part;
    };
    std::vector<const document::RowRun*> runs;
    std::vector<templates::Part> firsts;
    for (auto ship = columns.find(0, plan->place); ship != document::no_node; ship = columns[ship].next)
      for (auto at = columns[ship].first_child; at != document::no_node;) {
        const auto* rows = columns.rows_at(at);
        if (rows == nullptr) {
          at = columns[at].next;
          continue;
        }
        runs.push_back(rows);
        firsts.push_back(part_of(rows->row(0)));
        at = columns.next_after(*rows);
      }
    CHECK(runs.size() > ships.size());
    std::size_t same = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const templates::RowShape shape(nodes, firsts[i], *plan->leaves);
      for (const auto* run : runs) {
        bool is_same = true;
        for (std::uint32_t row = 0; row < run->size(); ++row) {
          const auto part = part_of(run->row(row));
          is_same = is_same && part.plain && part.key == firsts[i].key;
          for (std::size_t column = 0; column < run->layout().columns.size(); ++column)
            is_same = is_same && !run->value(row, column).starts_with(' ');
        }
        CAPTURE(nodes.path(firsts[i].nodes.front()));
        CAPTURE(nodes.path(run->row(0)));
        CHECK(shape.is_that_of(*run) == is_same);
        same += is_same ? 1U : 0U;
      }
    }
    CHECK(same > runs.size());
  }

  TEST_CASE("a row whose nodes are not numbered one after the other has no shape that another could have") {
    const auto& engine = test::harbour().engine();
    const auto mapping = engine.translator->plan("Manifest", "harbour-cim/1");
    REQUIRE(mapping);
    std::string obstacle;
    const auto plan = templates::stream_plan(**mapping, (*mapping)->variants.front(), obstacle);
    REQUIRE(plan != nullptr);
    const auto& root = *(*mapping)->bim_root;
    document::Document made((*mapping)->bim_schema, root);
    const auto add = [&](document::NodeId parent, const char* name) {
      return made.append(parent, name, root.name.ns, {});
    };
    const auto ship = add(0, "Ship");
    const auto one = add(ship, "Guest");
    const auto other = add(ship, "Guest");
    for (const auto row : {one, other})
      for (const char* name : {"Seat", "Age"}) made.set_text(add(row, name), "5");
    const auto last = add(ship, "Guest");
    for (const char* name : {"Seat", "Age"}) made.set_text(add(last, name), "5");
    const auto shape_of = [&](document::NodeId row) {
      templates::Part part;
      look_at_row(made, row, *plan, part);
      return templates::RowShape(made, part, *plan->leaves);
    };
    CHECK(shape_of(last).is_that_of(made, last));
    for (const auto row : {one, other}) {
      CHECK_FALSE(shape_of(row).is_that_of(made, row));
      CHECK_FALSE(shape_of(row).is_that_of(made, last));
      CHECK_FALSE(shape_of(last).is_that_of(made, row));
    }
  }

  TEST_CASE("what the schema does not know, or what is nil, or blank, is not plain") {
    const auto& engine = test::harbour().engine();
    const auto mapping = engine.translator->plan("Manifest", "harbour-cim/1");
    REQUIRE(mapping);
    std::string obstacle;
    const auto plan = templates::stream_plan(**mapping, (*mapping)->variants.front(), obstacle);
    REQUIRE(plan != nullptr);
    const auto& root = *(*mapping)->bim_root;
    struct Row {
      const char* what;
      void (*change)(document::Document& made, document::NodeId row);
      bool plain = false;
    };
    const std::array changes = {
        Row{"nothing", [](auto&, auto) {}, true},
        Row{"an element",
            [](auto& made, auto row) { made.append(row, "Hat", "urn:harbour:manifest:1", {}); }},
        Row{"an attribute", [](auto& made, auto row) { made.set_attribute(row, "hat", "x"); }},
        Row{"nil", [](auto& made, auto row) { made.set_nil(made[row].first_child, true); }},
        Row{"blank", [](auto& made, auto row) { made.set_text(made[row].first_child, " \t\r\n"); }},
        Row{"hardly blank", [](auto& made, auto row) { made.set_text(made[row].first_child, " . "); }, true},
        Row{"empty", [](auto& made, auto row) { made.set_text(made[row].first_child, ""); }, true},
    };
    for (const auto& change : changes)
      for (const bool further : {false, true}) {
        CAPTURE(change.what);
        CAPTURE(further);
        document::Document made((*mapping)->bim_schema, root);
        const auto ship = made.append(0, "Ship", root.name.ns, {});
        document::NodeId row = document::no_node;
        for (int times = 0; times < (further ? 2 : 1); ++times) {
          row = made.append(ship, "Guest", root.name.ns, {});
          for (const char* name : {"Seat", "Age"})
            made.set_text(made.append(row, name, root.name.ns, {}), "5");
        }
        change.change(made, row);
        templates::Part part;
        look_at_row(made, row, *plan, part);
        CHECK(part.plain == change.plain);
        look_at_record(made, ship, *plan, part);
        // Further rows are looked at apart.
        CHECK(part.plain == (change.plain || further));
        CHECK(part.rows.size() == (further ? 1U : 0U));
        look_at_message(made, *plan->leaves, part);
        CHECK(part.plain == change.plain);
      }
    document::Document made((*mapping)->bim_schema, root);
    const auto ship = made.append(0, "Ship", root.name.ns, {});
    made.append(ship, "Hat", root.name.ns, {});
    templates::Part part;
    look_at_record(made, ship, *plan, part);
    CHECK_FALSE(part.plain);
  }
}
