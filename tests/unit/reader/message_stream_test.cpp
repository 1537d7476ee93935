#include "gateway/reader/message_stream.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/reader/envelopes.hpp"

using namespace cimgate;

namespace {

/// The batches of a text have all of its message, once.
void check_batches(const std::string& text) {
  const auto whole = document::read(test::catalog(), text, {});
  REQUIRE(whole.messages.size() == 1);
  const auto& document = whole.messages.front().document;
  reader::StreamOptions options;
  options.batch_bytes = 3000;
  for (const auto way : {test::Way::one_thread, test::Way::cuts}) {
    INFO((way == test::Way::cuts ? "in cuts" : "in one thread"));
    std::vector<std::string> parts;
    std::size_t records = 0;
    for (auto& batch : test::batches_of(test::catalog(), text, 100, options, way)) {
      REQUIRE(batch.read.messages.size() == 1);
      CHECK(batch.read.findings.empty());
      CHECK(batch.first_record == records);
      records += batch.records;
      CHECK(batch.read.valid);
      const auto of_batch = test::parts_of(batch.read.messages.front().document);
      const auto head = of_batch.size() - batch.records;
      parts.insert(parts.end(),
                   of_batch.begin() + static_cast<std::ptrdiff_t>(batch.first_record == 0 ? 0 : head),
                   of_batch.end());
      if (batch.records > 0) {
        batch.find_source();
        const auto& first = batch.read.messages.front().document[batch.first_node];
        CHECK(batch.read.source.line(first.position.line) == whole.source.line(first.position.line));
      }
    }
    CHECK(parts == test::parts_of(document));
    const auto place = reader::record_place(*document.root().element);
    CHECK(records == document.count(0, *place));
  }
}

/// A message of so many series, in three parts.
struct Series {
  std::string before, records, after;
};

/// `broken`: the number of one that has a code that is none; `repeated`: of one that has the identity of the
/// third.
Series collected_data(int count, int broken = 0, int repeated = 0) {
  std::ifstream in(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/annual-volume.xml");
  const std::string example{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto first = example.find("  <rsm:PayloadEnergyTimeSeries>");
  const auto end = example.find("</rsm:CollectedData>");
  REQUIRE(first != std::string::npos);
  Series made = {example.substr(0, first), {}, example.substr(end)};
  for (int i = 1; i <= count; ++i) {
    auto series = test::replaced(example.substr(first, end - first), "e03f1efe-a32f-4185-8586-c56ea5ec703a",
                                 fmt::format("0000a118-efef-4901-8000-{:012}", i == repeated ? 3 : i));
    made.records += i == broken ? test::replaced(series, ">Out<", ">nei<") : series;
  }
  return made;
}

}  // namespace

TEST_SUITE("Message stream") {
  TEST_CASE("what repeats at the top of a message") {
    const auto place_of = [](std::string_view set, std::string_view root) {
      const auto message = test::make_message(set, root);
      const auto& element = *message.document.root().element;
      const auto place = reader::record_place(element);
      return place ? element.children()[*place].element->name.local : std::string();
    };
    CHECK(place_of("elhub/2.4.3", "CollectedData") == "PayloadEnergyTimeSeries");
    CHECK(place_of("elhub/2.4.3", "RequestUpdateMasterDataMeteringPoint") == "PayloadMasterDataMPEvent");
    CHECK(place_of("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument") == "Series");
    CHECK(place_of("elhub/2.4.3", "PollForData").empty());
  }

  TEST_CASE("the batches are the message, in an envelope or not") {
    for (const auto* root : {"CollectedData", "NotifyValidatedDataForBillingEnergy"}) {
      for (std::uint64_t seed = 1; seed < 40; ++seed) {
        CAPTURE(root);
        CAPTURE(seed);
        auto empty = test::make_message("elhub/2.4.3", root);
        const document::Message message = {
            empty.set, empty.kind,
            sample::sample(empty.document.shared_schema(), *empty.document.root().element, seed)};
        check_batches(document::to_xml(message, {}));
        if (seed > 8) continue;
        for (const auto& text : test::envelopes_of(test::catalog(), message))
          if (text.find("ResultDataSet") == std::string::npos) check_batches(text);
      }
    }
  }

  TEST_CASE("the result of a poll comes whole") {
    const auto message = test::make_message("elhub/2.4.3", "CollectedData");
    const document::Message sampled = {
        message.set, message.kind,
        sample::sample(message.document.shared_schema(), *message.document.root().element, 1)};
    std::size_t results = 0;
    for (const auto& text : test::envelopes_of(test::catalog(), sampled)) {
      if (text.find("ResultDataSet") == std::string::npos) continue;
      ++results;
      reader::MessageStream stream(test::catalog(), test::pieces_of(text, 100), {});
      auto next = stream.next();
      REQUIRE(next);
      REQUIRE(*next);
      CHECK((*next)->read.messages.size() == 3);
      CHECK((*next)->read.valid);
      CHECK((*next)->last);
      CHECK_FALSE(*stream.next());
    }
    CHECK(results == 2);
  }

  TEST_CASE("a second message behind one that was read in parts is refused") {
    const auto example = collected_data(60);
    const auto message = example.before + example.records + example.after;
    const auto body = message.substr(message.find("<rsm:CollectedData"));
    const auto text = test::in_envelope(body + body);
    CHECK(document::read(test::catalog(), text, {}).messages.size() == 2);
    auto way = test::Way::one_thread;
    SUBCASE("in one thread") {}
    SUBCASE("in cuts") {
      way = test::Way::cuts;
    }
    for (const std::size_t bytes : {std::size_t{4000}, std::size_t{4'000'000}}) {
      reader::StreamOptions options;
      options.batch_bytes = bytes;
      auto batches = test::batches_of(test::catalog(), text, 700, options, way);
      const auto& last = batches.back().read;
      if (bytes > text.size()) {
        CHECK(last.messages.size() == 2);
        CHECK(last.valid);
        continue;
      }
      CHECK(last.messages.empty());
      REQUIRE(last.findings.size() == 1);
      CHECK(last.findings[0].rule == "schema.envelope");
      const document::SourceText source(text);
      const auto second = source.at(text.rfind("<rsm:CollectedData"));
      CHECK(last.findings[0].line == second.line);
      CHECK(last.findings[0].column == second.column);
    }
  }

  TEST_CASE(
      "what is wrong with a record is told with its place in the whole, and the others come all the same") {
    const auto example = collected_data(60, 40, 50);
    const auto message = example.before + example.records + example.after;
    bool in_envelope = false;
    SUBCASE("the message alone") {}
    SUBCASE("in an envelope") {
      in_envelope = true;
    }
    const auto text =
        in_envelope ? test::in_envelope(message.substr(message.find("<rsm:CollectedData"))) : message;
    const auto whole = document::read(test::catalog(), text, {});
    const auto expected = document::check_document(whole.messages.front().document, 100);
    REQUIRE(expected.size() == 2);
    reader::StreamOptions options;
    options.batch_bytes = 4000;
    std::vector<std::string> all;
    for (const auto& violation : expected) {
      const auto& document = whole.messages.front().document;
      const auto& node = document[violation.node];
      all.push_back(fmt::format("{} {}:{} {}", document.path(violation.node), node.position.line,
                                node.position.column, violation.expected));
    }
    for (const auto way : {test::Way::one_thread, test::Way::cuts}) {
      INFO((way == test::Way::cuts ? "in cuts" : "in one thread"));
      std::vector<std::string> found;
      std::size_t records = 0;
      for (auto& batch : test::batches_of(test::catalog(), text, 700, options, way)) {
        CHECK(batch.first_record == records);
        records += batch.records;
        REQUIRE(batch.read.messages.size() == 1);
        const auto& document = batch.read.messages.front().document;
        auto violations = document::check_document(document, 100);
        violations.insert(violations.end(), batch.violations.begin(), batch.violations.end());
        for (const auto& violation : violations) {
          const auto& node = document[violation.node];
          found.push_back(fmt::format("{} {}:{} {}", document.path(violation.node), node.position.line,
                                      node.position.column, violation.expected));
          CHECK(batch.read.source.line(node.position.line) == whole.source.line(node.position.line));
        }
      }
      CHECK(records == 60);
      CHECK(found == all);
    }
  }

  TEST_CASE("what has no batches comes whole") {
    const std::string text = "{\"nothing\":1}";
    reader::MessageStream stream(test::catalog(), test::pieces_of(text, 3), {});
    auto batch = stream.next();
    REQUIRE(batch);
    REQUIRE(*batch);
    CHECK((*batch)->last);
    CHECK_FALSE((*batch)->read.findings.empty());
    CHECK_FALSE(*stream.next());
  }

  TEST_CASE("an input that cannot be read says so") {
    reader::MessageStream stream(test::catalog(),
                                 [](char*, std::size_t) -> tl::expected<std::size_t, std::string> {
                                   return tl::make_unexpected(std::string("the pipe is broken"));
                                 },
                                 {});
    const auto batch = stream.next();
    REQUIRE_FALSE(batch);
    CHECK(batch.error() == "the pipe is broken");
  }

  TEST_CASE("a part numbers its records as the whole does") {
    auto message = test::make_message("elhub/2.4.3", "CollectedData");
    test::put(message, "PayloadEnergyTimeSeries/Identification", "a");
    auto& part = message.document;
    const auto record = test::node_at(message, "PayloadEnergyTimeSeries");
    CHECK(part.path(record) == "/CollectedData/PayloadEnergyTimeSeries");
    part.number_records(part[record].place, 0, true);
    CHECK(part.path(record) == "/CollectedData/PayloadEnergyTimeSeries[1]");
    part.number_records(part[record].place, 41, false);
    CHECK(part.path(record) == "/CollectedData/PayloadEnergyTimeSeries[42]");
  }
}
