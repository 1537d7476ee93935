#include "gateway/document/rows.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/document/document.hpp"
#include "gateway/document/paths.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/reader/reference.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using document::Document;
using document::no_node;
using document::NodeId;

namespace {

const Gateway& gateway() {
  static const auto opened = *Gateway::open();
  return opened;
}

const std::string on_one_line =
    "<abie:Observation Sequence=\"{0}\"><abie:Metered>{1}</abie:Metered></abie:Observation>";
const std::string on_lines =
    "\n    <abie:Observation Sequence=\"{0}\">\n      <abie:Metered>{1}</abie:Metered>\n    "
    "</abie:Observation>";

/// A message with two series: rows in this layout, then rows in the other.
std::string message(const std::string& layout, const std::string& other, int rows = 25) {
  const auto example =
      test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/hours-25.xml");
  const auto first = example.find("\n    <abie:Observation Sequence=\"1\">");
  const auto end = example.find("\n  </rsm:PayloadEnergyTimeSeries>");
  std::string text = example.substr(0, first);
  for (int i = 1; i <= rows; ++i)
    text += fmt::format(fmt::runtime(i <= rows / 2 ? layout : other), i, 48 + i % 10);
  const auto tail = example.substr(end);
  const auto close = tail.find("</rsm:CollectedData>");
  auto series = text.substr(text.find("<rsm:PayloadEnergyTimeSeries>")) + tail.substr(0, close);
  series.replace(series.find("07a9ce9a"), 8, "07a9ce9b");
  return text + tail.substr(0, close) + series + tail.substr(close);
}

Document read(const std::string& text) {
  auto result = reader::read(*gateway().engine().catalog, text, {});
  REQUIRE(result.valid);
  return std::move(result.messages.at(0).document);
}

/// Two messages, node by node, by going down from the root.
void compare(const Document& a, NodeId x, const Document& b, NodeId y) {
  REQUIRE(a[x].element != nullptr);
  CHECK(a[x].name == b[y].name);
  CHECK(a[x].place == b[y].place);
  CHECK(a[x].text == b[y].text);
  CHECK(a[x].position.line == b[y].position.line);
  CHECK(a[x].position.column == b[y].position.column);
  CHECK(a[x].child_count == b[y].child_count);
  REQUIRE(a[x].attributes.size() == b[y].attributes.size());
  for (std::size_t i = 0; i < a[x].attributes.size(); ++i) {
    CHECK(a[x].attributes[i].name == b[y].attributes[i].name);
    CHECK(a[x].attributes[i].value == b[y].attributes[i].value);
    CHECK(a[x].attributes[i].position.line == b[y].attributes[i].position.line);
    CHECK(a[x].attributes[i].position.column == b[y].attributes[i].position.column);
  }
  NodeId left = a[x].first_child;
  NodeId right = b[y].first_child;
  for (; left != no_node && right != no_node; left = a[left].next, right = b[right].next) {
    CHECK(a[left].parent == x);
    compare(a, left, b, right);
  }
  CHECK(left == right);
}

/// Rows that wait below this node.
std::vector<const document::RowRun*> waiting(const Document& document, NodeId parent) {
  std::vector<const document::RowRun*> found;
  for (NodeId at = document[parent].first_child; at != no_node;) {
    if (const auto* rows = document.rows_at(at)) {
      found.push_back(rows);
      at = document.next_after(*rows);
    } else {
      at = document[at].next;
    }
  }
  return found;
}

NodeId first_record(const Document& document) {
  const auto& root = *document.root().element;
  const auto place = root.child_index("PayloadEnergyTimeSeries");
  REQUIRE(place >= 0);
  return document.find(0, static_cast<std::uint32_t>(place));
}

}  // namespace

