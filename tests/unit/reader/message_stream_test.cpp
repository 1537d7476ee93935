#include "gateway/reader/message_stream.hpp"
#include "gateway/reader/reference.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/reader/fast.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/reader/envelopes.hpp"

using namespace cimgate;

namespace {

/// The batches of a text have all of its message, once.
void check_batches(const std::string& text) {
  const auto whole = reader::read_by_reference(test::catalog(), text, {});
  REQUIRE(whole.messages.size() == 1);
  const auto& document = whole.messages.front().document;
  reader::StreamOptions options;
  options.batch_bytes = 3000;
  for (const auto way : test::all_ways) {
    INFO(test::name_of(way));
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
        check_batches(xml::to_xml(message, {}));
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
    CHECK(reader::read_by_reference(test::catalog(), text, {}).messages.size() == 2);
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
      const source::SourceText source(text);
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
    const auto whole = reader::read_by_reference(test::catalog(), text, {});
    const auto expected = conformance::check_document(whole.messages.front().document, 100);
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
    for (const auto way : test::all_ways) {
      INFO(test::name_of(way));
      std::vector<std::string> found;
      std::size_t records = 0;
      for (auto& batch : test::batches_of(test::catalog(), text, 700, options, way)) {
        CHECK(batch.first_record == records);
        records += batch.records;
        REQUIRE(batch.read.messages.size() == 1);
        const auto& document = batch.read.messages.front().document;
        auto violations = conformance::check_document(document, 100);
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

  TEST_CASE("what is read whole has the same behind the last finding that is told, too") {
    const auto example = collected_data(40);
    auto text = example.before + example.records + example.after;
    const std::string_view right = "<abie:Direction>Out";
    const std::string_view wrong = "<e/><abie:Direction a=\"b\">out";
    for (auto at = text.find(right); at != std::string::npos; at = text.find(right, at + wrong.size()))
      text.replace(at, right.size(), wrong);
    document::ReadOptions options;
    options.limits.findings = 10;
    const auto slow = reader::read_by_reference(test::catalog(), text, options);
    const auto fast = reader::explain(test::catalog(), text, options);
    CHECK(reader::make_documents(test::catalog(), slow.source, options, reader::best_instructions()));
    CHECK(fast.findings_left_out == slow.findings_left_out);
    CHECK(slow.reference_errors.size() == 10);
    REQUIRE(fast.reference_errors.size() == 10);
    REQUIRE(slow.reference_errors.size() == 10);
    for (std::size_t i = 0; i < 10; ++i) {
      CHECK(fast.reference_errors[i].xpath == slow.reference_errors[i].xpath);
      CHECK(fast.reference_errors[i].message == slow.reference_errors[i].message);
    }
    const auto counted = [](const document::ReadResult& read) {
      const auto all = conformance::check_whole_document(read.messages.front().document, 10);
      return all.kept.size() + all.left_out;
    };
    CHECK(counted(fast) == 120);
    CHECK(counted(slow) == 120);
  }

  TEST_CASE(
      "a value that may occur once is known of records that the engine leaves to the other reader, too") {
    // A processing instruction like this one is left to it, and the rest of the message when it stands
    // outside.
    const auto instruction = [](std::string text, std::string_view mark, std::size_t record) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < record; ++i) at = text.find(mark, at) + 1;
      return text.insert(at - 1, "<?é?>");
    };
    const auto example = collected_data(90, 0, 60);
    for (const auto& [mark, record] : {std::pair<std::string_view, std::size_t>{"<abie:Direction>", 60},
                                       {"<abie:Direction>", 3},
                                       {"<rsm:PayloadEnergyTimeSeries>", 40}}) {
      const auto text = instruction(example.before + example.records + example.after, mark, record);
      const auto whole = reader::read_by_reference(test::catalog(), text, {});
      REQUIRE(conformance::check_document(whole.messages.front().document, 10).size() == 1);
      for (const auto way : test::all_ways) {
        reader::StreamOptions options;
        options.batch_bytes = 4000;
        std::size_t told = 0;
        for (const auto& batch : test::batches_of(test::catalog(), text, 700, options, way))
          told += batch.violations.size() +
                  conformance::check_document(batch.read.messages.front().document, 10).size();
        CHECK(told == 1);
      }
    }
  }

  TEST_CASE("behind as many findings as are told the others are counted, as the whole has them") {
    const auto example = collected_data(90);
    std::string text = example.before;
    std::size_t number = 0;
    std::size_t begin = 0;
    const std::string last_tag = "</rsm:PayloadEnergyTimeSeries>";
    for (auto end = example.records.find(last_tag); end != std::string::npos;
         end = example.records.find(last_tag, begin)) {
      auto series = example.records.substr(begin, end + last_tag.size() - begin);
      begin = end + last_tag.size();
      ++number;
      const auto change = [&](std::string_view from, std::string_view to) {
        REQUIRE(series.find(from) != std::string::npos);
        series = test::replaced(series, from, to);
      };
      const auto id_of = [](std::size_t n) { return fmt::format("0000a118-efef-4901-8000-{:012}", n); };
      if (number > 9 && number % 9 == 2) change(">Out<", ">nei<");
      if (number > 9 && number % 9 == 3)
        change("<abie:Direction>", "<abie:Nope><b>c</b></abie:Nope><abie:Direction>");
      if (number > 9 && number % 9 == 4) change("<abie:Direction>", "<abie:Direction p=\"1\" q='&amp;'>");
      if (number > 9 && number % 9 == 5) change("<abie:UnitType>kWh</abie:UnitType>", "");
      if (number > 9 && number % 9 == 6) change("<abie:UnitType>", "text<abie:UnitType>");
      if (number == 50) change(id_of(50), id_of(3));   // of a batch that was told
      if (number == 55) change(id_of(55), id_of(54));  // of the same batch
      if (number == 89) change(id_of(89), id_of(53));  // of another that was counted
      text += series;
    }
    text += example.records.substr(begin) + example.after;
    REQUIRE(number == 90);
    const auto whole = reader::read_by_reference(test::catalog(), text, {});
    const auto expected = conformance::check_document(whole.messages.front().document, 1000).size();
    REQUIRE(expected == 57);
    for (const std::size_t most : {1U, 7U, 20U, 1000U})
      for (const auto way : test::all_ways) {
        CAPTURE(most);
        reader::StreamOptions options;
        options.batch_bytes = 4000;
        options.read.limits.findings = most;
        std::size_t told = 0;
        std::size_t counted = 0;
        std::size_t batches = 0;
        for (const auto& batch : test::batches_of(test::catalog(), text, 700, options, way)) {
          REQUIRE(batch.read.messages.size() == 1);
          const auto& document = batch.read.messages.front().document;
          if (batch.counts_only) {
            ++batches;
            CHECK_FALSE(batch.read.valid);
            CHECK(told >= most);
            counted += batch.read.findings_left_out + conformance::check_whole_document(document, 0).left_out;
          } else if (!batch.read.valid) {
            told += batch.violations.size() + conformance::check_document(document, 1000).size();
          }
        }
        CHECK(told + counted == expected);
        if (most < 20) CHECK(batches > 10);
        if (most == 1000) CHECK(batches == 0);
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

  TEST_CASE("what was read whole and comes in batches can be had whole") {
    const auto example = collected_data(20);
    const auto text = "<!--" + std::string(2, ' ') + "--><?\xC3\xA9?>" +
                      example.before.substr(example.before.find("<rsm:")) + example.records + example.after;
    reader::StreamOptions options;
    options.batch_bytes = 2000;
    reader::MessageStream stream(test::catalog(), test::pieces_of(text, 100), options);
    const auto first = stream.next();
    REQUIRE(first);
    REQUIRE(*first);
    REQUIRE_FALSE((*first)->last);
    const auto whole = stream.take_whole();
    REQUIRE(whole);
    const auto& document = whole->messages.front().document;
    CHECK(document.count(0, *reader::record_place(*document.root().element)) == 20);
    const auto behind = stream.next();
    REQUIRE(behind);
    CHECK_FALSE(*behind);
    CHECK_FALSE(stream.take_whole());

    reader::MessageStream batches(
        test::catalog(), test::pieces_of(example.before + example.records + example.after, 100), options);
    REQUIRE(batches.next());
    CHECK_FALSE(batches.take_whole());
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