TEST_SUITE("Rows as columns") {
  TEST_CASE("rows alike wait as columns, and become the nodes that the reference reader makes") {
    // The first message teaches the layouts.
    read(message(on_one_line, on_lines));
    for (const auto& text : {message(on_one_line, on_lines), message(on_lines, on_one_line),
                             message(on_one_line, on_one_line), message(on_lines, on_lines, 100)}) {
      const auto document = read(text);
      const auto record = first_record(document);
      const auto rows = waiting(document, record);
      REQUIRE_FALSE(rows.empty());
      CHECK(rows.front()->element().name.local == "Observation");
      CHECK(rows.front()->value(0, 0) == "2");
      CHECK(rows.front()->value(1, 1) == "51");
      CHECK(rows.front()->layout().column_of(0, rows.front()->layout().columns.front().attribute) == 0);
      CHECK(rows.front()->layout().column_of(1, nullptr) == 1);
      CHECK(rows.front()->layout().column_of(0, nullptr) == -1);
      const auto reference = reader::read_by_reference(*gateway().engine().catalog, text, {});
      const auto& wanted = reference.messages.at(0).document;
      CHECK(document.node_count() == wanted.node_count());
      compare(document, 0, wanted, 0);
      CHECK(waiting(document, record).empty());
    }
  }

  TEST_CASE("paths of a record's other children leave rows as they are, and rows have theirs") {
    for (const int count : {1, 2, 3, 25, 100}) {
      CAPTURE(count);
      const auto text = message(on_one_line, on_lines, count);
      read(text);
      const auto made = read(text);
      CHECK(made.size() == made.node_count());  // makes all
      const auto document = read(text);
      const auto record = first_record(document);
      const auto rows = waiting(document, record).size();
      document::Paths paths(document);
      CHECK(paths.path(made[record].first_child) == made.path(made[record].first_child));
      CHECK(waiting(document, record).size() == rows);
      for (NodeId id = 0; id < made.size(); ++id) CHECK(paths.path(id) == made.path(id));
    }
  }

  TEST_CASE("a node in rows that nobody has looked at has its path when its number is all that is known") {
    const auto text = message(on_one_line, on_lines);
    read(text);
    const auto made = read(text);
    CHECK(made.size() == made.node_count());  // makes all
    for (auto id = static_cast<NodeId>(made.size()); id-- > 0;) {
      const auto document = read(text);
      CHECK(document.path(id) == made.path(id));
      const auto again = read(text);
      CHECK(document::Paths(again).path(id) == made.path(id));
    }
  }

  TEST_CASE("whoever looks at one from any side finds it") {
    const auto text = message(on_one_line, on_lines);
    read(text);
    const auto made = read(text);
    CHECK(made.size() == made.node_count());  // makes all
    const auto record = first_record(made);
    const auto place = made[made[record].last_child].place;

    const auto last = read(text);
    CHECK(last[last[record].last_child].attributes[0].value == "25");
    const auto found = read(text);
    for (std::uint32_t i = 0; i < 25; ++i) {
      const auto node = found.find(record, place, i);
      CHECK(found[node].attributes[0].value == std::to_string(i + 1));
      CHECK(found.path(node) == made.path(made.find(record, place, i)));
    }
    CHECK(found.find(record, place, 25) == no_node);
    const auto counted = read(text);
    CHECK(counted.count(record, place) == 25);
    CHECK_FALSE(waiting(counted, record).empty());
    const auto other = read(text);
    CHECK(other.find(record, 0) == made.find(record, 0));
    CHECK_FALSE(waiting(other, record).empty());

    // The head and the first series, as the next batch of a message begins.
    const auto second = made[record].next;
    const auto part = read(text).first_part(second);
    const auto part_of_made = made.first_part(second);
    CHECK(part.node_count() == part_of_made.node_count());
    compare(part, 0, part_of_made, 0);

    auto moved = read(text);
    auto moved_made = read(text);
    CHECK(moved_made.size() > 0);
    for (auto* one : {&moved, &moved_made}) one->move_positions({10, 1}, {1010, 5});
    compare(moved, 0, moved_made, 0);

    auto changed = read(text);
    const auto row = changed.find(record, place, 7);
    changed.set_attribute(row, "Sequence", "88");
    changed.remove(changed.find(record, place, 3));
    CHECK(changed.count(record, place) == 24);
    CHECK(changed[changed.find(record, place, 6)].attributes[0].value == "88");
    const auto added = changed.ensure(record, place, 24);
    CHECK(changed[added].parent == record);
  }

  TEST_CASE("of a message that is moved, they stay what they are") {
    const auto text = message(on_lines, on_one_line);
    read(text);
    auto document = read(text);
    const auto elsewhere = std::move(document);
    const auto wanted = read(text);
    CHECK(wanted.size() > 0);
    compare(elsewhere, 0, wanted, 0);
  }
}
